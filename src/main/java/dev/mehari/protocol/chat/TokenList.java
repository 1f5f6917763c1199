package dev.mehari.protocol.chat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import org.jspecify.annotations.Nullable;

/** What is known of the tokens of an answer, for clients of OpenAI's: the {@code logprobs} of a {@link ChatEvent.Delta}. */
public final class TokenList {
    private TokenList() {}

    /**
     * Clients need of each token what it says and how likely it was; what has neither is left out.
     *
     * @param list null for none
     * @return null when nothing is known
     */
    public static @Nullable ArrayNode of(@Nullable JsonNode list, Losses losses) {
        if (list == null) {
            return null;
        }
        ArrayNode known = Tree.array();
        for (JsonNode token : list) {
            if (token.path("token").isTextual() && token.path("logprob").isNumber()) {
                known.add(token);
            } else {
                losses.dropped("answer.logprobs");
            }
        }
        return known.isEmpty() ? null : known;
    }
}
