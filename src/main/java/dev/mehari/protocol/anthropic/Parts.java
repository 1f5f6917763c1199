package dev.mehari.protocol.anthropic;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.mehari.protocol.chat.Block;
import dev.mehari.protocol.chat.Loss;
import dev.mehari.protocol.chat.Losses;
import dev.mehari.protocol.chat.Media;
import dev.mehari.protocol.chat.Tree;

/** Blocks as they are sent, in requests and in answers; in a stream the same ones begin empty. */
final class Parts {
    private Parts() {}

    static ObjectNode text(String text) {
        return Tree.object().put("type", "text").put("text", text);
    }

    /** @param signature empty when nobody signed it */
    static ObjectNode thinking(String text, String signature) {
        return Tree.object().put("type", "thinking").put("thinking", text).put("signature", signature);
    }

    static ObjectNode tool(Block.ToolCall call, JsonNode input) {
        ObjectNode tool =
                Tree.object().put("type", "tool_use").put("id", call.id()).put("name", call.name());
        tool.set("input", input);
        tool.putObject("caller").put("type", "direct");
        return tool;
    }

    /** The protocol has no images in answers: what a reader of Markdown can show comes next to it. */
    static String image(Media media, Losses losses) {
        losses.add("answer.image", Loss.Action.EMULATED);
        return switch (media) {
            case Media.Inline inline -> "![image](" + inline.dataUri() + ")";
            case Media.Remote remote -> "![image](" + remote.url() + ")";
            case Media.Plain plain -> plain.text();
            case Media.Stored stored -> stored.id();
        };
    }
}
