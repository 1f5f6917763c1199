package dev.mehari.protocol.anthropic;

import com.fasterxml.jackson.databind.node.BooleanNode;
import com.fasterxml.jackson.databind.node.TextNode;
import dev.mehari.protocol.chat.Content;
import dev.mehari.protocol.chat.Fields;
import dev.mehari.protocol.chat.Given;
import dev.mehari.protocol.chat.Losses;
import dev.mehari.protocol.chat.Option;
import dev.mehari.protocol.chat.Options;
import dev.mehari.protocol.chat.Role;
import dev.mehari.protocol.chat.Turn;
import java.util.List;
import java.util.Set;

/** Reads the settings that are one value each. */
final class SettingReader {
    private static final Set<String> SERVICE_TIERS = Set.of("auto", "standard_only");

    private SettingReader() {}

    /** @param turns whose last, where it is the model's own, is to be gone on with */
    static Options read(Fields request, List<Turn> turns, Losses losses) {
        Options options = new Options();
        Turn last = turns.isEmpty() ? null : turns.getLast();
        if (last != null
                && last.role() == Role.ASSISTANT
                && last.parts().stream().noneMatch(Content.ToolCall.class::isInstance)) {
            options.put(Option.PREFILL, BooleanNode.TRUE, last.at());
        }
        Given<Integer> cap = request.integer("max_tokens");
        if (cap != null) {
            options.put(Option.MAX_TOKENS, request.get("max_tokens"), cap.at());
        }
        options.put(Option.TEMPERATURE, request.number("temperature"), "temperature");
        options.put(Option.TOP_P, request.number("top_p"), "top_p");
        options.put(Option.TOP_K, request.number("top_k"), "top_k");
        Fields metadata = request.object("metadata");
        if (metadata != null) {
            String user = metadata.text("user_id");
            options.put(Option.USER, user == null ? null : TextNode.valueOf(user), metadata.at("user_id"));
            metadata.loseRest(losses);
        }
        String tier = request.text("service_tier");
        if (tier != null) {
            if (!SERVICE_TIERS.contains(tier)) {
                throw Fields.wrong("service_tier", "\"auto\" or \"standard_only\"");
            }
            options.put(
                    Option.SERVICE_TIER, TextNode.valueOf(tier.equals("auto") ? "auto" : "default"), "service_tier");
        }
        return options;
    }
}
