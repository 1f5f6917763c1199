package dev.mehari.protocol.openai;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.mehari.protocol.chat.Tree;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** {@code logprobs} of a completion: four lists, one element of each for a token. */
final class TokenLogprobs {
    private TokenLogprobs() {}

    /** Those of a completion as a chat has them. */
    static ObjectNode read(JsonNode logprobs) {
        ObjectNode out = Tree.object();
        ArrayNode content = out.putArray("content");
        for (JsonNode text : logprobs.path("tokens")) {
            int number = content.size();
            ObjectNode token = content.addObject();
            token.set("token", text);
            token.set("logprob", logprobs.path("token_logprobs").path(number));
            ArrayNode others = token.putNull("bytes").putArray("top_logprobs");
            for (Map.Entry<String, JsonNode> other :
                    logprobs.path("top_logprobs").path(number).properties()) {
                others.addObject().put("token", other.getKey()).putNull("bytes").set("logprob", other.getValue());
            }
        }
        return out;
    }

    /**
     * The same as those of a chat.
     *
     * @param tokens the array {@code content} there, null for none
     * @param offset code points of the text before the first of them
     * @return null when it tells of no token
     */
    static @Nullable ObjectNode write(@Nullable JsonNode tokens, int offset) {
        if (tokens == null || tokens.isEmpty()) {
            return null;
        }
        ObjectNode out = Tree.object();
        ArrayNode texts = out.putArray("tokens");
        ArrayNode logprobs = out.putArray("token_logprobs");
        ArrayNode others = out.putArray("top_logprobs");
        ArrayNode offsets = out.putArray("text_offset");
        int at = offset;
        boolean any = false;
        for (JsonNode token : tokens) {
            String text = token.path("token").asText();
            texts.add(text);
            logprobs.add(token.path("logprob"));
            ObjectNode top = others.addObject();
            token.path("top_logprobs")
                    .forEach(other -> top.set(other.path("token").asText(), other.path("logprob")));
            any |= !top.isEmpty();
            offsets.add(at);
            at += text.codePointCount(0, text.length());
        }
        if (!any) {
            out.putNull("top_logprobs");
        }
        return out;
    }
}
