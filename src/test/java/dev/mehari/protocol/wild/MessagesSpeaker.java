package dev.mehari.protocol.wild;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.mehari.call.Usage;
import dev.mehari.protocol.chat.Tree;
import dev.mehari.protocol.wild.Script.Said;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/** Messages, as Anthropic and its look-alikes send them. */
final class MessagesSpeaker implements Speaker {
    @Override
    public ObjectNode whole(Script script) {
        ObjectNode message = message(script);
        ArrayNode content = message.putArray("content");
        for (Said said : script.said()) {
            switch (said) {
                case Said.Text(String words) ->
                    content.addObject().put("type", "text").put("text", words);
                case Said.Thought(String words, String seal) -> content.add(thinking(words, seal));
                case Said.Call call -> content.add(call(call, json(call.arguments())));
            }
        }
        message.put("stop_reason", stop(script.stop())).putNull("stop_sequence");
        if (script.usage() != null) {
            message.set("usage", usage(script.usage()));
        }
        return message;
    }

    private static ObjectNode message(Script script) {
        return Tree.object()
                .put("id", "msg_" + script.id())
                .put("type", "message")
                .put("role", "assistant")
                .put("model", MODEL);
    }

    private static ObjectNode thinking(String words, String seal) {
        return Tree.object().put("type", "thinking").put("thinking", words).put("signature", seal);
    }

    private static ObjectNode call(Said.Call call, JsonNode input) {
        return Tree.object()
                .put("type", "tool_use")
                .put("id", call.id())
                .put("name", call.name())
                .set("input", input);
    }

    private static JsonNode json(String text) {
        JsonNode tree = Tree.parse(text);
        return tree == null ? Tree.object() : tree;
    }

    private static String stop(Script.Stop stop) {
        return switch (stop) {
            case END -> "end_turn";
            case TOOLS -> "tool_use";
            case CAP -> "max_tokens";
            case FILTER -> "refusal";
        };
    }

    private static ObjectNode usage(Usage usage) {
        ObjectNode out = Tree.object()
                .put("input_tokens", usage.input())
                .put("cache_creation_input_tokens", 0)
                .put("cache_read_input_tokens", usage.cachedInput())
                .put("output_tokens", usage.output() + usage.reasoning());
        out.putObject("output_tokens_details").put("thinking_tokens", usage.reasoning());
        return out;
    }

    @Override
    public List<Line> stream(Script script, Random random) {
        return new Stream(script, random).lines();
    }

    private static final class Stream {
        private final Script script;
        private final Random random;
        private final List<Line> lines = new ArrayList<>();
        private int index;

        Stream(Script script, Random random) {
            this.script = script;
            this.random = random;
        }

        List<Line> lines() {
            ObjectNode message = message(script);
            message.putArray("content");
            message.putNull("stop_reason").putNull("stop_sequence");
            if (script.usage() != null) {
                // Z.AI counts at the end only.
                message.set("usage", usage(random.nextInt(4) == 0 ? Usage.NONE : script.usage()));
            }
            send("message_start", Tree.object().set("message", message));
            script.said().forEach(this::say);
            ObjectNode last = Tree.object();
            last.putObject("delta").put("stop_reason", stop(script.stop())).putNull("stop_sequence");
            if (script.usage() != null) {
                last.set("usage", usage(script.usage()));
            }
            send("message_delta", last);
            send("message_stop", Tree.object());
            return lines;
        }

        private void say(Said said) {
            switch (said) {
                case Said.Text(String words) -> {
                    begin(Tree.object().put("type", "text").put("text", ""));
                    Script.pieces(words, random).forEach(piece -> delta("text_delta", "text", piece));
                }
                case Said.Thought(String words, String seal) -> {
                    begin(thinking("", ""));
                    Script.pieces(words, random).forEach(piece -> delta("thinking_delta", "thinking", piece));
                    if (!seal.isEmpty()) {
                        delta("signature_delta", "signature", seal);
                    }
                }
                case Said.Call call -> {
                    begin(call(call, Tree.object()));
                    if (random.nextBoolean()) {
                        delta("input_json_delta", "partial_json", "");
                    }
                    if (!call.arguments().equals("{}") || random.nextBoolean()) {
                        Script.pieces(call.arguments(), random)
                                .forEach(piece -> delta("input_json_delta", "partial_json", piece));
                    }
                }
            }
            send("content_block_stop", Tree.object().put("index", index++));
        }

        private void begin(ObjectNode block) {
            send("content_block_start", Tree.object().put("index", index).set("content_block", block));
        }

        private void delta(String type, String name, String piece) {
            ObjectNode event = Tree.object().put("index", index);
            event.putObject("delta").put("type", type).put(name, piece);
            send("content_block_delta", event);
        }

        private void send(String type, ObjectNode members) {
            ObjectNode event = Tree.object().put("type", type);
            event.setAll(members);
            lines.add(Line.named(event));
            if (random.nextInt(12) == 0) {
                lines.add(Line.named(Tree.object().put("type", "ping")));
            }
        }
    }
}
