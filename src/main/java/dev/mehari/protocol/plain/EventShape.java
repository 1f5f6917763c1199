package dev.mehari.protocol.plain;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.mehari.protocol.chat.Tree;
import java.io.IOException;
import java.util.function.UnaryOperator;

/**
 * Where in the events of a stream the parts of an answer stand, each a path as in {@link Document#field}.
 *
 * @param text what was said more
 * @param phase the word for what it is
 * @param thinking that word for thinking
 * @param done true in the last event
 * @param usage the counts, with {@code prompt_tokens} and {@code completion_tokens}
 * @param error what went wrong, an object or a text
 */
public record EventShape(String text, String phase, String thinking, String done, String usage, String error) {
    /** By the options {@code event-text}, {@code event-phase} and so on; what is not given is as in Z.AI's web chat. */
    public static EventShape of(UnaryOperator<String> option) {
        return new EventShape(
                or(option.apply("event-text"), "data.delta_content"),
                or(option.apply("event-phase"), "data.phase"),
                or(option.apply("event-thinking"), "thinking"),
                or(option.apply("event-done"), "data.done"),
                or(option.apply("event-usage"), "data.usage"),
                or(option.apply("event-error"), "data.error"));
    }

    private static String or(String given, String usual) {
        return given.isEmpty() ? usual : given;
    }

    /** The pieces of an answer that events of this shape are. They break off when no event says that it is the last. */
    public Pieces pieces(EventStream events) {
        return Pieces.live(() -> {
            Document event = events.next();
            if (event == null) {
                if (!events.isComplete()) {
                    throw new IOException("the events ended before one of them was the last");
                }
                return null;
            }
            if (event.at(done).asBoolean()) {
                events.completed();
            }
            return piece(event);
        });
    }

    private ObjectNode piece(Document event) {
        ObjectNode piece = Tree.object();
        JsonNode failure = event.at(error);
        if (failure.isObject() || failure.isTextual()) {
            ObjectNode error = Tree.object().put("message", text(failure, "message", "detail", "msg"));
            error.put(
                    "status", failure.path("status").asInt(failure.path("code").asInt(502)));
            error.set("code", failure.get("code"));
            piece.set("error", error);
            return piece;
        }
        String said = event.at(text).asText();
        if (!said.isEmpty()) {
            piece.put(event.at(phase).asText().equals(thinking) ? "thinking" : "text", said);
        }
        JsonNode counts = event.at(usage);
        if (counts.isObject()) {
            piece.putObject("usage")
                    .put("input", counts.path("prompt_tokens").asLong())
                    .put("output", counts.path("completion_tokens").asLong());
        }
        return piece;
    }

    private static String text(JsonNode failure, String... names) {
        if (failure.isTextual()) {
            return failure.textValue();
        }
        for (String name : names) {
            if (failure.path(name).isTextual()) {
                return failure.path(name).textValue();
            }
        }
        return "no reason was given";
    }
}
