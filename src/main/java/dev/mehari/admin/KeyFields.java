package dev.mehari.admin;

import com.fasterxml.jackson.databind.JsonNode;
import dev.mehari.call.Caller.Role;
import dev.mehari.call.ErrorKind;
import dev.mehari.call.Refusal;
import dev.mehari.key.KeyDraft;
import dev.mehari.key.VirtualKey;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** A virtual key as JSON. */
final class KeyFields {
    private static final Set<String> KNOWN =
            Set.of("name", "team", "tags", "role", "allowed_models", "default_model", "expires_at", "disabled");

    private KeyFields() {}

    static Map<String, Object> show(VirtualKey key) {
        Map<String, Object> shown = new LinkedHashMap<>();
        shown.put("id", key.id());
        shown.put("name", key.name());
        put(shown, "team", key.team());
        shown.put("tags", key.tags());
        shown.put("role", key.role().name().toLowerCase(Locale.ROOT));
        shown.put("allowed_models", key.allowedModels());
        put(shown, "default_model", key.defaultModel());
        put(
                shown,
                "expires_at",
                key.expiresAt() == null ? null : key.expiresAt().toString());
        shown.put("disabled", key.disabled());
        shown.put("last4", key.last4());
        shown.put("created_at", key.createdAt().toString());
        shown.put("updated_at", key.updatedAt().toString());
        return shown;
    }

    /**
     * The draft with the fields that the body names; null takes a value away.
     *
     * @throws Refusal for an unknown field or a wrong type
     */
    static KeyDraft apply(KeyDraft draft, JsonNode body, boolean nameNeeded) {
        if (!body.isObject()) {
            throw bad("the body must be a JSON object");
        }
        Set<String> unknown = new TreeSet<>();
        body.fieldNames().forEachRemaining(name -> {
            if (!KNOWN.contains(name)) {
                unknown.add(name);
            }
        });
        if (!unknown.isEmpty()) {
            throw bad("unknown field " + unknown + "; a key has " + new TreeSet<>(KNOWN));
        }
        if (nameNeeded && !body.hasNonNull("name")) {
            throw bad("a key needs a name");
        }
        String name = body.has("name") ? text(body, "name") : draft.name();
        if (name == null) {
            throw bad("a key needs a name");
        }
        return new KeyDraft(
                name,
                body.has("team") ? text(body, "team") : draft.team(),
                body.has("tags") ? texts(body, "tags") : draft.tags(),
                body.has("role") ? role(body) : draft.role(),
                body.has("allowed_models") ? texts(body, "allowed_models") : draft.allowedModels(),
                body.has("default_model") ? text(body, "default_model") : draft.defaultModel(),
                body.has("expires_at") ? time(body) : draft.expiresAt(),
                body.has("disabled") ? flag(body) : draft.disabled());
    }

    private static @Nullable String text(JsonNode body, String field) {
        JsonNode value = body.get(field);
        if (value.isNull()) {
            return null;
        }
        if (!value.isTextual()) {
            throw bad(field + " must be a string");
        }
        return value.asText();
    }

    private static List<String> texts(JsonNode body, String field) {
        JsonNode value = body.get(field);
        List<String> texts = new ArrayList<>();
        if (!value.isNull()) {
            if (!value.isArray()) {
                throw bad(field + " must be a list of strings");
            }
            for (JsonNode element : value) {
                if (!element.isTextual()) {
                    throw bad(field + " must be a list of strings");
                }
                texts.add(element.asText());
            }
        }
        return texts;
    }

    private static Role role(JsonNode body) {
        String name = text(body, "role");
        for (Role role : Role.values()) {
            if (role.name().toLowerCase(Locale.ROOT).equals(name)) {
                return role;
            }
        }
        throw bad("role must be inference, passthrough or readonly");
    }

    private static @Nullable Instant time(JsonNode body) {
        String text = text(body, "expires_at");
        try {
            return text == null ? null : Instant.parse(text);
        } catch (DateTimeParseException e) {
            throw bad("expires_at must be a time such as 2027-01-31T00:00:00Z");
        }
    }

    private static boolean flag(JsonNode body) {
        if (!body.get("disabled").isBoolean()) {
            throw bad("disabled must be true or false");
        }
        return body.get("disabled").booleanValue();
    }

    private static Refusal bad(String message) {
        return new Refusal(ErrorKind.INVALID_REQUEST, message);
    }

    private static void put(Map<String, Object> to, String name, @Nullable Object value) {
        if (value != null) {
            to.put(name, value);
        }
    }
}
