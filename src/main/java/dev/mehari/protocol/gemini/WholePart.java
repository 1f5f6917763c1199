package dev.mehari.protocol.gemini;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.mehari.call.Protocol;
import dev.mehari.protocol.chat.Block;
import dev.mehari.protocol.chat.Media;
import dev.mehari.protocol.chat.Tree;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** A part of an answer that is neither words nor a call, and comes whole: an image, or what only Gemini has words for. */
final class WholePart {
    private WholePart() {}

    /** Whether it is bytes without any, or without what they are, or words or a call that are something else. */
    static boolean lacksData(JsonNode part) {
        JsonNode blob = part.path("inlineData");
        boolean bytes = !blob.path("mimeType").asText("").isEmpty()
                && !blob.path("data").asText("").isEmpty();
        return (part.hasNonNull("inlineData") && !bytes) || part.hasNonNull("text") || part.hasNonNull("functionCall");
    }

    /** Null for a part that holds nothing but its signature, which is told apart. */
    static @Nullable Block block(JsonNode part) {
        if (image(part)) {
            JsonNode blob = part.path("inlineData");
            String data = Base64Text.standard(blob.path("data").asText(""));
            return new Block.Image(new Media.Inline(blob.path("mimeType").asText(""), data));
        }
        ObjectNode raw = part instanceof ObjectNode object ? object.deepCopy() : Tree.object();
        raw.remove("thoughtSignature");
        raw.properties().removeIf(member -> member.getValue().isNull());
        for (Map.Entry<String, JsonNode> member : raw.properties()) {
            if (!member.getKey().equals("thought")) {
                return new Block.Foreign(Protocol.GEMINI, member.getKey(), raw);
            }
        }
        return null;
    }

    private static boolean image(JsonNode part) {
        return part.path("inlineData").path("mimeType").asText("").startsWith("image/");
    }
}
