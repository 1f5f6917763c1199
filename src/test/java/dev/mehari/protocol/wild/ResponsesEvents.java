package dev.mehari.protocol.wild;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.mehari.protocol.chat.Tree;
import dev.mehari.protocol.wild.Script.Said;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/** The events of one response, with the habits of one server. */
final class ResponsesEvents {
    private final Script script;
    private final Random random;
    private final List<Line> lines = new ArrayList<>();
    private final boolean named;
    private final boolean parts;

    ResponsesEvents(Script script, Random random) {
        this.script = script;
        this.random = random;
        named = random.nextInt(5) != 0;
        parts = random.nextInt(5) != 0;
    }

    List<Line> lines(ObjectNode whole) {
        ObjectNode begun = ResponsesSpeaker.response(script, "in_progress");
        begun.putArray("output");
        send("response.created", Tree.object().set("response", begun));
        send("response.in_progress", Tree.object().set("response", begun));
        for (int place = 0; place < script.said().size(); place++) {
            item(place, script.said().get(place));
        }
        ObjectNode last = whole.deepCopy();
        if (random.nextInt(4) == 0) {
            last.putArray("output");
        }
        send("response." + ResponsesSpeaker.status(script), Tree.object().set("response", last));
        if (random.nextInt(6) == 0) {
            lines.add(Line.raw("[DONE]"));
        }
        return lines;
    }

    private void item(int place, Said said) {
        ObjectNode item = ResponsesSpeaker.item(place, said);
        ObjectNode empty = item.deepCopy().put("status", "in_progress");
        empty.remove("encrypted_content");
        switch (said) {
            case Said.Text(String words) -> {
                empty.putArray("content");
                added(place, empty);
                part("response.content_part.added", place, "content_index", ResponsesSpeaker.text(""));
                deltas("response.output_text.delta", place, "content_index", words);
                if (parts) {
                    send(
                            "response.output_text.done",
                            at(place).put("content_index", 0).put("text", words));
                }
                part("response.content_part.done", place, "content_index", ResponsesSpeaker.text(words));
            }
            case Said.Thought(String words, String seal) -> {
                empty.putArray("summary");
                added(place, empty);
                ObjectNode part = Tree.object().put("type", "summary_text").put("text", "");
                part("response.reasoning_summary_part.added", place, "summary_index", part);
                deltas("response.reasoning_summary_text.delta", place, "summary_index", words);
            }
            case Said.Call call -> {
                added(place, empty.put("arguments", ""));
                // What says nothing in deltas says it at its end.
                if (random.nextInt(5) != 0) {
                    deltas("response.function_call_arguments.delta", place, "", call.arguments());
                }
                if (parts) {
                    send("response.function_call_arguments.done", at(place).put("arguments", call.arguments()));
                }
            }
        }
        send(
                "response.output_item.done",
                Tree.object().put("output_index", place).set("item", item));
    }

    private void added(int place, ObjectNode item) {
        send(
                "response.output_item.added",
                Tree.object().put("output_index", place).set("item", item));
    }

    private void part(String type, int place, String index, ObjectNode part) {
        if (parts) {
            send(type, at(place).put(index, 0).set("part", part));
        }
    }

    private void deltas(String type, int place, String index, String words) {
        for (String piece : Script.pieces(words, random)) {
            ObjectNode event = at(place).put("delta", piece);
            send(type, index.isEmpty() ? event : event.put(index, 0));
        }
    }

    private ObjectNode at(int place) {
        return Tree.object()
                .put(
                        "item_id",
                        ResponsesSpeaker.item(place, script.said().get(place))
                                .path("id")
                                .asText())
                .put("output_index", place);
    }

    private void send(String type, ObjectNode members) {
        ObjectNode event = Tree.object().put("type", type).put("sequence_number", lines.size());
        event.setAll(members);
        lines.add(named ? Line.named(event) : Line.of(event));
    }
}
