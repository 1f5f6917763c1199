package dev.mehari;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.StringJoiner;

/** An explanation for people to read, made of its JSON. */
final class ExplanationText {
    /** Characters of one body. Who wants to see all of a picture asks for the JSON. */
    private static final int LONGEST_BODY = 4_000;

    private final StringBuilder text = new StringBuilder();

    private ExplanationText() {}

    static String of(JsonNode explanation) {
        return new ExplanationText().all(explanation).stripTrailing();
    }

    private String all(JsonNode shown) {
        JsonNode reply = shown.path("reply");
        line(
                "outcome",
                switch (shown.path("outcome").asText()) {
                    case "sent" -> "sent to " + shown.path("goes_to").asText();
                    case "answered_here" ->
                        "answered here with " + reply.path("status").asText();
                    default -> "refused with " + reply.path("status").asText();
                });
        shown.path("not_known").forEach(what -> line("unknown", what.asText()));
        if (shown.has("protocol")) {
            String stream = shown.path("stream").asBoolean() ? ", a stream" : "";
            line(
                    "request",
                    shown.path("protocol").asText() + ", "
                            + shown.path("operation").asText() + stream);
            line("key", shown.at("/key/name").asText("none that counts"));
            line("model", shown.path("model").asText("none"));
            line("alias", shown.path("alias").asText("none"));
            line("tags", joined(shown.path("tags")));
            line("plan", joined(shown.path("plan")));
            shown.path("decision")
                    .forEach(note -> line(
                            "why",
                            note.path("kind").asText() + " "
                                    + note.path("subject").asText() + ": "
                                    + note.path("why").asText()));
        }
        if (!reply.isMissingNode()) {
            text.append('\n').append(body(reply.path("body"))).append('\n');
        }
        int number = 0;
        for (JsonNode target : shown.path("targets")) {
            target(++number, target);
        }
        return text.toString();
    }

    private void target(int number, JsonNode target) {
        StringJoiner head = new StringJoiner(", ", "\n" + number + ". ", "\n");
        head.add(target.path("target").asText());
        if (!target.path("credential_id").isNull()) {
            head.add("credential " + target.path("credential_id").asText());
        }
        if (!target.path("protocol").isNull()) {
            head.add((target.path("translated").asBoolean() ? "translated to " : "speaks ")
                    + target.path("protocol").asText());
        }
        if (!target.path("losses").isEmpty()) {
            head.add("lost: " + joined(target.path("losses")));
        }
        text.append(head);
        standing(target);
        JsonNode refusal = target.path("refusal");
        if (!refusal.isNull()) {
            text.append("   passed over: ")
                    .append(refusal.path("message").asText())
                    .append('\n');
        }
        JsonNode request = target.path("request");
        if (request.isNull()) {
            return;
        }
        text.append("   ").append(request.path("method").asText()).append(' ');
        text.append(request.path("url").asText()).append('\n');
        request.path("headers")
                .properties()
                .forEach(header -> text.append("   ")
                        .append(header.getKey())
                        .append(": ")
                        .append(header.getValue().asText())
                        .append('\n'));
        text.append("   ").append(body(request.path("body"))).append('\n');
        failures(target);
    }

    private void standing(JsonNode target) {
        JsonNode state = target.path("state");
        if (state.isObject()) {
            StringJoiner words = new StringJoiner(", ", "   state: ", "\n");
            words.add("breaker " + target.path("breaker").asText());
            words.add(state.path("in_flight").asText() + " under way");
            JsonNode slots = state.path("slots");
            if (slots.isObject()) {
                words.add(slots.path("used").asText() + " of "
                        + slots.path("max").asText() + " slots in use, "
                        + slots.path("waiting").asText() + " waiting");
            }
            text.append(words);
        }
        JsonNode credentials = target.path("credentials");
        if (!credentials.isEmpty()) {
            StringJoiner words = new StringJoiner(", then ", "   credentials: ", "\n");
            credentials.forEach(credential -> words.add(credential(credential)));
            text.append(words);
        }
    }

    private static String credential(JsonNode credential) {
        StringJoiner words = new StringJoiner(", ", " (", ")").setEmptyValue("");
        if (credential.has("status")) {
            words.add(credential.path("status").asText().replace('_', ' '));
        }
        if (credential.path("left_alone").asBoolean()) {
            String until = credential.path("until").asText("somebody does something");
            words.add("left alone until " + until + ": "
                    + credential.path("reason").asText());
        } else if (credential.path("passed_over").asBoolean()) {
            words.add("only where no other is well");
        }
        if (credential.path("check").isTextual()) {
            words.add("checked " + credential.path("checked_at").asText() + ": "
                    + credential.path("check").asText());
        }
        return credential.path("id").asText() + words;
    }

    private void failures(JsonNode target) {
        JsonNode limits = target.path("limits");
        if (limits.path("hedge_after_ms").isNumber()) {
            text.append("   if it is slow: the next target is asked too after ")
                    .append(limits.path("hedge_after_ms").asText())
                    .append(" ms\n");
        }
        target.path("after_failure").forEach(sequence -> {
            StringJoiner steps = new StringJoiner(", then ");
            sequence.path("then").forEach(step -> {
                JsonNode wait = step.path("after_ms");
                steps.add(step.path("next").asText() + (wait.isNumber() ? " after " + wait.asText() + " ms" : ""));
            });
            text.append("   if ")
                    .append(joined(sequence.path("kinds")).replace(", ", " or "))
                    .append(": ")
                    .append(steps)
                    .append('\n');
        });
    }

    private void line(String name, String value) {
        if (!value.isEmpty()) {
            text.append(name)
                    .append(" ".repeat(Math.max(1, 9 - name.length())))
                    .append(value)
                    .append('\n');
        }
    }

    private static String joined(JsonNode texts) {
        StringJoiner joined = new StringJoiner(", ");
        texts.forEach(text -> joined.add(text.asText()));
        return joined.toString();
    }

    private static String body(JsonNode body) {
        String all = body.isTextual() ? body.asText() : body.isNull() || body.isMissingNode() ? "" : body.toString();
        return all.length() <= LONGEST_BODY
                ? all
                : all.substring(0, LONGEST_BODY) + "... (" + all.length() + " characters in all)";
    }
}
