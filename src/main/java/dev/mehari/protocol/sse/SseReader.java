package dev.mehari.protocol.sse;

import dev.mehari.protocol.EventBuffer;
import dev.mehari.protocol.WireEvent;
import java.io.IOException;
import java.io.InputStream;
import org.jspecify.annotations.Nullable;

/**
 * Cuts server-sent events out of bytes. An event ends with a blank line; a line ends with LF, CR or CRLF.
 *
 * <p>A CR ends its line at once, for the byte behind it may be long in coming. When that byte is an LF, it belongs to
 * the break already taken: it becomes {@link WireEvent#start the first byte} of the next event, unless it lies in the
 * buffer already. Where an event is cut therefore depends on how the bytes arrive, but never which bytes there are.
 */
public final class SseReader extends EventBuffer {
    private static final byte[] NOTHING = new byte[0];
    private static final byte[] LF = {'\n'};
    private static final byte[] LF_LF = {'\n', '\n'};

    private boolean first = true;

    // State of the line being read.
    private boolean lineEmpty = true;
    private boolean afterCr;
    private boolean lastBreakCrLf;

    public SseReader(InputStream in) {
        super(in);
    }

    @Override
    public @Nullable WireEvent next() throws IOException {
        start = scan;
        own = scan;
        lastBreakCrLf = false;
        while (true) {
            while (scan < end) {
                if (step(buffer[scan++])) {
                    return event();
                }
            }
            if (!fill()) {
                return end == start ? null : unfinished();
            }
        }
    }

    /** Takes one byte; true when it completes a blank line. */
    private boolean step(byte b) {
        if (b == '\n') {
            if (afterCr) {
                afterCr = false;
                lastBreakCrLf = true;
                if (scan - 1 == start) {
                    own = scan;
                }
                return false;
            }
            return lineEnd();
        }
        afterCr = b == '\r';
        if (afterCr) {
            return lineEnd();
        }
        lineEmpty = false;
        return false;
    }

    private boolean lineEnd() {
        if (lineEmpty) {
            return true;
        }
        lineEmpty = true;
        lastBreakCrLf = false;
        return false;
    }

    private WireEvent event() {
        // Only where lines end with CRLF is an LF owed: elsewhere CR alone was the break.
        boolean owed = afterCr && lastBreakCrLf;
        if (owed && scan < end && buffer[scan] == '\n') {
            scan++;
            afterCr = false;
            owed = false;
        }
        return event(scan, true, owed ? LF : NOTHING);
    }

    private WireEvent unfinished() {
        if (own == end) {
            return event(end, true, NOTHING);
        }
        // Behind a CR one LF would only make it a CRLF.
        return event(end, false, lineEmpty && !afterCr ? LF : LF_LF);
    }

    private WireEvent event(int to, boolean whole, byte[] missing) {
        int from = own;
        if (first && to - from >= 3 && buffer[from] == (byte) 0xEF && buffer[from + 1] == (byte) 0xBB) {
            from += 3;
        }
        first = false;
        SseEvent read = SseEvent.of(buffer, from, to);
        return new WireEvent(buffer, start, own, to, whole, missing, read.name(), read.data());
    }
}
