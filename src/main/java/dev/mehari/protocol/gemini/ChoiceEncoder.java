package dev.mehari.protocol.gemini;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.mehari.call.Protocol;
import dev.mehari.protocol.chat.Answer;
import dev.mehari.protocol.chat.Block;
import dev.mehari.protocol.chat.Carrier;
import dev.mehari.protocol.chat.ChatEvent;
import dev.mehari.protocol.chat.Losses;
import dev.mehari.protocol.chat.StopReason;
import dev.mehari.protocol.chat.Tree;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Writes one of the answers. What can be said at once is handed out at once; calls are held, since Gemini's are whole, and
 * so are signatures: the first call behind a thought carries it, else what comes last.
 */
final class ChoiceEncoder {
    private record Open(Block block, ObjectNode part, StringBuilder arguments) {}

    private final int choice;
    private final Losses losses;
    private final Map<Integer, Open> open = new HashMap<>();
    private final List<ObjectNode> held = new ArrayList<>();
    private @Nullable Carrier pending;
    private @Nullable ObjectNode logprobs;
    private ChatEvent.Stopped stop;

    ChoiceEncoder(int choice, Losses losses) {
        this.choice = choice;
        this.losses = losses;
        this.stop = new ChatEvent.Stopped(choice, StopReason.END, null);
    }

    void stopped(ChatEvent.Stopped stopped) {
        stop = stopped;
    }

    /** A block begins: a part to send at once, null for none. */
    @Nullable
    ObjectNode opened(int index, Block block) {
        ObjectNode part = Tree.object();
        open.put(index, new Open(block, part, new StringBuilder()));
        return switch (block) {
            case Block.Text text -> null;
            case Block.Thinking thinking -> null;
            case Block.Refused refused -> null;
            case Block.ToolCall call -> {
                part.putObject("functionCall").put("id", call.id()).put("name", call.name());
                if (call.carrier() != null) {
                    hold(call.carrier());
                }
                if (pending != null) {
                    part.put("thoughtSignature", Signatures.write(pending));
                    pending = null;
                }
                held.add(part);
                yield null;
            }
            case Block.Image image -> Parts.image(image.media());
            case Block.Foreign(Protocol origin, String type, ObjectNode raw) when origin == Protocol.GEMINI -> raw;
            case Block.Foreign foreign -> {
                losses.dropped(foreign.at());
                yield null;
            }
        };
    }

    /** More of a block: a part to send at once, null for none. */
    @Nullable
    ObjectNode delta(int index, String text) {
        Open block = block(index);
        return switch (block.block()) {
            case Block.Text t -> Parts.text(text);
            case Block.Refused refused -> Parts.text(text);
            case Block.Thinking thinking -> Parts.thought(text);
            case Block.ToolCall call -> {
                block.arguments().append(text);
                yield null;
            }
            case Block.Image image -> null;
            case Block.Foreign foreign -> null;
        };
    }

    private Open block(int index) {
        Open block = open.get(index);
        if (block == null) {
            throw new IllegalStateException("block " + index + " is not open");
        }
        return block;
    }

    /**
     * What its provider wants back with a block of text or thinking. Google's own goes out behind it, as Google sends it.
     *
     * @return a part to send at once, null for none
     */
    @Nullable
    ObjectNode signed(int index, Carrier carrier) {
        if (carrier.origin() != Protocol.GEMINI) {
            hold(carrier);
            return null;
        }
        ObjectNode part = block(index).block() instanceof Block.Thinking ? Parts.thought("") : Parts.text("");
        return part.put("thoughtSignature", Signatures.write(carrier));
    }

    private void hold(Carrier carrier) {
        if (pending != null) {
            held.add(Parts.text("").put("thoughtSignature", Signatures.write(pending)));
        }
        pending = carrier;
    }

    void closed(int index) {
        Open block = block(index);
        open.remove(index);
        if (block.block() instanceof Block.ToolCall call
                && block.part().get("functionCall") instanceof ObjectNode out) {
            out.set("args", Parts.args(block.arguments().toString(), call.custom()));
        }
    }

    /** Tokens of what is sent next, in OpenAI's form; null for none. */
    void logprobs(@Nullable JsonNode content) {
        if (content != null && !content.isEmpty()) {
            logprobs = Logprobs.write(content, logprobs);
        }
    }

    /** A candidate with these parts, and what is known of their tokens. */
    ObjectNode write(List<ObjectNode> parts) {
        ObjectNode out = Tree.object();
        ObjectNode content = out.putObject("content");
        ArrayNode list = content.putArray("parts");
        parts.forEach(list::add);
        content.put("role", "model");
        out.put("index", choice);
        if (logprobs != null) {
            out.set("logprobsResult", logprobs);
            logprobs = null;
        }
        return out;
    }

    /** The last of a stream: all that was held, and why it ended. */
    ObjectNode last() {
        return ended(write(rest()));
    }

    private List<ObjectNode> rest() {
        if (pending != null || held.isEmpty()) {
            ObjectNode nothing = Parts.text("");
            held.add(pending == null ? nothing : nothing.put("thoughtSignature", Signatures.write(pending)));
        }
        return held;
    }

    /** All of it at once. */
    ObjectNode whole(List<Answer.Part> blocks) {
        List<ObjectNode> parts = new ArrayList<>();
        for (int i = 0; i < blocks.size(); i++) {
            Answer.Part block = blocks.get(i);
            ObjectNode first = opened(i, block.block());
            ObjectNode more = block.text().isEmpty() ? null : delta(i, block.text());
            logprobs(block.logprobs());
            ObjectNode signature = block.carrier() == null ? null : signed(i, block.carrier());
            closed(i);
            if (more != null && signature != null) {
                more.set("thoughtSignature", signature.get("thoughtSignature"));
                signature = null;
            }
            Stream.of(first, more, signature).filter(Objects::nonNull).forEach(parts::add);
        }
        if (pending != null
                && held.isEmpty()
                && !parts.isEmpty()
                && !parts.getLast().has("thought")) {
            parts.getLast().put("thoughtSignature", Signatures.write(pending));
            pending = null;
        }
        if (pending != null || !held.isEmpty() || parts.isEmpty()) {
            parts.addAll(rest());
        }
        return ended(write(parts));
    }

    private ObjectNode ended(ObjectNode candidate) {
        candidate.put("finishReason", StopWords.write(stop.reason(), stop.raw(), losses));
        if (stop.explanation() != null) {
            candidate.put("finishMessage", stop.explanation());
        }
        return candidate;
    }
}
