package dev.mehari.protocol.embedding;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.mehari.call.Refusal;
import dev.mehari.call.RequestBody;
import dev.mehari.protocol.chat.Losses;
import org.jspecify.annotations.Nullable;

/** A protocol's way into the language of vectors and back. Stateless, any thread. */
public interface EmbeddingCodec {
    /**
     * Reads what we need of a request.
     *
     * @param model that of the path, for protocols that name it there; null otherwise
     * @param batch whether the path asks for several vectors, for protocols that have a path for that
     * @throws Refusal {@code INVALID_JSON} or {@code INVALID_REQUEST}, worded for the caller
     */
    RequestBody check(byte[] body, @Nullable String model, boolean batch);

    /** The form in which the caller of a checked request wants the answer. */
    Wanted wanted(RequestBody request);

    /**
     * Path to append to an upstream's base URL.
     *
     * @param model the upstream model, not encoded
     * @throws Refusal {@code MODEL_NOT_FOUND} when the name cannot stand in a path
     */
    String path(String model, boolean batch);

    /**
     * Reads a request.
     *
     * @param checked what {@link #check} made of it
     * @param body the same as a tree
     * @param losses what the common language has no words for
     * @throws Refusal {@code INVALID_REQUEST} with the path of what is wrong, {@code UNSUPPORTED_CONTENT} and its like
     *     with that of what no other protocol can be told
     */
    EmbeddingRequest read(RequestBody checked, JsonNode body, Losses losses);

    /**
     * Writes a request for an upstream, one for a {@link #path} with {@code batch}.
     *
     * @param model the upstream model
     * @param losses what this protocol has no words for
     * @throws Refusal {@code UNSUPPORTED_VALUE} where leaving it out would change what is meant
     */
    ObjectNode write(EmbeddingRequest request, String model, Losses losses);

    /**
     * Reads a whole reply of status 200.
     *
     * @throws Refusal {@code UPSTREAM_INVALID_REPLY} when it is not of this protocol, {@code UPSTREAM_ERROR} when it
     *     holds an error
     */
    Vectors decode(byte[] reply);

    /**
     * Writes an answer for a caller (JSON, UTF-8).
     *
     * @param model what the caller is told where the upstream names no model
     * @param tokens of the request: the upstream's count, else our own
     * @throws Refusal {@code UPSTREAM_INVALID_REPLY} when a vector is none
     */
    byte[] encode(Vectors vectors, Wanted wanted, String model, long tokens);
}
