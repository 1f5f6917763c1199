package dev.mehari.admin;

import com.fasterxml.jackson.databind.JsonNode;
import dev.mehari.call.Caller;
import dev.mehari.call.ErrorKind;
import dev.mehari.call.Refusal;
import dev.mehari.config.Rulebook;
import dev.mehari.key.KeyDraft;
import dev.mehari.key.Keys;
import dev.mehari.key.VirtualKey;
import java.util.List;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** Whose call it is that is explained. */
public final class ExplainCallers {
    /** May use every model that is there, as long as nobody is named. */
    private static final Caller ANYONE =
            new Caller("anyone", "anyone", null, List.of(), Caller.Role.INFERENCE, List.of(), null);

    private ExplainCallers() {}

    /**
     * By the key that is named or described, else by the credential in the headers, else anyone.
     *
     * @param named as in {@link ExplainRequest#key}
     * @throws Refusal when there is no such key
     */
    static Function<@Nullable String, Caller> of(@Nullable JsonNode named, Keys keys) {
        if (named != null && named.isTextual()) {
            String id = id(named.asText(), keys);
            return presented -> keys.holder(id);
        }
        if (named != null) {
            return described(named);
        }
        return presented -> presented == null || presented.isBlank() ? ANYONE : keys.verify(presented);
    }

    /**
     * The same where no keys are known: a credential is taken for anyone's, and of a key that is named its rules are known.
     *
     * @throws Refusal when a key is named that the rules do not name, or the description is none
     */
    public static Function<@Nullable String, Caller> withoutKeys(@Nullable JsonNode key, Rulebook rules) {
        if (key == null) {
            return presented -> ANYONE;
        }
        if (key.isObject()) {
            return described(key);
        }
        String name = key.asText();
        if (rules.ofKey(name, name).isEmpty()) {
            throw new Refusal(
                    ErrorKind.INVALID_REQUEST,
                    "virtual keys are in the database, which is not opened here, and no rules are written for \"" + name
                            + "\": ask a running gateway (--url), or describe the key, {\"team\": ..., \"tags\":"
                            + " [...], \"role\": ..., \"allowed_models\": [...]}");
        }
        Caller caller = new Caller(name, name, null, List.of(), Caller.Role.INFERENCE, List.of(), null);
        return presented -> caller;
    }

    /** @throws Refusal when it is a description of a key, and none that can be read */
    public static void checkDescribed(@Nullable JsonNode key) {
        if (key != null && key.isObject()) {
            var unused = described(key);
        }
    }

    private static Function<@Nullable String, Caller> described(JsonNode described) {
        KeyDraft key = KeyFields.apply(KeyDraft.named("described"), described, false);
        if (key.disabled() || key.expiresAt() != null) {
            throw new Refusal(
                    ErrorKind.INVALID_REQUEST, "a key that is described is in use: leave disabled and expires_at out");
        }
        Caller caller = new Caller(
                "described", key.name(), key.team(), key.tags(), key.role(), key.allowedModels(), key.defaultModel());
        return presented -> caller;
    }

    private static String id(String text, Keys keys) {
        if (keys.find(text).isPresent()) {
            return text;
        }
        List<VirtualKey> found =
                keys.list().stream().filter(key -> key.name().equals(text)).toList();
        if (found.size() == 1) {
            return found.getFirst().id();
        }
        throw new Refusal(
                found.isEmpty() ? ErrorKind.PATH_NOT_FOUND : ErrorKind.INVALID_REQUEST,
                found.isEmpty()
                        ? "there is no key of this id or name"
                        : found.size() + " keys have this name: give the id of one of them");
    }
}
