package dev.mehari.config;

/**
 * Whether an upstream may be called, and who says so.
 *
 * @param enabled false when it was switched off, whatever credentials it has
 * @param entered whether an admin entered it through the API: then its address is held against the rules for such
 */
public record Standing(boolean enabled, boolean entered) {
    /** Of an upstream that stands in a file and was not switched off. */
    public static final Standing USUAL = new Standing(true, false);
}
