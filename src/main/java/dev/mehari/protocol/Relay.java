package dev.mehari.protocol;

import dev.mehari.call.Refusal;

/** How what an upstream streams is put before the caller. One stream, one thread. */
interface Relay {
    /** An event of the answer. */
    Standing show(WireEvent event, Handout out);

    /** Whether something of the answer has been put before the caller, and not only that it begins. */
    boolean said();

    /** An event that the caller must not see. */
    void hide(WireEvent event, Handout out);

    /** The terminal event of an answer that looks complete. */
    Standing last(WireEvent event, Handout out);

    /** The bytes ended behind an answer that looks complete. */
    Standing end(Handout out);

    /** The upstream's own error event, which the caller may read. */
    void error(WireEvent event, Handout out);

    /** The stream failed: its last event, in our words. */
    void failure(Refusal refusal, Handout out);
}
