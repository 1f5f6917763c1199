package dev.mehari.protocol;

import java.io.IOException;
import java.io.InputStream;
import java.util.Arrays;

/**
 * The bytes of a live reply from the first of the event that is being read on. It grows up to the longest event that is
 * taken, and forgets what was handed out when it needs room.
 */
public abstract class EventBuffer implements EventSource {
    private static final int USUAL = 8192;

    private final InputStream in;
    protected byte[] buffer = new byte[USUAL];
    /** First byte of what is handed out next. */
    protected int start;
    /** First byte of the event itself. */
    protected int own;
    /** First byte that was not looked at. */
    protected int scan;
    /** Behind the last byte. */
    protected int end;

    protected EventBuffer(InputStream in) {
        this.in = in;
    }

    /** Waits for more bytes; false when there are no more. */
    protected final boolean fill() throws IOException {
        makeRoom();
        int count = in.read(buffer, end, buffer.length - end);
        if (count < 0) {
            return false;
        }
        end += count;
        return true;
    }

    private void makeRoom() throws IOException {
        int length = end - start;
        if (length == 0 && buffer.length > USUAL) {
            buffer = new byte[USUAL];
        } else if (end == buffer.length) {
            if (start > 0) {
                System.arraycopy(buffer, start, buffer, 0, length);
            } else if (length >= MAX_EVENT) {
                throw new IOException("an event is longer than " + MAX_EVENT + " bytes");
            } else {
                buffer = Arrays.copyOf(buffer, Math.min(MAX_EVENT, length * 2));
            }
        } else if (length > 0 || start == 0) {
            return;
        }
        own -= start;
        scan -= start;
        end -= start;
        start = 0;
    }
}
