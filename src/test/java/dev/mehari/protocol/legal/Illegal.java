package dev.mehari.protocol.legal;

import org.jspecify.annotations.Nullable;

/** An answer that a client need not take. */
public final class Illegal extends AssertionError {
    private static final long serialVersionUID = 1L;

    private Illegal(String message) {
        super(message);
    }

    /**
     * Holds a rule against what came.
     *
     * @param rule its section, and what it says
     */
    static void must(boolean holds, String rule, @Nullable Object found) {
        if (!holds) {
            throw new Illegal(rule + ": " + found);
        }
    }
}
