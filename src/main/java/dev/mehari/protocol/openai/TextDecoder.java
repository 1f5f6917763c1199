package dev.mehari.protocol.openai;

import com.fasterxml.jackson.databind.JsonNode;
import dev.mehari.call.Quirk;
import dev.mehari.protocol.chat.Aim;
import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;

/** Reads the text of an answer, with what the models of some vendors put into it: thinking, and marks. */
final class TextDecoder {
    private final BiConsumer<Voice.Kind, String> out;
    private final @Nullable ThinkSplitter tags;
    private final @Nullable BoxMarks marks;

    TextDecoder(Aim aim, BiConsumer<Voice.Kind, String> out) {
        this.out = out;
        boolean implicit = aim.has(Quirk.IMPLICIT_THINK);
        this.marks = aim.has(Quirk.BOX_MARKS) ? new BoxMarks() : null;
        this.tags = implicit || aim.has(Quirk.THINK_TAGS) ? new ThinkSplitter(implicit, out) : null;
    }

    /** The upstream sends thinking in a field of its own too. */
    void toldElsewhere() {
        if (tags != null) {
            tags.toldElsewhere();
        }
    }

    /** Text, or a list of parts; false when one of them is not known. */
    boolean take(JsonNode content) {
        boolean known = true;
        if (content.isArray()) {
            for (JsonNode part : content) {
                known &= part(part);
            }
        } else if (content.isTextual()) {
            write(content.textValue());
        } else {
            known = content.isMissingNode() || content.isNull();
        }
        return known;
    }

    /** Mistral answers in parts, of which some are thinking in parts. */
    private boolean part(JsonNode part) {
        if (part.path("type").asText("").equals("thinking")) {
            for (JsonNode inner : part.path("thinking")) {
                out.accept(Voice.Kind.THINKING, inner.path("text").asText(""));
            }
            return true;
        }
        write(part.path("text").asText(""));
        return part.path("text").isTextual();
    }

    private void write(String text) {
        clean(marks == null ? text : marks.take(text));
    }

    private void clean(String text) {
        if (tags == null) {
            out.accept(Voice.Kind.TEXT, text);
        } else {
            tags.take(text);
        }
    }

    /** Nothing more of the text for now: what was held is what it looks like. */
    void end() {
        if (marks != null) {
            clean(marks.end());
        }
        if (tags != null) {
            tags.end();
        }
    }
}
