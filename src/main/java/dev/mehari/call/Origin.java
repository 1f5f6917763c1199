package dev.mehari.call;

import java.util.Locale;

/** Whose fault an error is; the value of {@code x-mehari-error-origin}. */
public enum Origin {
    CLIENT,
    GATEWAY,
    UPSTREAM;

    /** The spelling used in headers, metrics and rows. */
    public String id() {
        return name().toLowerCase(Locale.ROOT);
    }
}
