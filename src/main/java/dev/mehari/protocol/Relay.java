package dev.mehari.protocol;

import dev.mehari.call.Refusal;
import dev.mehari.protocol.Codec.ErrorFacts;
import org.jspecify.annotations.Nullable;

/** How what an upstream streams is put before the caller. One stream, one thread. */
interface Relay {
    /**
     * An event of the answer.
     *
     * @return what the event says went wrong, where only its meaning tells; null when nothing did
     */
    @Nullable
    ErrorFacts show(WireEvent event, Handout out);

    /** An event that the caller must not see. */
    void hide(WireEvent event, Handout out);

    /** The terminal event of a complete answer. */
    void last(WireEvent event, Handout out);

    /** The bytes ended behind a complete answer. */
    void end(Handout out);

    /** The upstream's own error event, which the caller may read. */
    void error(WireEvent event, Handout out);

    /** The stream failed: its last event, in our words. */
    void failure(Refusal refusal, Handout out);
}
