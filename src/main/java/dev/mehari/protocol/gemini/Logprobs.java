package dev.mehari.protocol.gemini;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.IntNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.mehari.protocol.chat.Tree;
import org.jspecify.annotations.Nullable;

/** {@code logprobsResult}, and the array {@code content} of OpenAI's that says the same. */
final class Logprobs {
    private Logprobs() {}

    /** Null when it tells of no token. */
    static @Nullable ArrayNode read(JsonNode result) {
        ArrayNode out = Tree.array();
        for (JsonNode chosen : result.path("chosenCandidates")) {
            ArrayNode others = Tree.array();
            result.path("topCandidates").path(out.size()).path("candidates").forEach(other -> others.add(token(other)));
            ObjectNode token = token(chosen);
            token.set("top_logprobs", others);
            out.add(token);
        }
        return out.isEmpty() ? null : out;
    }

    private static ObjectNode token(JsonNode candidate) {
        ObjectNode out = Tree.object().put("token", candidate.path("token").asText());
        out.set("logprob", number(candidate.path("logProbability")));
        return out.putNull("bytes");
    }

    /** Google leaves out what is zero, the logarithm of certainty among it. */
    private static JsonNode number(JsonNode value) {
        return value.isNumber() ? value : IntNode.valueOf(0);
    }

    /** Adds tokens to what is there, null for nothing. */
    static ObjectNode write(JsonNode content, @Nullable ObjectNode before) {
        ObjectNode out = before == null ? Tree.object() : before;
        ArrayNode top = out.withArray("topCandidates");
        ArrayNode chosen = out.withArray("chosenCandidates");
        for (JsonNode token : content) {
            ArrayNode others = top.addObject().putArray("candidates");
            token.path("top_logprobs").forEach(other -> others.add(candidate(other)));
            chosen.add(candidate(token));
        }
        return out;
    }

    private static ObjectNode candidate(JsonNode token) {
        ObjectNode out = Tree.object().put("token", token.path("token").asText());
        out.set("logProbability", number(token.path("logprob")));
        return out;
    }
}
