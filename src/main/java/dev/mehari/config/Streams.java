package dev.mehari.config;

/**
 * How bytes are moved.
 *
 * @param requestChunkSize bytes that are sent upstream at a time
 * @param responseChunkSize bytes that are read from upstream at a time
 * @param bufferPool whether the buffers for them are kept and used again
 */
public record Streams(int requestChunkSize, int responseChunkSize, boolean bufferPool) {
    public static final Streams DEFAULT = new Streams(8192, 8192, true);
}
