package dev.mehari.protocol.legal;

import static dev.mehari.protocol.legal.Illegal.must;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.mehari.call.Usage;
import dev.mehari.protocol.chat.Tree;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** A streamed generateContent answer: events, or the elements of an array. */
final class GeminiStream {
    private final Map<Integer, Gathered> heard = new TreeMap<>();
    private @Nullable ObjectNode first;
    private @Nullable Usage usage;
    private boolean over;
    private boolean failed;

    private GeminiStream() {}

    static Heard hear(byte[] bytes, boolean events) {
        GeminiStream stream = new GeminiStream();
        for (ObjectNode response : events ? events(bytes) : elements(bytes)) {
            must(!stream.over, "3.2 nothing comes behind the last response", response);
            stream.take(response);
        }
        must(stream.over, "3.2 a stream ends with a reason or an error", stream.heard.size() + " candidates");
        Map<Integer, Heard.Choice> choices = new HashMap<>();
        stream.heard.forEach((index, one) -> choices.put(index, one.choice()));
        return new Heard(choices, stream.usage, stream.failed);
    }

    private static List<ObjectNode> events(byte[] bytes) {
        List<ObjectNode> all = new ArrayList<>();
        for (Sse.Event event : Sse.events(bytes)) {
            must(event.name().isEmpty(), "1.6 events have no name", event);
            must(!event.data().equals("[DONE]"), "0.6 no [DONE]", event);
            all.add(Shape.object(event.data(), "1.6 a response"));
        }
        return all;
    }

    private static List<ObjectNode> elements(byte[] bytes) {
        String text = Sse.text(bytes);
        JsonNode array = Tree.parse(text);
        must(array != null && array.isArray(), "1.6 the stream is one array", text);
        List<ObjectNode> all = new ArrayList<>();
        if (array != null) {
            for (JsonNode element : array) {
                all.add(Shape.object(element.toString(), "1.6 an element"));
            }
        }
        return all;
    }

    private void take(ObjectNode response) {
        if (response.has("error")) {
            ObjectNode error = Shape.object(response, "error", "1.6 errors");
            long code = Shape.count(error, "code", "1.6 errors");
            must(code >= 400 && code < 600, "1.6 clients throw for codes from 400 to 599", response);
            Shape.words(error, "message", "1.6 errors");
            Shape.words(error, "status", "1.6 errors");
            over = true;
            failed = true;
            return;
        }
        GeminiAnswer.head(response);
        ObjectNode before = first;
        if (before == null) {
            first = response;
        } else {
            for (String name : List.of("responseId", "modelVersion")) {
                must(before.path(name).equals(response.path(name)), "1.6 the same everywhere: " + name, response);
            }
        }
        Map<Integer, Integer> calls = new HashMap<>();
        heard.forEach((index, one) -> calls.put(index, one.calls.size()));
        GeminiAnswer.candidates(response, heard);
        over = heard.values().stream().noneMatch(one -> one.stop.isEmpty());
        must(
                over || heard.values().stream().allMatch(one -> one.stop.isEmpty()),
                "3.2 the reasons come together, last",
                response);
        heard.forEach((index, one) -> must(
                over || one.calls.size() == calls.getOrDefault(index, 0), "3.2 calls stand in the last", response));
        must(over || !response.has("usageMetadata"), "3.2 usage stands in the last", response);
        if (response.has("usageMetadata")) {
            usage = GeminiAnswer.usage(response.path("usageMetadata"));
        }
    }
}
