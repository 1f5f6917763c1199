package dev.mehari.protocol.openai;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.mehari.call.Protocol;
import dev.mehari.protocol.chat.Block;
import dev.mehari.protocol.chat.Carrier;
import dev.mehari.protocol.chat.Envelope;
import dev.mehari.protocol.chat.Media;
import dev.mehari.protocol.chat.Tree;

/** Writes the parts of a message, the same in a whole answer and in a stream. */
final class Parts {
    static final String OPENED = ThinkTags.OPEN + "\n";
    static final String CLOSED = "\n" + ThinkTags.CLOSE + "\n\n";

    /** Where OpenRouter has what it wants back with thinking. */
    static final String DETAILS = "reasoning_details";

    private Parts() {}

    /** What the provider wants back with its thinking, as blocks that a client sends back as they are. */
    static ArrayNode thinkingBlocks(Carrier carrier, String text) {
        ArrayNode blocks = Tree.array();
        if (carrier.origin() == Protocol.ANTHROPIC_MESSAGES) {
            carrier.raw().forEach(block -> blocks.add(block));
        } else {
            blocks.addObject().put("type", "thinking").put("thinking", text).put("signature", Envelope.text(carrier));
        }
        return blocks;
    }

    /** Gemini's signature, where Google's own compatible endpoint has it. */
    static ObjectNode signature(Carrier carrier) {
        ObjectNode extra = Tree.object();
        extra.putObject("google").set("thought_signature", carrier.raw());
        return extra;
    }

    /** What a call is called as a loss. */
    static String at(int number) {
        return "answer.tool_calls[" + number + "]";
    }

    /** A call, without the index that it has in a stream. */
    static ObjectNode call(Block.ToolCall call, String arguments) {
        ObjectNode out = Tree.object().put("id", call.id());
        if (call.custom()) {
            out.put("type", "custom")
                    .putObject("custom")
                    .put("name", call.name())
                    .put("input", arguments);
        } else {
            out.put("type", "function").set("function", function(call, arguments));
        }
        if (call.carrier() != null && call.carrier().origin() == Protocol.GEMINI) {
            out.set("extra_content", signature(call.carrier()));
        }
        return out;
    }

    static ObjectNode function(Block.ToolCall call, String arguments) {
        return Tree.object().put("name", call.name()).put("arguments", arguments);
    }

    /** An image as OpenRouter has it, the protocol itself has none. */
    static ObjectNode image(Block.Image image) {
        String url = switch (image.media()) {
            case Media.Inline inline -> inline.dataUri();
            case Media.Remote remote -> remote.url();
            case Media.Stored stored -> stored.id();
            case Media.Plain plain -> plain.text();
        };
        ObjectNode out = Tree.object().put("type", "image_url");
        out.putObject("image_url").put("url", url);
        return out;
    }
}
