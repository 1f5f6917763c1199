package dev.mehari.protocol;

import dev.mehari.call.Refusal;
import dev.mehari.call.Usage;
import org.jspecify.annotations.Nullable;

/** What a protocol makes of the events of one stream. One stream, one thread. */
public interface EventJudge {
    /** What an event is to the caller. */
    enum Verdict {
        /** Part of the answer: text, thinking, a tool call, the end of one. */
        CONTENT,
        /** Belongs to the answer and says nothing yet. */
        PASS,
        /** Only keeps the connection awake. */
        QUIET,
        /** Not for the caller. */
        HIDE,
        /** Carries data that is not of this protocol. */
        UNREADABLE,
        /** Begins as an object of this protocol and is broken, though it is UTF-8: what it had of the answer is lost. */
        MALFORMED,
        /** The terminal marker of a complete stream. */
        LAST,
        /** The terminal marker of a stream that said nothing. */
        CUT,
        /** The upstream says that it failed. */
        ERROR
    }

    Verdict judge(WireEvent event);

    /** Whether the answer is complete should the bytes end now. */
    boolean complete();

    /** Cumulative usage when the event judged last reported some, else null. */
    @Nullable
    Usage usage();

    /** What the events judged so far have said; the same object each time. */
    Said said();

    /** Bytes that close what was sent, for protocols whose stream is one document. */
    byte[] closing();

    /**
     * The stream's last event: why it failed.
     *
     * @param first whether nothing was sent before
     */
    byte[] failure(Refusal refusal, boolean first);
}
