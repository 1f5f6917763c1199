package dev.mehari.protocol.embedding;

import dev.mehari.protocol.chat.Given;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What a caller asks vectors of.
 *
 * @param passages at least one
 * @param user who the caller's own user is, null when not said
 * @param at path of the passages in the caller's request
 */
public record EmbeddingRequest(
        List<Passage> passages, @Nullable Given<String> user, String at) {
    public EmbeddingRequest {
        passages = List.copyOf(passages);
    }
}
