package dev.mehari.protocol;

import dev.mehari.call.Attempt;
import dev.mehari.call.Operation;
import dev.mehari.call.Protocol;
import dev.mehari.call.Refusal;
import dev.mehari.call.RequestBody;
import dev.mehari.call.Usage;
import dev.mehari.protocol.chat.ChatCodec;
import dev.mehari.protocol.embedding.EmbeddingCodec;
import java.io.InputStream;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** One wire format: how it is read, forwarded and answered. Stateless, any thread. */
public interface Codec {
    Protocol protocol();

    /** Its way into other protocols and back. */
    ChatCodec chat();

    /** Its way to ask how many tokens a conversation is; null where it has none. */
    default @Nullable CountCodec counts() {
        return null;
    }

    /** Its way into the language of vectors and back; null where it has none. */
    default @Nullable EmbeddingCodec embeddings() {
        return null;
    }

    /**
     * Reads what we need of a request.
     *
     * @throws Refusal {@code INVALID_JSON} or {@code INVALID_REQUEST}, worded for the caller
     */
    RequestBody read(byte[] body);

    /**
     * Reads what we need of a request for something else than an answer.
     *
     * @throws Refusal {@code INVALID_JSON} or {@code INVALID_REQUEST}, worded for the caller
     */
    default RequestBody read(byte[] body, Operation operation) {
        return read(body);
    }

    /**
     * Path and query to append to an upstream's base URL.
     *
     * @param model the upstream model, not encoded
     * @throws Refusal {@code MODEL_NOT_FOUND} when the name cannot stand in a path
     */
    String path(String model, boolean stream, boolean eventStream);

    /** Name of the header that carries the upstream's credential. */
    String credentialHeader();

    /** Value of that header for a secret. */
    String credentialValue(String secret);

    /** Lower-case names of the caller's headers that go upstream as they are. */
    Set<String> requestHeaders();

    /** Headers the upstream gets when the caller did not send them. */
    default Map<String, String> defaultHeaders() {
        return Map.of();
    }

    /** Lower-case names of the upstream's headers that go back to the caller as they are. */
    Set<String> replyHeaders();

    /** Lower-case name of the header in which the upstream names its own request id. */
    String upstreamRequestIdHeader();

    /**
     * What a whole (not streamed) reply of status 200 says.
     *
     * @throws Refusal {@code UPSTREAM_INVALID_REPLY} when it is not of this protocol, {@code UPSTREAM_ERROR} when it
     *     holds an error ({@link #readError} says which)
     */
    ReplyFacts readReply(byte[] body);

    /** What an error body says, whatever its status and its shape; never throws, HTML and garbage give nulls. */
    default ErrorFacts readError(byte[] body) {
        return ErrorBody.read(body);
    }

    /**
     * Wraps a reply stream: events pass as they came, one a read, while usage and end are watched. It ends at the
     * terminal event, without waiting for the upstream's end of bytes, and never throws.
     *
     * @param upstream the live body; closed when the returned stream is
     * @param eventStream false when the protocol streams a JSON array
     * @param hideUsage whether the event that only carries usage is kept from the caller (protocols that have none
     *     ignore it)
     * @param requestId ours, for protocols that name it in an error event
     * @param watch told what passes, on the reading thread
     */
    EventTap tap(InputStream upstream, boolean eventStream, boolean hideUsage, String requestId, StreamWatch watch);

    /** The status a caller of this protocol sees for a refusal. */
    default int status(Refusal refusal) {
        return refusal.kind().status();
    }

    /**
     * The error body a caller of this protocol sees (JSON, UTF-8).
     *
     * @param attempts what was tried, listed when it was more than one
     */
    byte[] error(Refusal refusal, String requestId, List<Attempt> attempts);

    /** Whether an upstream's own words of an error, in this protocol, may pass as they came. */
    default boolean errorsPass() {
        return true;
    }

    /** The error body of a call that was not sent anywhere. */
    default byte[] error(Refusal refusal, String requestId) {
        return error(refusal, requestId, List.of());
    }

    /**
     * What a stream that has sent nothing but {@link #keepalive} says when the call fails: the whole stream, without a
     * terminator of success.
     *
     * @param eventStream false when the protocol streams a JSON array
     */
    byte[] streamError(Refusal refusal, String requestId, List<Attempt> attempts, boolean eventStream);

    /**
     * What may be sent between two events, or before the first, to show that the connection lives. Nothing else may be put
     * into a stream: there are clients, Google's among them, that give up at a comment.
     *
     * @param eventStream false when the protocol streams a JSON array
     */
    byte[] keepalive(boolean eventStream);

    /**
     * Told what passes through a {@link #tap}, before the read that hands it out returns. Never by two threads at a
     * time.
     */
    interface StreamWatch {
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
    }

    /** Why a stream did not end well. */
    enum Failure {
        /** The upstream sent an error event. */
        UPSTREAM_ERROR_EVENT,
        /** End of bytes before the terminal marker. */
        INCOMPLETE,
        /** Reading failed: connection lost, timer, cancelled, or bytes that are no events. */
        BROKEN,
        /** A step of ours has ended the answer; nothing went wrong, and the upstream may not be done. */
        ENDED_HERE,
        /** A step of ours lets no more of it through. */
        REFUSED
    }

    /**
     * What a whole reply says.
     *
     * @param usage null when the upstream reported none
     */
    record ReplyFacts(@Nullable Usage usage, @Nullable String model) {}

    /**
     * What an upstream's error body says.
     *
     * @param code the vendor's own code, as text; Google's reason where it gives one
     * @param type its error class; Google's status
     * @param json whether the body was JSON at all
     * @param status the HTTP status that the body itself names, 0 when it names none
     * @param retryAfter when the body says to come back, null when it does not
     */
    record ErrorFacts(
            @Nullable String code,
            @Nullable String type,
            @Nullable String message,
            boolean json,
            int status,
            @Nullable Duration retryAfter) {}
}
