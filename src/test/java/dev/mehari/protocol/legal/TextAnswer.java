package dev.mehari.protocol.legal;

import static dev.mehari.protocol.legal.Illegal.must;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.mehari.call.Usage;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** The completion of a text, whole or streamed: each chunk of a stream is the same object. */
final class TextAnswer {
    private static final Set<String> STOPS = Set.of("stop", "length", "content_filter");
    private static final String RULE = "1.3 completion";

    private final Map<Integer, Gathered> choices = new TreeMap<>();
    private @Nullable ObjectNode first;
    private boolean failed;
    private boolean over;

    private TextAnswer() {}

    static Heard hear(ObjectNode answer) {
        TextAnswer whole = new TextAnswer();
        whole.take(answer, true);
        must(answer.has("usage"), "1.3 usage is there, or null", answer);
        return whole.heard(Shape.says(answer, "usage") ? ChatAnswer.usage(answer.path("usage")) : null);
    }

    /** Of a caller who did not ask for usage. */
    static Heard hear(byte[] bytes) {
        TextAnswer stream = new TextAnswer();
        for (Sse.Event event : Sse.events(bytes)) {
            must(event.name().isEmpty(), "1.3 events have no name", event);
            must(!stream.over, "3.2 nothing comes behind the end", event);
            stream.data(event.data());
        }
        must(stream.over, "3.2 a stream ends with [DONE] or an error", stream.choices.size() + " choices");
        return stream.heard(null);
    }

    private void data(String data) {
        if (data.equals("[DONE]")) {
            over = true;
            return;
        }
        ObjectNode chunk = Shape.object(data, RULE);
        if (chunk.has("error")) {
            Shape.words(Shape.object(chunk, "error", "1.1 errors"), "message", "1.1 errors");
            over = true;
            failed = true;
            return;
        }
        must(!chunk.has("usage"), "0.11 who did not ask gets no usage", chunk);
        take(chunk, false);
    }

    private void take(ObjectNode answer, boolean whole) {
        must(Shape.words(answer, "id", RULE).startsWith("cmpl-"), "2.13 ids are of the caller's protocol", answer);
        must(Shape.text(answer, "object", RULE).equals("text_completion"), "1.3 the object", answer);
        Shape.count(answer, "created", RULE);
        Shape.words(answer, "model", RULE);
        ObjectNode before = first;
        first = before == null ? answer : before;
        for (String name : List.of("id", "created", "model")) {
            must(first.path(name).equals(answer.path(name)), "1.1 all chunks carry the same " + name, answer);
        }
        JsonNode list = Shape.array(answer, "choices", RULE);
        must(!list.isEmpty(), "1.3 at least one choice", answer);
        list.forEach(choice -> choice(choice, whole));
    }

    private void choice(JsonNode choice, boolean whole) {
        Gathered one = choices.computeIfAbsent(Shape.index(choice, "index", RULE), i -> new Gathered());
        must(one.stop.isEmpty(), "1.3 nothing comes behind the reason", choice);
        String text = Shape.text(choice, "text", RULE);
        one.text.append(text);
        must(choice.has("logprobs") && choice.has("finish_reason"), "1.3 both are there, or null", choice);
        JsonNode logprobs = choice.path("logprobs");
        for (String name : List.of("token_logprobs", "text_offset")) {
            must(logprobs.path(name).size() == logprobs.path("tokens").size(), "1.3 one for each token", choice);
        }
        if (Shape.says(choice, "finish_reason")) {
            one.stop = Shape.oneOf(choice, "finish_reason", STOPS, RULE);
        }
        must(whole || !text.isEmpty() || !one.stop.isEmpty(), "1.3 a piece says something", choice);
    }

    private Heard heard(@Nullable Usage usage) {
        must(failed || !choices.isEmpty(), "1.3 at least one choice", choices);
        Map<Integer, Heard.Choice> heard = new HashMap<>();
        choices.forEach((index, one) -> {
            must(failed || !one.stop.isEmpty(), "1.3 each choice has its reason", index);
            heard.put(index, one.choice());
        });
        return new Heard(heard, usage, failed);
    }
}
