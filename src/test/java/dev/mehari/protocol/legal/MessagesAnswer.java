package dev.mehari.protocol.legal;

import static dev.mehari.protocol.legal.Illegal.must;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.mehari.call.Usage;
import java.util.Map;
import java.util.Set;

/** A whole message, and the parts that it shares with a streamed one. */
final class MessagesAnswer {
    static final Set<String> STOPS = Set.of(
            "end_turn",
            "max_tokens",
            "stop_sequence",
            "tool_use",
            "pause_turn",
            "refusal",
            "model_context_window_exceeded");

    private static final String RULE = "1.5 message";

    private MessagesAnswer() {}

    static Heard hear(ObjectNode message) {
        head(message);
        Gathered heard = new Gathered();
        for (JsonNode block : Shape.array(message, "content", RULE)) {
            block(block, heard);
        }
        stopped(message, heard);
        return new Heard(Map.of(0, heard.choice()), usage(Shape.object(message, "usage", RULE)), false);
    }

    static void head(ObjectNode message) {
        must(Shape.words(message, "id", RULE).startsWith("msg_"), "2.13 ids are of the caller's protocol", message);
        must(Shape.text(message, "type", RULE).equals("message"), "1.5 the type", message);
        must(Shape.text(message, "role", RULE).equals("assistant"), "1.5 the role", message);
        Shape.words(message, "model", RULE);
    }

    static void block(JsonNode block, Gathered heard) {
        switch (Shape.words(block, "type", RULE)) {
            case "text" -> {
                heard.text.append(Shape.words(block, "text", "fault 1.13 no empty text"));
                must(!block.has("citations") || block.path("citations").isArray(), "golden: citations or none", block);
            }
            case "thinking" -> {
                heard.thinking.append(Shape.text(block, "thinking", RULE));
                String signature = Shape.text(block, "signature", "2.8 thinking has a signature, maybe empty");
                must(
                        !signature.isEmpty() || !block.path("thinking").asText().isEmpty(),
                        "3.2 no block without anything in it",
                        block);
                if (!signature.isEmpty()) {
                    heard.seals.add(signature);
                }
            }
            case "redacted_thinking" -> heard.seals.add(Shape.words(block, "data", RULE));
            case "tool_use" -> {
                ObjectNode input = Shape.object(block, "input", RULE);
                heard.call(Shape.words(block, "id", RULE), Shape.words(block, "name", RULE), input.toString());
            }
            default -> heard.others.add(block.toString());
        }
    }

    /** The reason, and what belongs to it. */
    static void stopped(JsonNode owner, Gathered heard) {
        String reason = Shape.oneOf(owner, "stop_reason", STOPS, RULE);
        heard.stop = reason;
        boolean sequence = reason.equals("stop_sequence");
        must(owner.has("stop_sequence"), "fault 1.10 stop_sequence is there, or null", owner);
        must(Shape.says(owner, "stop_sequence") == sequence, "1.5 stop_sequence belongs to its reason", owner);
        boolean refusal = reason.equals("refusal");
        must(Shape.says(owner, "stop_details") == refusal, "1.5 stop_details belong to refusal", owner);
        if (refusal) {
            must(
                    owner.path("stop_details").path("type").asText().equals("refusal"),
                    "1.5 stop_details are of their type",
                    owner);
        }
        boolean tools = !heard.calls.isEmpty();
        must(!reason.equals("tool_use") || tools, "2.11 who ends with tools asks for some", owner);
        must(
                !tools || !Set.of("end_turn", "stop_sequence").contains(reason),
                "fault 1.9 who asks for tools ends with them",
                owner);
    }

    static Usage usage(ObjectNode usage) {
        String rule = "2.12 usage";
        long in = Shape.count(usage, "input_tokens", rule);
        long read = Shape.count(usage, "cache_read_input_tokens", rule);
        long written = Shape.count(usage, "cache_creation_input_tokens", rule);
        long out = Shape.count(usage, "output_tokens", rule);
        long thought =
                usage.path("output_tokens_details").path("thinking_tokens").asLong();
        must(thought >= 0 && thought <= out, "2.12 output includes thinking", usage);
        JsonNode split = usage.path("cache_creation");
        long hour = split.path("ephemeral_1h_input_tokens").asLong();
        must(
                split.isMissingNode() || split.path("ephemeral_5m_input_tokens").asLong() + hour == written,
                "2.12 the split of what was written is all of it",
                usage);
        return new Usage(in, read, written - hour, hour, out - thought, thought);
    }
}
