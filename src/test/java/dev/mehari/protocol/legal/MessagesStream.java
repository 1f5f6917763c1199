package dev.mehari.protocol.legal;

import static dev.mehari.protocol.legal.Illegal.must;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.mehari.call.Usage;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** A streamed message. */
final class MessagesStream {
    private static final Set<String> ERRORS = Set.of(
            "invalid_request_error",
            "authentication_error",
            "billing_error",
            "permission_error",
            "not_found_error",
            "conflict_error",
            "request_too_large",
            "rate_limit_error",
            "api_error",
            "timeout_error",
            "overloaded_error");

    private enum Phase {
        NEW,
        SAYING,
        STOPPED,
        OVER,
        FAILED
    }

    private final Gathered heard = new Gathered();
    private @Nullable MessagesBlock open;
    private @Nullable Usage usage;
    private Phase phase = Phase.NEW;
    private int next;

    private MessagesStream() {}

    static Heard hear(byte[] bytes) {
        MessagesStream stream = new MessagesStream();
        List<Sse.Event> events = Sse.events(bytes);
        for (Sse.Event event : events) {
            must(stream.phase.compareTo(Phase.OVER) < 0, "3.2 nothing comes behind the end", event);
            ObjectNode data = Shape.object(event.data(), "1.5 an event");
            must(event.name().equals(Shape.text(data, "type", "1.5 events")), "0.5 the name is the type", event);
            stream.take(event.name(), data);
        }
        must(stream.phase.compareTo(Phase.OVER) >= 0, "0.5 a stream ends with message_stop or an error", events.size());
        boolean failed = stream.phase == Phase.FAILED;
        return new Heard(Map.of(0, stream.heard.choice()), stream.usage, failed);
    }

    private void take(String type, ObjectNode data) {
        switch (type) {
            case "ping" -> must(data.size() == 1, "1.5 a ping says nothing", data);
            case "error" -> {
                ObjectNode error = Shape.object(data, "error", "1.5 errors");
                Shape.oneOf(error, "type", ERRORS, "1.5 errors");
                Shape.words(error, "message", "1.5 errors");
                Shape.words(data, "request_id", "2.13 errors name the call");
                must(phase != Phase.STOPPED, "3.2 no error behind the reason", data);
                phase = Phase.FAILED;
            }
            case "message_start" -> start(data);
            case "message_delta" -> {
                must(phase == Phase.SAYING && open == null, "1.5 message_delta comes once, behind all blocks", data);
                MessagesAnswer.stopped(Shape.object(data, "delta", "1.5 message_delta"), heard);
                usage = MessagesAnswer.usage(Shape.object(data, "usage", "1.5 message_delta"));
                phase = Phase.STOPPED;
            }
            case "message_stop" -> {
                must(phase == Phase.STOPPED, "1.5 message_stop follows message_delta", data);
                phase = Phase.OVER;
            }
            case "content_block_start", "content_block_delta", "content_block_stop" -> block(type, data);
            default -> must(false, "1.5 events that there are", data);
        }
    }

    private void start(ObjectNode data) {
        must(phase == Phase.NEW, "0.5 message_start comes once, first", data);
        phase = Phase.SAYING;
        ObjectNode message = Shape.object(data, "message", "1.5 message_start");
        MessagesAnswer.head(message);
        must(Shape.array(message, "content", "1.5 message_start").isEmpty(), "1.5 it begins empty", data);
        Shape.isNull(message, "stop_reason", "1.5 message_start");
        Shape.isNull(message, "stop_sequence", "1.5 message_start");
        ObjectNode first = Shape.object(message, "usage", "1.5 message_start");
        MessagesAnswer.usage(first);
        must(first.path("input_tokens").asLong() > 0, "fault 1.15 input is estimated, never 0", data);
    }

    private void block(String type, ObjectNode data) {
        must(phase == Phase.SAYING, "1.5 blocks stand between message_start and message_delta", data);
        must(Shape.index(data, "index", "1.5 a block") == next, "1.5 blocks are numbered in order", data);
        MessagesBlock block = open;
        must((block == null) == type.endsWith("start"), "3.2 strictly one open block", data);
        if (block == null) {
            open = new MessagesBlock(Shape.object(data, "content_block", "1.5 a block"));
        } else if (type.endsWith("delta")) {
            block.delta(Shape.object(data, "delta", "1.5 a delta"));
        } else {
            MessagesAnswer.block(block.whole(), heard);
            open = null;
            next++;
        }
    }

    /** One block, delta by delta. */
    private static final class MessagesBlock {
        private final ObjectNode block;
        private final StringBuilder json = new StringBuilder();
        private boolean signed;

        MessagesBlock(ObjectNode block) {
            this.block = block;
            String type = Shape.words(block, "type", "1.5 a block");
            switch (type) {
                case "text" -> must(block.path("text").asText("x").isEmpty(), "1.5 a text begins empty", block);
                case "thinking" ->
                    must(
                            block.path("thinking").asText("x").isEmpty()
                                    && block.path("signature").asText("x").isEmpty(),
                            "1.5 thinking begins empty",
                            block);
                case "tool_use" ->
                    must(Shape.object(block, "input", "1.5 a call").isEmpty(), "1.5 a call begins empty", block);
                default -> {}
            }
        }

        void delta(ObjectNode delta) {
            must(!signed, "3.2 the signature comes last", delta);
            switch (Shape.words(delta, "type", "1.5 a delta")) {
                case "text_delta" -> append("text", "text", delta);
                case "thinking_delta" -> append("thinking", "thinking", delta);
                case "signature_delta" -> {
                    append("thinking", "signature", delta);
                    signed = true;
                }
                case "input_json_delta" -> {
                    must(block.path("type").asText().endsWith("tool_use"), "1.5 deltas are of their block", delta);
                    json.append(Shape.words(delta, "partial_json", "fault 1.12 no empty piece"));
                }
                default -> must(false, "1.5 deltas that there are", delta);
            }
        }

        private void append(String type, String name, ObjectNode delta) {
            must(block.path("type").asText().equals(type), "1.5 deltas are of their block", delta);
            block.put(name, block.path(name).asText() + Shape.words(delta, name, "1.5 a delta"));
        }

        JsonNode whole() {
            if (!json.isEmpty()) {
                JsonNode input = dev.mehari.protocol.chat.Tree.parse(json.toString());
                // What a model wrote as arguments need not be JSON; a client sees it as far as it is.
                block.set("input", input instanceof ObjectNode ? input : dev.mehari.protocol.chat.Tree.object());
            }
            return block;
        }
    }
}
