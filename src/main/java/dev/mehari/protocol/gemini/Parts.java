package dev.mehari.protocol.gemini;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.mehari.protocol.chat.Media;
import dev.mehari.protocol.chat.TextTool;
import dev.mehari.protocol.chat.Tree;
import org.jspecify.annotations.Nullable;

/** The parts that both requests and answers are made of. */
final class Parts {
    private Parts() {}

    static ObjectNode text(String text) {
        return Tree.object().put("text", text);
    }

    static ObjectNode thought(String text) {
        return text(text).put("thought", true);
    }

    static ObjectNode inline(String mime, String base64) {
        ObjectNode part = Tree.object();
        part.putObject("inlineData").put("mimeType", mime).put("data", base64);
        return part;
    }

    /** @param mime empty when it is not known */
    static ObjectNode file(String mime, String uri) {
        ObjectNode part = Tree.object();
        ObjectNode file = part.putObject("fileData");
        if (!mime.isEmpty()) {
            file.put("mimeType", mime);
        }
        file.put("fileUri", uri);
        return part;
    }

    /** What the model made; null when only its provider has it. */
    static @Nullable ObjectNode image(Media media) {
        return switch (media) {
            case Media.Inline inline -> inline(inline.mime(), inline.base64());
            case Media.Remote remote -> file(remote.mime(), remote.url());
            case Media.Plain plain -> text(plain.text());
            case Media.Stored stored -> null;
        };
    }

    /** Gemini's arguments are an object always; what is none was named by who read it. */
    static JsonNode args(String text, boolean custom) {
        if (custom) {
            return TextTool.arguments(text);
        }
        JsonNode args = text.isBlank() ? null : Tree.parse(text);
        return args == null || !args.isObject() ? Tree.object() : args;
    }
}
