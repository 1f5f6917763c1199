package dev.mehari.key;

import dev.mehari.call.Caller.Role;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What an operator decides about a virtual key; the words are those of {@link VirtualKey}. Immutable.
 *
 * @param expiresAt cut to whole milliseconds; null = never
 */
public record KeyDraft(
        String name,
        @Nullable String team,
        List<String> tags,
        Role role,
        List<String> allowedModels,
        @Nullable String defaultModel,
        @Nullable Instant expiresAt,
        boolean disabled) {
    private static final int MAX_NAME = 128;
    private static final int MAX_MODEL = 256;

    /**
     * @throws IllegalArgumentException when a text is blank, too long (names and tags 128, models 256 characters) or
     *     holds a control character; the message says which
     */
    public KeyDraft {
        check("name", name, MAX_NAME);
        check("team", team, MAX_NAME);
        check("default model", defaultModel, MAX_MODEL);
        tags = List.copyOf(tags);
        tags.forEach(tag -> check("tag", tag, MAX_NAME));
        allowedModels = List.copyOf(allowedModels);
        allowedModels.forEach(model -> check("allowed model", model, MAX_MODEL));
        expiresAt = expiresAt == null ? null : expiresAt.truncatedTo(ChronoUnit.MILLIS);
    }

    /** A key that may call every model and never expires. */
    public static KeyDraft named(String name) {
        return new KeyDraft(name, null, List.of(), Role.INFERENCE, List.of(), null, null, false);
    }

    private static void check(String what, @Nullable String text, int max) {
        if (text == null) {
            return;
        }
        if (text.isBlank() || text.length() > max || text.chars().anyMatch(Character::isISOControl)) {
            throw new IllegalArgumentException("the " + what + " of a virtual key has 1 to " + max
                    + " characters, none of them a control character");
        }
    }
}
