package dev.mehari.protocol;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.mehari.call.Refusal;
import dev.mehari.protocol.chat.Aim;
import dev.mehari.protocol.chat.ChatRequest;
import dev.mehari.protocol.chat.Losses;

/** A protocol's way to ask how many tokens a conversation is. Stateless, any thread. */
public interface CountCodec {
    /**
     * Path to append to an upstream's base URL.
     *
     * @param model the upstream model, not encoded
     * @throws Refusal {@code MODEL_NOT_FOUND} when the name cannot stand in a path
     */
    String path(String model);

    /**
     * Reads what is to be counted.
     *
     * @param body a JSON object
     * @param losses what the common language has no words for, or does not count
     * @return without settings of an answer, see {@link ChatRequest#prompt}
     * @throws Refusal {@code INVALID_REQUEST} with the path of what is wrong
     */
    ChatRequest read(JsonNode body, Losses losses);

    /**
     * Writes the question for an upstream.
     *
     * @param prompt without settings of an answer
     * @param losses what this protocol, or this model, has no words for
     * @throws Refusal {@code UNSUPPORTED_VALUE} and its like where leaving it out would change what is counted
     */
    ObjectNode write(ChatRequest prompt, Aim aim, Losses losses);

    /**
     * The tokens that an upstream's reply of status 200 names.
     *
     * @throws Refusal {@code UPSTREAM_INVALID_REPLY} when it names none, {@code UPSTREAM_ERROR} when it holds an error
     */
    long readReply(byte[] body);

    /** The answer to a caller (JSON, UTF-8). */
    byte[] reply(long tokens);
}
