package dev.mehari.golden;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.mehari.protocol.chat.Tree;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/** A stream that a caller got, in the form in which cases write streams. */
public final class Sent {
    private Sent() {}

    /** The events of a stream, without comments. */
    public static List<JsonNode> events(byte[] stream) {
        List<JsonNode> events = new ArrayList<>();
        for (String block : new String(stream, StandardCharsets.UTF_8).split("\n\n", -1)) {
            ObjectNode event = Tree.object();
            for (String line : block.split("\n", -1)) {
                if (line.startsWith("event: ")) {
                    event.put("event", line.substring(7));
                } else if (line.startsWith("data: ")) {
                    JsonNode data = Tree.parse(line.substring(6));
                    if (data == null) {
                        event.put("data", line.substring(6));
                    } else {
                        event.set("data", data);
                    }
                }
            }
            if (!event.isEmpty()) {
                events.add(event);
            }
        }
        return events;
    }

    /** Makes one event of the pieces of a tool's arguments: how they are cut is nobody's business. */
    public static List<JsonNode> joined(Iterable<JsonNode> events) {
        List<JsonNode> out = new ArrayList<>();
        for (JsonNode event : events) {
            JsonNode last = out.isEmpty() ? null : out.getLast();
            if (last != null && arguments(last) && arguments(event) && index(last) == index(event)) {
                ObjectNode both = last.deepCopy();
                ((ObjectNode) both.at("/data/delta"))
                        .put(
                                "partial_json",
                                last.at("/data/delta/partial_json").textValue()
                                        + event.at("/data/delta/partial_json").textValue());
                out.set(out.size() - 1, both);
            } else if (!event.has("$close")) {
                out.add(event);
            }
        }
        return out;
    }

    private static boolean arguments(JsonNode event) {
        return event.at("/data/delta/type").asText().equals("input_json_delta");
    }

    private static int index(JsonNode event) {
        return event.at("/data/index").intValue();
    }
}
