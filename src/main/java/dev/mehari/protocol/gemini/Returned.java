package dev.mehari.protocol.gemini;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.mehari.call.Protocol;
import dev.mehari.protocol.Edit;
import dev.mehari.protocol.Elements;
import dev.mehari.protocol.chat.Carrier;
import dev.mehari.protocol.chat.Envelope;
import dev.mehari.protocol.chat.Loss;
import dev.mehari.protocol.chat.Losses;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A history on its way to Google, without signatures of other providers. A call that another model made has none of
 * Google's; models with levels of thinking refuse it in the current turn unless it says so.
 */
final class Returned {
    private final boolean levels;
    private final Losses losses;
    private final Elements contents;

    private Returned(byte[] body, boolean levels, Losses losses) {
        this.levels = levels;
        this.losses = losses;
        this.contents = Elements.of(body, "contents");
    }

    /** @param levels whether the model thinks by levels */
    static byte[] of(byte[] body, boolean levels, Losses losses) {
        boolean sealed = Envelope.base64In(body);
        if (!sealed && !(levels && calls(body))) {
            return body;
        }
        return Edit.apply(body, new Returned(body, levels, losses).edits(sealed));
    }

    private static boolean calls(byte[] body) {
        String text = new String(body, StandardCharsets.ISO_8859_1);
        return text.contains("\"functionCall\"") || text.contains("\"function_call\"");
    }

    private List<Edit> edits(boolean sealed) {
        int question = lastQuestion();
        List<Edit> edits = new ArrayList<>();
        Map<Integer, List<JsonNode>> gone = new HashMap<>();
        for (int i = sealed ? 0 : question + 1; i < contents.size(); i++) {
            JsonNode content = contents.tree(i);
            if (!content.path("role").asText().equals("model")) {
                continue;
            }
            Elements parts = contents.in(i, "parts");
            Map<Integer, List<JsonNode>> changes =
                    changes(content.path("parts"), "contents[" + i + "].parts[", levels && i > question);
            boolean empty = changes.size() == parts.size()
                    && !changes.isEmpty()
                    && changes.values().stream().allMatch(List::isEmpty);
            if (empty) {
                gone.put(i, List.of());
            } else {
                edits.addAll(parts.edits(changes));
            }
        }
        edits.addAll(contents.edits(gone));
        return edits;
    }

    /** Behind it is the current turn; results of tools go on with one. */
    private int lastQuestion() {
        for (int i = contents.size() - 1; i >= 0; i--) {
            JsonNode content = contents.tree(i);
            boolean result = content.path("parts").findValue("functionResponse") != null
                    || content.path("parts").findValue("function_response") != null;
            if (!content.path("role").asText("user").equals("model") && !result) {
                return i;
            }
        }
        return -1;
    }

    private Map<Integer, List<JsonNode>> changes(JsonNode parts, String at, boolean current) {
        Map<Integer, List<JsonNode>> changes = new HashMap<>();
        boolean first = current;
        for (int i = 0; i < parts.size(); i++) {
            if (parts.get(i) instanceof ObjectNode part) {
                boolean call = part.has("functionCall") || part.has("function_call");
                List<JsonNode> change = change(part, call && first, at + i + "]");
                first &= !call;
                if (change != null) {
                    changes.put(i, change);
                }
            }
        }
        return changes;
    }

    /** What comes in its place, null when it stays. */
    private @Nullable List<JsonNode> change(ObjectNode part, boolean signs, String at) {
        String name = part.has("thought_signature") ? "thought_signature" : "thoughtSignature";
        String signature = part.path(name).asText("");
        Carrier carrier = Signatures.read(signature);
        if (carrier != null && carrier.origin() == Protocol.GEMINI) {
            String own = carrier.raw().asText();
            return own.equals(signature) ? null : List.of(part.put(name, own));
        }
        if (signs && (signature.isEmpty() || carrier != null)) {
            losses.add(at + ".thoughtSignature", Loss.Action.EMULATED);
            return List.of(part.put(name, Signatures.NONE));
        }
        if (carrier == null) {
            return null;
        }
        part.remove(name);
        boolean says = !part.path("text").asText("").isEmpty();
        if (part.path("thought").asBoolean()) {
            losses.dropped(at);
            return List.of();
        }
        losses.dropped(at + ".thoughtSignature");
        return part.has("text") && !says ? List.of() : List.of(part);
    }
}
