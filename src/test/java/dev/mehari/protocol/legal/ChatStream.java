package dev.mehari.protocol.legal;

import static dev.mehari.protocol.legal.Illegal.must;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.mehari.call.Usage;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** A streamed chat completion. */
final class ChatStream {
    private enum End {
        OPEN,
        DONE,
        FAILED
    }

    private final boolean usageAsked;
    private final Map<Integer, ChatChoice> choices = new TreeMap<>();
    private @Nullable ObjectNode head;
    private @Nullable Usage usage;
    private End end = End.OPEN;

    private ChatStream(boolean usageAsked) {
        this.usageAsked = usageAsked;
    }

    static Heard hear(byte[] bytes, boolean usageAsked) {
        ChatStream stream = new ChatStream(usageAsked);
        List<Sse.Event> events = Sse.events(bytes);
        for (Sse.Event event : events) {
            must(event.name().isEmpty(), "1.1 events have no name", event);
            must(stream.end == End.OPEN, "3.2 nothing comes behind the end", event);
            stream.data(event.data());
        }
        must(stream.end != End.OPEN, "3.2 a stream ends with [DONE] or an error", events.size() + " events");
        Map<Integer, Heard.Choice> heard = new HashMap<>();
        stream.choices.forEach((index, choice) -> heard.put(index, choice.heard()));
        if (stream.end == End.DONE) {
            must(!heard.isEmpty(), "1.1 at least one choice", events);
            stream.choices.values().forEach(choice -> must(choice.over(), "1.1 each choice has its reason", events));
        }
        return new Heard(heard, stream.usage, stream.end == End.FAILED);
    }

    private void data(String data) {
        if (data.equals("[DONE]")) {
            end = End.DONE;
            return;
        }
        ObjectNode chunk = Shape.object(data, "1.1 a chunk");
        if (chunk.has("error")) {
            error(Shape.object(chunk, "error", "1.1 errors"));
            return;
        }
        must(usage == null, "1.1 usage is the last chunk", chunk);
        ChatAnswer.head(chunk, "chat.completion.chunk");
        same(chunk);
        JsonNode list = Shape.array(chunk, "choices", "1.1 a chunk");
        if (list.isEmpty()) {
            must(usageAsked, "fault 1.14 who did not ask gets no chunk without choices", chunk);
            must(choices.values().stream().allMatch(ChatChoice::over), "1.1 usage stands behind all reasons", chunk);
            usage = ChatAnswer.usage(Shape.object(chunk, "usage", "1.1 the last chunk"));
            return;
        }
        if (usageAsked) {
            Shape.isNull(chunk, "usage", "1.1 who asked for usage gets null before");
        } else {
            must(!chunk.has("usage"), "0.11 who did not ask gets no usage", chunk);
        }
        for (JsonNode choice : list) {
            int index = Shape.index(choice, "index", "1.1 a choice");
            choices.computeIfAbsent(index, i -> new ChatChoice()).take(choice);
        }
    }

    /** Id, time and model are those of the first chunk. */
    private void same(ObjectNode chunk) {
        ObjectNode first = head;
        if (first == null) {
            head = chunk;
            return;
        }
        for (String name : List.of("id", "created", "model")) {
            must(first.path(name).equals(chunk.path(name)), "1.1 all chunks carry the same " + name, chunk);
        }
    }

    private void error(ObjectNode error) {
        Shape.words(error, "message", "1.1 errors");
        Shape.words(error, "type", "1.1 errors");
        Shape.words(error, "code", "1.1 errors");
        end = End.FAILED;
    }
}
