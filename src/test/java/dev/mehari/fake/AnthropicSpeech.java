package dev.mehari.fake;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.mehari.call.Usage;
import java.util.ArrayList;
import java.util.List;

/** A turn as Anthropic sends it: one message, or the events of one. */
final class AnthropicSpeech {
    static final Step.Event STOP = event(Step.Kind.TERMINATOR, Json.object("type", "message_stop"));

    private final Asked asked;
    private final Turn turn;
    private final List<Step.Piece> events = new ArrayList<>();
    private int index;

    AnthropicSpeech(Asked asked, Turn turn) {
        this.asked = asked;
        this.turn = turn;
    }

    JsonNode whole() {
        List<JsonNode> content = new ArrayList<>();
        if (!turn.reasoning().isEmpty()) {
            content.add(Json.object("type", "thinking", "thinking", turn.reasoning(), "signature", signature()));
        }
        if (!turn.text().isEmpty()) {
            content.add(Json.object("type", "text", "text", turn.text(), "citations", null));
        }
        for (int i = 0; i < turn.calls().size(); i++) {
            String arguments = turn.calls().get(i).arguments();
            content.add(call(i, arguments.isEmpty() ? Json.object() : Json.parse(arguments)));
        }
        ObjectNode message = message(content, stopReason());
        if (turn.usageAt() != UsageAt.NOWHERE) {
            message.set("usage", usage(turn.usage()));
        }
        return message;
    }

    private String signature() {
        return Seal.of(AnthropicSigned.VENDOR, turn.reasoning());
    }

    List<Step.Piece> events() {
        ObjectNode message = message(List.of(), null);
        message.set("usage", usage(atStart()));
        add(Step.Kind.OPENING, Json.object("type", "message_start", "message", message));
        if (!turn.reasoning().isEmpty()) {
            start(Json.object("type", "thinking", "thinking", "", "signature", ""));
            for (String piece : Turn.words(turn.reasoning())) {
                delta(Step.Kind.TEXT, Json.object("type", "thinking_delta", "thinking", piece));
            }
            delta(Step.Kind.OTHER, Json.object("type", "signature_delta", "signature", signature()));
            stop();
        }
        if (!turn.pieces().isEmpty()) {
            start(Json.object("type", "text", "text", "", "citations", null));
            for (String piece : turn.pieces()) {
                delta(Step.Kind.TEXT, Json.object("type", "text_delta", "text", piece));
            }
            stop();
        }
        for (int i = 0; i < turn.calls().size(); i++) {
            start(call(i, Json.object()));
            delta(Step.Kind.OTHER, Json.object("type", "input_json_delta", "partial_json", ""));
            for (String part : OpenAiSpeech.halves(turn.calls().get(i).arguments())) {
                delta(Step.Kind.OTHER, Json.object("type", "input_json_delta", "partial_json", part));
            }
            stop();
        }
        ObjectNode last = Json.object(
                "type",
                "message_delta",
                "delta",
                Json.object(
                        "stop_reason", stopReason(), "stop_sequence", null, "stop_details", null, "container", null));
        if (turn.usageAt() != UsageAt.NOWHERE && turn.usageAt() != UsageAt.FIRST) {
            last.set("usage", usage(turn.usage()));
        }
        add(Step.Kind.FINISH, last);
        events.add(STOP);
        return events;
    }

    /** The start knows the prompt and hardly any output; an imitator that only counts at the end says zero. */
    private Usage atStart() {
        return switch (turn.usageAt()) {
            case NOWHERE, WITH_FINISH, WITHOUT_CHOICES -> Usage.NONE;
            case FIRST -> turn.usage();
            case VENDOR, EVERY -> OpenAiSpeech.partial(turn.usage(), 1);
        };
    }

    private void start(ObjectNode block) {
        add(Step.Kind.OTHER, Json.object("type", "content_block_start", "index", index, "content_block", block));
        if (index == 0) {
            add(Step.Kind.OTHER, Json.object("type", "ping"));
        }
    }

    private void delta(Step.Kind kind, ObjectNode delta) {
        add(kind, Json.object("type", "content_block_delta", "index", index, "delta", delta));
    }

    private void stop() {
        add(Step.Kind.OTHER, Json.object("type", "content_block_stop", "index", index));
        index++;
    }

    private void add(Step.Kind kind, ObjectNode data) {
        if (turn.usageAt() == UsageAt.EVERY && kind == Step.Kind.TEXT) {
            data.set("usage", usage(OpenAiSpeech.partial(turn.usage(), events.size())));
        }
        events.add(event(kind, data));
    }

    private static Step.Event event(Step.Kind kind, ObjectNode data) {
        return new Step.Event(kind, data.path("type").asText(), data.toString());
    }

    private ObjectNode call(int number, JsonNode input) {
        ToolCall call = turn.calls().get(number);
        return Json.object(
                "type",
                "tool_use",
                "id",
                call.idOr("toolu_" + asked.number() + "_" + number),
                "name",
                call.name(),
                "input",
                input,
                "caller",
                Json.object("type", "direct"));
    }

    private ObjectNode message(List<JsonNode> content, @org.jspecify.annotations.Nullable String stopReason) {
        return Json.object(
                "id",
                "msg_fake" + asked.number(),
                "type",
                "message",
                "role",
                "assistant",
                "model",
                asked.model(),
                "content",
                Json.array(content),
                "stop_reason",
                stopReason,
                "stop_sequence",
                null,
                "stop_details",
                null,
                "container",
                null);
    }

    private String stopReason() {
        if (turn.finish() != null) {
            return turn.finish();
        }
        return turn.calls().isEmpty() ? "end_turn" : "tool_use";
    }

    private static ObjectNode usage(Usage usage) {
        return Json.object(
                "input_tokens",
                usage.input(),
                "cache_creation_input_tokens",
                usage.cacheCreation() + usage.cacheCreationLong(),
                "cache_read_input_tokens",
                usage.cachedInput(),
                "cache_creation",
                Json.object(
                        "ephemeral_5m_input_tokens",
                        usage.cacheCreation(),
                        "ephemeral_1h_input_tokens",
                        usage.cacheCreationLong()),
                "output_tokens",
                usage.output() + usage.reasoning(),
                "output_tokens_details",
                Json.object("thinking_tokens", usage.reasoning()),
                "server_tool_use",
                null,
                "service_tier",
                "standard");
    }
}
