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

    AnswerDecoder decoder(Aim aim, Losses losses);

    AnswerEncoder encoder(Frame frame);

    /** @param losses what this protocol has no words for in an answer, where there is such */
    default AnswerEncoder encoder(Frame frame, Losses losses) {
        return encoder(frame);
    }
}
