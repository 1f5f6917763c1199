package dev.mehari.protocol.anthropic;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import dev.mehari.call.Protocol;
import dev.mehari.protocol.chat.Carrier;
import dev.mehari.protocol.chat.Content;
import dev.mehari.protocol.chat.Turn;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The thinking of one turn that Anthropic signed. Only that may be sent back, as it came; nobody else's signature is
 * accepted, and none is as bad as a wrong one.
 */
final class SignedThinking {
    private final List<JsonNode> front = new ArrayList<>();
    private final Set<JsonNode> all = new LinkedHashSet<>();

    private SignedThinking() {}

    static SignedThinking of(Turn turn) {
        SignedThinking thinking = new SignedThinking();
        List<JsonNode> own = new ArrayList<>();
        for (Content part : turn.parts()) {
            if (part instanceof Content.Thinking thought) {
                own.addAll(blocks(thought.carrier()));
            }
        }
        for (Content part : turn.parts()) {
            if (part instanceof Content.ToolCall call) {
                for (JsonNode block : blocks(call.carrier())) {
                    if (!own.contains(block) && !thinking.front.contains(block)) {
                        thinking.front.add(block);
                    }
                }
            }
        }
        thinking.all.addAll(own);
        thinking.all.addAll(thinking.front);
        return thinking;
    }

    /** What came with calls of tools and stood before all else: a client had no other place to keep it. */
    List<JsonNode> front() {
        return front;
    }

    /** Whether it is Anthropic that signed. */
    static boolean signed(@Nullable Carrier carrier) {
        return !blocks(carrier).isEmpty();
    }

    /** Writes a thought; false when it cannot be sent, and is not said by a signed one of the same turn either. */
    boolean write(Content.Thinking thought, ArrayNode out) {
        List<JsonNode> blocks = blocks(thought.carrier());
        blocks.forEach(out::add);
        return !blocks.isEmpty()
                || all.stream()
                        .anyMatch(block -> block.path("thinking").asText().contains(thought.text()));
    }

    private static List<JsonNode> blocks(@Nullable Carrier carrier) {
        List<JsonNode> blocks = new ArrayList<>();
        if (carrier != null && carrier.origin() == Protocol.ANTHROPIC_MESSAGES) {
            carrier.raw().forEach(block -> {
                if (signed(block)) {
                    blocks.add(block);
                }
            });
        }
        return blocks;
    }

    private static boolean signed(JsonNode block) {
        return switch (block.path("type").asText()) {
            case "thinking" -> !block.path("signature").asText().isEmpty();
            case "redacted_thinking" -> !block.path("data").asText().isEmpty();
            default -> false;
        };
    }
}
