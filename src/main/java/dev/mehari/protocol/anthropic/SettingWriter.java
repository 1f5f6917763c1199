package dev.mehari.protocol.anthropic;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.mehari.call.Capabilities;
import dev.mehari.protocol.chat.Given;
import dev.mehari.protocol.chat.Loss;
import dev.mehari.protocol.chat.Losses;
import dev.mehari.protocol.chat.Option;
import dev.mehari.protocol.chat.Options;
import dev.mehari.protocol.chat.Tree;
import java.math.BigDecimal;
import java.util.List;

/** Writes the settings that are one value, and takes those that ask for what happens anyway. */
final class SettingWriter {
    /** The least {@code top_p} that is taken beside thinking. */
    private static final BigDecimal WIDE = new BigDecimal("0.95");

    private final Options options;
    private final Capabilities capabilities;
    private final Losses losses;

    SettingWriter(Options options, Capabilities capabilities, Losses losses) {
        this.options = options;
        this.capabilities = capabilities;
        this.losses = losses;
    }

    void write(ObjectNode body, List<Given<String>> stops, boolean thinking) {
        sampling(body, thinking);
        ArrayNode sent = Tree.array();
        for (Given<String> stop : stops) {
            if (stop.value().isBlank()) {
                losses.dropped(stop.at());
            } else {
                sent.add(stop.value());
            }
        }
        if (!sent.isEmpty()) {
            body.set("stop_sequences", sent);
        }
        Given<JsonNode> user = options.take(Option.USER);
        if (user != null) {
            body.putObject("metadata").set("user_id", user.value());
        }
        serviceTier(body);
    }

    /** Newer models choose by themselves; older ones take one of temperature and top_p, and neither when they think. */
    private void sampling(ObjectNode body, boolean thinking) {
        if (!capabilities.sampling()) {
            return;
        }
        Given<JsonNode> temperature = thinking ? null : options.take(Option.TEMPERATURE);
        if (temperature != null) {
            boolean high = temperature.value().decimalValue().compareTo(BigDecimal.ONE) > 0;
            if (high) {
                losses.add(temperature.at(), Loss.Action.CLAMPED);
                body.put("temperature", 1);
            } else {
                body.set("temperature", temperature.value());
            }
        }
        Given<JsonNode> topP = options.peek(Option.TOP_P);
        if (topP != null
                && temperature == null
                && (!thinking || topP.value().decimalValue().compareTo(WIDE) >= 0)) {
            options.take(Option.TOP_P);
            body.set("top_p", topP.value());
        }
        Given<JsonNode> topK = thinking ? null : options.take(Option.TOP_K);
        if (topK != null) {
            body.set("top_k", topK.value());
        }
    }

    private void serviceTier(ObjectNode body) {
        Given<JsonNode> tier = options.peek(Option.SERVICE_TIER);
        if (tier == null) {
            return;
        }
        switch (tier.value().asText()) {
            case "auto", "priority" -> {
                options.take(Option.SERVICE_TIER);
                body.put("service_tier", "auto");
            }
            case "default", "flex" -> {
                options.lose(Option.SERVICE_TIER, Loss.Action.APPROXIMATED, losses);
                body.put("service_tier", "standard_only");
            }
            default -> {}
        }
    }
}
