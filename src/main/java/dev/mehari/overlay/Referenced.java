package dev.mehari.overlay;

import java.util.List;

/** What was to be deleted is used by others. */
public final class Referenced extends RuntimeException {
    private final transient List<String> by;

    Referenced(String what, List<String> by) {
        super(what + " is used by " + String.join(", ", by), null, false, false);
        this.by = List.copyOf(by);
    }

    /** Such as {@code models/fast} or {@code keys/key_1}. */
    public List<String> by() {
        return by;
    }
}
