package dev.mehari.protocol;

import java.io.IOException;
import org.jspecify.annotations.Nullable;

/** Cuts a live reply into events, without ever reading on while it holds a whole one. One thread. */
public interface EventSource {
    /** Longest event in bytes; a longer one is a fault of the upstream. */
    int MAX_EVENT = 16 << 20;

    /**
     * The next event; null at the end of the bytes.
     *
     * @throws IOException when reading fails, or what comes is not cut into events at all
     */
    @Nullable
    WireEvent next() throws IOException;
}
