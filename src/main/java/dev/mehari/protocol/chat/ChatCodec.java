package dev.mehari.protocol.chat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.mehari.call.Refusal;

/** A protocol's way into the common language and back. Stateless, any thread. */
public interface ChatCodec {
    /**
     * Reads a request.
     *
     * @param body a JSON object
     * @param stream whether a stream was asked for, for protocols that say it in the path
     * @param losses what the common language has no words for
     * @throws Refusal {@code INVALID_REQUEST} with the path of what is wrong
     */
    ChatRequest read(JsonNode body, boolean stream, Losses losses);

    /**
     * Writes a request for an upstream. The same request always gives the same bytes.
     *
     * @param losses what this protocol, or this model, has no words for
     * @throws Refusal {@code UNSUPPORTED_VALUE} and its like where leaving it out would change what is meant
     */
    Written write(ChatRequest request, Aim aim, Losses losses);

    /** Whether a stream begins with the tokens of the request, before an upstream can have counted them. */
    default boolean startsWithInput() {
        return false;
    }

    /**
     * Whether the history of a request may hold what only a translation can take out for a provider of this protocol. When
     * not, it does not.
     *
     * @param mixed whether the same name of a model leads to providers of other protocols too
     */
    default boolean foreign(byte[] body, boolean mixed) {
        return false;
    }

    /**
     * A request that goes to a provider of this protocol: what other providers left in its history and this one cannot read
     * is taken out, all other bytes stay.
     *
     * @param body a JSON object
     * @param losses what was taken out, where it said something
     * @return the very array when nothing had to go
     * @throws Refusal {@code UNSUPPORTED_CONTENT} where taking it out would change what is meant
     */
    default byte[] returned(byte[] body, Aim aim, Losses losses) {
        return body;
    }

    /**
     * What of a request an answer in this protocol repeats, or goes by: all that is kept of the request while the answer
     * comes, which may take minutes. Shares what it takes with the request, and changes nothing of it.
     *
     * @param request a JSON object
     */
    default JsonNode repeated(JsonNode request) {
        return Tree.object();
    }

    /** @param losses what of the answer the common language has no words for */
    AnswerDecoder decoder(Aim aim, Losses losses);

    /**
     * @param frame its request may be no more than what of it is {@link #repeated}
     * @param losses what of the answer this protocol has no words for
     */
    AnswerEncoder encoder(Frame frame, Losses losses);
}
