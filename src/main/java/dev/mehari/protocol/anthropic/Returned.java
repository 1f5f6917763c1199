package dev.mehari.protocol.anthropic;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.mehari.call.Protocol;
import dev.mehari.protocol.CheckedBody;
import dev.mehari.protocol.Edit;
import dev.mehari.protocol.Elements;
import dev.mehari.protocol.chat.Carrier;
import dev.mehari.protocol.chat.Envelope;
import dev.mehari.protocol.chat.Losses;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A history on its way to Anthropic, without thinking that Anthropic has not signed, and with ids of calls that it takes.
 * A model that thinks by a budget cannot go on from a call before which its thinking is missing: then it does not think.
 */
final class Returned {
    private final byte[] body;
    private final Losses losses;
    private final Elements messages;
    private final List<Edit> edits = new ArrayList<>();
    private boolean headless;

    private Returned(byte[] body, Losses losses) {
        this.body = body;
        this.losses = losses;
        this.messages = Elements.of(body, "messages");
    }

    static byte[] of(byte[] body, Losses losses) {
        Marks marks = Marks.in(body);
        return marks.none() ? body : Edit.apply(body, new Returned(body, losses).edits(marks));
    }

    private List<Edit> edits(Marks marks) {
        Map<Integer, List<JsonNode>> gone = new HashMap<>();
        boolean last = true;
        for (int i = messages.size() - 1; i >= 0 && (last || marks.history()); i--) {
            JsonNode message = messages.tree(i);
            boolean assistant = message.path("role").asText().equals("assistant");
            Elements blocks = messages.in(i, "content");
            Map<Integer, List<JsonNode>> changes = changes(message.path("content"), "messages[" + i + "].content[");
            if (assistant && last) {
                last = false;
                headless = headless(message.path("content"), changes, i == messages.size() - 1);
            }
            boolean empty = changes.size() == blocks.size()
                    && !changes.isEmpty()
                    && changes.values().stream().allMatch(List::isEmpty);
            if (empty) {
                gone.put(i, List.of());
            } else {
                edits.addAll(blocks.edits(changes));
            }
        }
        edits.addAll(messages.edits(gone));
        if (headless) {
            doNotThink();
        }
        return edits;
    }

    private void doNotThink() {
        CheckedBody checked = CheckedBody.read(body, Set.of("thinking"));
        if ("enabled".equals(checked.field("thinking.type"))) {
            losses.dropped("thinking");
            edits.add(checked.set("thinking", "{\"type\":\"disabled\"}"));
        }
    }

    /** Whether the model is to go on from what it said, and the thinking that begins it is not there. */
    private static boolean headless(JsonNode blocks, Map<Integer, List<JsonNode>> changes, boolean goesOn) {
        @Nullable JsonNode first = null;
        boolean calls = goesOn;
        for (int i = 0; i < blocks.size(); i++) {
            List<JsonNode> now = changes.getOrDefault(i, List.of(blocks.get(i)));
            if (first == null && !now.isEmpty()) {
                first = now.getFirst();
            }
            calls |= blocks.get(i).path("type").asText().equals("tool_use");
        }
        return calls && (first == null || !first.path("type").asText().endsWith("thinking"));
    }

    private Map<Integer, List<JsonNode>> changes(JsonNode blocks, String at) {
        Map<Integer, List<JsonNode>> changes = new HashMap<>();
        for (int i = 0; i < blocks.size(); i++) {
            List<JsonNode> change = blocks.get(i) instanceof ObjectNode block ? change(block, at + i + "]") : null;
            if (change != null) {
                changes.put(i, change);
            }
        }
        return changes;
    }

    /** What comes in its place, null when it stays. */
    private @Nullable List<JsonNode> change(ObjectNode block, String at) {
        return switch (block.path("type").asText()) {
            case "thinking" -> thinking(block, at);
            case "tool_use" -> fit(block, "id");
            case "tool_result" -> fit(block, "tool_use_id");
            default -> null;
        };
    }

    private static @Nullable List<JsonNode> fit(ObjectNode block, String member) {
        String id = block.path(member).asText("");
        String fit = CallIds.fit(id);
        return id.isEmpty() || fit.equals(id) ? null : List.of(block.put(member, fit));
    }

    private @Nullable List<JsonNode> thinking(ObjectNode block, String at) {
        String signature = block.path("signature").asText("");
        if (!signature.isEmpty() && !Envelope.made(signature)) {
            return null;
        }
        Carrier carrier = signature.isEmpty() ? null : Envelope.open(signature);
        if (carrier != null && carrier.origin() == Protocol.ANTHROPIC_MESSAGES) {
            List<JsonNode> own = new ArrayList<>();
            carrier.raw().forEach(own::add);
            return own;
        }
        if (!signature.isEmpty() || !block.path("thinking").asText("").isBlank()) {
            losses.dropped(at);
        }
        return List.of();
    }
}
