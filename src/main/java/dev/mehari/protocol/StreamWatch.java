package dev.mehari.protocol;

import dev.mehari.call.Refusal;
import dev.mehari.call.Usage;
import org.jspecify.annotations.Nullable;

/**
 * Told what passes through a {@link Codec#tap}, before the read that hands it out returns. Never by two threads at a
 * time.
 */
public interface StreamWatch {
    /** Cumulative usage; each report replaces the one before. */
    void usage(Usage soFar);

    /**
     * Something arrived that the caller will see; called for each event, but not for comments and pings, and not for
     * the upstream's error event.
     */
    void event();

    /**
     * The event holds something of the answer: text, thinking, a tool call, its end. Before the first of these an
     * attempt can be given up without the caller noticing.
     */
    default void content() {}

    /** The event holds something of the answer, and a step of ours keeps it back for now. */
    default void held() {}

    /**
     * The upstream's error event; {@link #ended} follows.
     *
     * @param words its data as it came
     */
    default void error(ErrorFacts facts, Slice words) {}

    /** Whether events are held against the protocol; else what is broken passes as it came. */
    default boolean validates() {
        return true;
    }

    /** A step of ours lets no more of it through; {@link #ended} follows. */
    default void refused(Refusal why) {}

    /**
     * The stream ended, once: on the reading thread, or on the one that closes the stream before its end (then
     * with {@link Failure#BROKEN}, and the answer goes nowhere).
     *
     * @param failure null when the answer is complete; otherwise why not, to be worded by the watch
     * @return what the caller is told in the stream; it takes the place of an error event of the upstream. Null for
     *     nothing (the upstream says it itself, or the caller has gone)
     */
    @Nullable
    Refusal ended(@Nullable Failure failure);

    /** Why a stream did not end well. */
    enum Failure {
        /** The upstream sent an error event. */
        UPSTREAM_ERROR_EVENT,
        /** End of bytes before the terminal marker. */
        INCOMPLETE,
        /** An event that is no JSON, though it begins as such: what it said is lost. */
        MALFORMED,
        /** Reading failed: connection lost, timer, cancelled, or bytes that are no events. */
        BROKEN,
        /** A step of ours has ended the answer; nothing went wrong, and the upstream may not be done. */
        ENDED_HERE,
        /** A step of ours lets no more of it through. */
        REFUSED
    }
}
