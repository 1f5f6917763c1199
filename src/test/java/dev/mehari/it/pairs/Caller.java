package dev.mehari.it.pairs;

import java.util.List;

/** An application with an official SDK, in the middle of one conversation. */
interface Caller extends AutoCloseable {
    /** Begins anew. */
    Heard ask(Question question);

    /** Tells what the tools said, in the order of the calls, and hears what comes of it. */
    Heard tell(List<String> results);

    /** A question that fails; what the SDK throws. */
    Wrong fail(Question question);

    @Override
    void close();

    /**
     * A failure as the SDK reports it.
     *
     * @param exception simple name of its class
     * @param status 0 when the SDK names none
     */
    record Wrong(String exception, int status, String message) {}
}
