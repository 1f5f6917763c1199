package dev.mehari.admin;

import dev.mehari.call.Decision;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Why a call went where it went, as JSON: the same form for calls that were made and for those that are only explained. */
final class DecisionFields {
    private DecisionFields() {}

    static List<Map<String, String>> show(List<Decision.Note> notes) {
        return notes.stream().map(DecisionFields::show).toList();
    }

    private static Map<String, String> show(Decision.Note note) {
        Map<String, String> shown = new LinkedHashMap<>();
        shown.put("kind", note.kind().id());
        shown.put("subject", note.subject());
        shown.put("why", note.why());
        return shown;
    }
}
