package dev.mehari.protocol;

import dev.mehari.protocol.Codec.ErrorFacts;
import dev.mehari.protocol.Codec.Failure;
import org.jspecify.annotations.Nullable;

/**
 * What keeps an answer from being one, although its events look complete: only their meaning tells.
 *
 * @param facts what the upstream said of it, null when it said nothing
 */
record Flaw(Failure failure, @Nullable ErrorFacts facts) {
    /** Its end is there, but not all that belongs before it. */
    static final Flaw INCOMPLETE = new Flaw(Failure.INCOMPLETE, null);

    /** The upstream says that it failed. */
    static Flaw of(ErrorFacts facts) {
        return new Flaw(Failure.UPSTREAM_ERROR_EVENT, facts);
    }
}
