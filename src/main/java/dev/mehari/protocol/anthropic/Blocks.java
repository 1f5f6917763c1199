package dev.mehari.protocol.anthropic;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.mehari.call.Protocol;
import dev.mehari.protocol.chat.Block;
import dev.mehari.protocol.chat.Carrier;
import dev.mehari.protocol.chat.ChatEvent;
import dev.mehari.protocol.chat.Losses;
import dev.mehari.protocol.chat.Tree;
import java.util.function.Consumer;

/**
 * The blocks of one answer. A block of text or thinking opens with the first that it says, so that none is empty; its
 * index is counted then, and not the upstream's.
 */
final class Blocks {
    private final Losses losses;
    private int next;
    private boolean tools;

    Blocks(Losses losses) {
        this.losses = losses;
    }

    /** Whether any block was handed out. */
    boolean said() {
        return next > 0;
    }

    boolean tools() {
        return tools;
    }

    /** @param at the upstream's index */
    BlockDecoder begin(int at, JsonNode block, Consumer<ChatEvent> out) {
        BlockDecoder decoder = switch (type(block)) {
            case "text" -> new Words(this, at, new Block.Text(), losses);
            case "thinking" -> new Words(this, at, new Block.Thinking(), losses);
            case "tool_use" -> block.path("name").asText().isEmpty() ? nameless(at) : tool(at, block, out);
            case "" -> nameless(at);
            default -> new Raw(at, block);
        };
        if (decoder instanceof Words words) {
            words.begin(block, out);
        }
        return decoder;
    }

    private static String type(JsonNode block) {
        return block.path("type").isTextual() ? block.path("type").textValue() : "";
    }

    /** What does not say which tool it calls calls none, and what does not say what it is, is nothing. */
    private BlockDecoder nameless(int at) {
        losses.dropped("content[" + at + "]");
        return new BlockDecoder() {
            @Override
            public void delta(JsonNode delta, Consumer<ChatEvent> out) {}

            @Override
            public void close(Consumer<ChatEvent> out) {}
        };
    }

    private BlockDecoder tool(int at, JsonNode block, Consumer<ChatEvent> out) {
        tools = true;
        String id = block.path("id").asText();
        int index = open(
                new Block.ToolCall(
                        id.isEmpty() ? "toolu_" + at : id, block.path("name").asText(), false, null),
                out);
        return new Arguments(at, index, block.path("input"));
    }

    int open(Block block, Consumer<ChatEvent> out) {
        int index = next++;
        out.accept(new ChatEvent.Opened(index, 0, block));
        return index;
    }

    static void unknown(JsonNode delta, Consumer<ChatEvent> out) {
        out.accept(new ChatEvent.Unknown(
                Protocol.ANTHROPIC_MESSAGES, delta.path("type").asText()));
    }

    /** A call of a tool. What its start holds counts only where no deltas come. */
    private final class Arguments implements BlockDecoder {
        private final int at;
        private final int index;
        private final JsonNode input;
        private boolean said;

        Arguments(int at, int index, JsonNode input) {
            this.at = at;
            this.index = index;
            this.input = input;
        }

        @Override
        public void delta(JsonNode delta, Consumer<ChatEvent> out) {
            if (!delta.path("type").asText().equals("input_json_delta")) {
                unknown(delta, out);
                return;
            }
            String piece = delta.path("partial_json").asText();
            if (!piece.isEmpty()) {
                said = true;
                out.accept(new ChatEvent.Delta(index, piece));
            }
        }

        @Override
        public void close(Consumer<ChatEvent> out) {
            if (!said) {
                if (!input.isObject() && !input.isMissingNode()) {
                    losses.dropped("content[" + at + "].input");
                }
                out.accept(new ChatEvent.Delta(index, input.isObject() ? Tree.text(input) : "{}"));
            }
            out.accept(new ChatEvent.Closed(index));
        }
    }

    /** Thinking that only Anthropic can read, and what its servers made; known as a whole when it ends. */
    private final class Raw implements BlockDecoder {
        private final int at;
        private final JsonNode block;
        private final StringBuilder input = new StringBuilder();

        Raw(int at, JsonNode block) {
            this.at = at;
            this.block = block;
        }

        @Override
        public void delta(JsonNode delta, Consumer<ChatEvent> out) {
            if (delta.path("type").asText().equals("input_json_delta")) {
                input.append(delta.path("partial_json").asText());
            } else {
                unknown(delta, out);
            }
        }

        @Override
        public void close(Consumer<ChatEvent> out) {
            String type = block.path("type").asText();
            int index;
            if (type.equals("redacted_thinking")) {
                if (!block.path("data").isTextual()
                        || block.path("data").textValue().isEmpty()) {
                    losses.dropped("content[" + at + "]");
                    return;
                }
                index = open(new Block.Thinking(), out);
                out.accept(new ChatEvent.Signed(index, carrier(block)));
            } else {
                index = open(new Block.Foreign(Protocol.ANTHROPIC_MESSAGES, type, filled()), out);
            }
            out.accept(new ChatEvent.Closed(index));
        }

        private JsonNode filled() {
            JsonNode all = Tree.parse(input.toString());
            return all != null && block instanceof ObjectNode object
                    ? object.deepCopy().set("input", all)
                    : block;
        }
    }

    static Carrier carrier(JsonNode block) {
        return new Carrier(Protocol.ANTHROPIC_MESSAGES, Tree.array().add(block));
    }
}
