package dev.mehari.edge;

import java.time.Duration;

/**
 * Limits of what is read from a caller.
 *
 * @param maxBody bytes, after decompression
 * @param readTimeout from the first byte of the headers' end to the last byte of the body; of what passes through, between
 *     two pieces
 * @param maxPassed bytes of a body that passes through; none of it is held but for its beginning
 */
public record EdgeSettings(int maxBody, Duration readTimeout, long maxPassed) {
    public static final EdgeSettings DEFAULT = new EdgeSettings(32 << 20, Duration.ofSeconds(30), 1L << 30);

    public EdgeSettings {
        if (maxBody < 1024 || maxPassed < 1024 || readTimeout.isNegative() || readTimeout.isZero()) {
            throw new IllegalArgumentException("mehari.request.*: the limits are too small");
        }
    }
}
