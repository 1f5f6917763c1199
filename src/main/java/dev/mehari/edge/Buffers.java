package dev.mehari.edge;

import dev.mehari.config.Streams;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.function.Supplier;

/** Buffers for bodies and streams, of the size that is set now; with the pool on they are used again. Any thread. */
public final class Buffers {
    /** More than this many idle ones are left to the garbage collector. */
    private static final int MOST_IDLE = 256;

    private final Supplier<Streams> settings;
    private final BlockingQueue<byte[]> idle = new ArrayBlockingQueue<>(MOST_IDLE);

    /** @param settings as the live configuration has them */
    public Buffers(Supplier<Streams> settings) {
        this.settings = settings;
    }

    /** Bytes of a request to read at a time. */
    int requestChunk() {
        return settings.get().requestChunkSize();
    }

    /** A buffer for one stream; what it holds is left over from another. */
    byte[] take() {
        int size = settings.get().responseChunkSize();
        byte[] used = idle.poll();
        return used != null && used.length == size ? used : new byte[size];
    }

    /** Gives a buffer back; the caller must not use it any more. */
    void give(byte[] buffer) {
        if (settings.get().bufferPool()) {
            boolean unused = idle.offer(buffer);
        }
    }
}
