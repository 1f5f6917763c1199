package dev.mehari.store;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.json.JsonWriteFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.mehari.call.Decision.Kind;
import dev.mehari.call.Decision.Note;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The decision of a call as a text: JSON, {@code [{"kind":"alias","subject":"fast","why":"..."}]}, the form
 * in which it is shown too. Half of a surrogate pair, which PostgreSQL would refuse, is escaped like all that is not ASCII.
 */
final class DecisionText {
    /** Characters of the whole text. What is beyond it is left out, and a last note says so. */
    static final int LONGEST = 16_384;

    /** Characters of one subject or reason. */
    private static final int LONGEST_PART = 512;

    private static final String MORE =
            "{\"kind\":\"cut_off\",\"subject\":\"decision\",\"why\":\"a row holds no more\"}";

    private static final ObjectMapper JSON =
            JsonMapper.builder().enable(JsonWriteFeature.ESCAPE_NON_ASCII).build();

    private record Written(String kind, String subject, String why) {}

    private DecisionText() {}

    /** @param notes at least one */
    static String of(List<Note> notes) {
        StringBuilder text = new StringBuilder();
        for (Note note : notes) {
            String next = written(note);
            text.append(text.isEmpty() ? '[' : ',');
            if (text.length() + next.length() + MORE.length() + 2 > LONGEST) {
                return text.append(MORE).append(']').toString();
            }
            text.append(next);
        }
        return text.append(']').toString();
    }

    /** Those that were written; a kind that only a newer release knows is passed over. */
    static List<Note> notes(@Nullable String text) {
        if (text == null) {
            return List.of();
        }
        List<Note> notes = new ArrayList<>();
        try {
            for (Written written : JSON.readValue(text, Written[].class)) {
                for (Kind kind : Kind.values()) {
                    if (kind.id().equals(written.kind())) {
                        notes.add(new Note(kind, written.subject(), written.why()));
                    }
                }
            }
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("the column \"decision\" holds what was not written here", e);
        }
        return notes;
    }

    private static String written(Note note) {
        return json(new Written(note.kind().id(), fit(note.subject()), fit(note.why())));
    }

    private static String fit(String part) {
        return part.length() <= LONGEST_PART ? part : part.substring(0, LONGEST_PART - 3) + "...";
    }

    private static String json(Written note) {
        try {
            return JSON.writeValueAsString(note);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException(e);
        }
    }
}
