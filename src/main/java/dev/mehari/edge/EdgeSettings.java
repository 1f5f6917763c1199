package dev.mehari.edge;

import java.time.Duration;

/**
 * Limits of what is read from a caller.
 *
 * @param maxBody bytes, after decompression
 * @param readTimeout from the first byte of the headers' end to the last byte of the body
 * @param chunk bytes read at a time
 */
public record EdgeSettings(int maxBody, Duration readTimeout, int chunk) {
    public static final EdgeSettings DEFAULT = new EdgeSettings(32 << 20, Duration.ofSeconds(30), 8192);

    public EdgeSettings {
        if (maxBody < 1024 || readTimeout.isNegative() || readTimeout.isZero() || chunk < 512) {
            throw new IllegalArgumentException("mehari.request.*: the limits are too small");
        }
    }
}
