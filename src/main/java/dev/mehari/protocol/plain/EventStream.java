package dev.mehari.protocol.plain;

import dev.mehari.protocol.Slice;
import dev.mehari.protocol.WireEvent;
import dev.mehari.protocol.sse.SseReader;
import java.io.IOException;
import java.io.InputStream;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/** Server-sent events that each hold a JSON text, read while they come. One reply, one thread. */
public final class EventStream {
    private static final byte[] DONE = {'[', 'D', 'O', 'N', 'E', ']'};

    private final SseReader events;
    private boolean over;
    private boolean complete;

    public EventStream(InputStream bytes) {
        this.events = new SseReader(bytes);
    }

    /**
     * The data of the next event that has any; null at the end.
     *
     * @throws IOException when the bytes break off, or an event is not JSON
     */
    public @Nullable Document next() throws IOException {
        while (!over) {
            WireEvent event = events.next();
            if (event == null || event.data().is(DONE)) {
                over = true;
                complete |= event != null;
                return null;
            }
            Slice data = event.data();
            if (data.to() > data.from()) {
                return Document.read(Arrays.copyOfRange(data.array(), data.from(), data.to()));
            }
        }
        return null;
    }

    /** The event that was read was the last: no more are read. */
    void completed() {
        over = true;
        complete = true;
    }

    /** Whether an event said that it is the last. */
    boolean isComplete() {
        return complete;
    }
}
