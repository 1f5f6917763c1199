package dev.mehari.protocol.anthropic;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.mehari.protocol.Json;
import dev.mehari.protocol.chat.Carrier;
import dev.mehari.protocol.chat.Tree;
import dev.mehari.protocol.sse.SseWriter;
import java.util.function.Consumer;

/** Writes the events of a stream, and counts its blocks. What is legal when is known by its caller. */
final class EventWriter {
    private Consumer<byte[]> sink = bytes -> {};
    private int index;

    void to(Consumer<byte[]> out) {
        sink = out;
    }

    /** Gives a signature to the thinking whose stop waits, or, where none does, to an empty one. */
    void sign(boolean held, Carrier carrier) {
        if (!held) {
            begin(Parts.thinking("", ""));
        }
        piece("signature_delta", "signature", Signatures.of(carrier));
        stop();
    }

    void release(boolean held) {
        if (held) {
            stop();
        }
    }

    /** A block as it came from Anthropic; the input of a tool is a delta there. */
    void whole(JsonNode raw) {
        JsonNode input = raw.path("input");
        boolean told = raw.path("type").asText().endsWith("tool_use") && input.isObject() && !input.isEmpty();
        if (told && raw instanceof ObjectNode object) {
            begin(object.deepCopy().set("input", Tree.object()));
            piece("input_json_delta", "partial_json", Tree.text(input));
        } else {
            begin(raw);
        }
        stop();
    }

    void begin(JsonNode block) {
        send("content_block_start", Tree.object().put("index", index).set("content_block", block));
    }

    void stop() {
        send("content_block_stop", Tree.object().put("index", index++));
    }

    void piece(String type, String name, String text) {
        sink.accept(Json.utf8("event: content_block_delta\ndata: {\"type\":\"content_block_delta\",\"index\":" + index
                + ",\"delta\":{\"type\":\"" + type + "\",\"" + name + "\":" + Json.quote(text) + "}}\n\n"));
    }

    void send(String type, ObjectNode members) {
        ObjectNode data = Tree.object().put("type", type);
        data.setAll(members);
        sink.accept(SseWriter.event(type, Tree.text(data)));
    }
}
