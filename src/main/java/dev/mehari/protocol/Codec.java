package dev.mehari.protocol;

import dev.mehari.call.Attempt;
import dev.mehari.call.Operation;
import dev.mehari.call.Protocol;
import dev.mehari.call.Refusal;
import dev.mehari.call.RequestBody;
import dev.mehari.protocol.chat.ChatCodec;
import dev.mehari.protocol.embedding.EmbeddingCodec;
import java.io.InputStream;
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
        return refusal.status();
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
}
