package dev.mehari.protocol.gemini;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.mehari.protocol.chat.Tree;

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
}
