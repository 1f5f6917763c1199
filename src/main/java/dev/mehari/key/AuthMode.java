package dev.mehari.key;

/** The setting {@code auth.mode}. */
public enum AuthMode {
    /** Every call needs a virtual key. */
    REQUIRED,
    /** A call without a key is let in; a key that is sent must be right all the same. */
    OPEN
}
