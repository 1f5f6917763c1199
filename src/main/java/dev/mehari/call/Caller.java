package dev.mehari.call;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Who is calling: the part of a virtual key that the steps after authentication need.
 *
 * @param keyId id of the virtual key; {@code open} when no key is required
 * @param name the key's name, for people
 * @param team owner of the key, null when it has none
 * @param tags free words an operator put on the key
 * @param role what the key may do
 * @param allowedModels aliases and {@code upstream/model} names the key may use; empty = all
 * @param defaultModel used when a call names no model
 */
public record Caller(
        String keyId,
        String name,
        @Nullable String team,
        List<String> tags,
        Role role,
        List<String> allowedModels,
        @Nullable String defaultModel) {

    /** Role of a virtual key. */
    public enum Role {
        /** May call models. */
        INFERENCE,
        /** May also use the pass-through paths. */
        PASSTHROUGH,
        /** Lists and statistics only. */
        READONLY
    }

    public Caller {
        tags = List.copyOf(tags);
        allowedModels = List.copyOf(allowedModels);
    }

    /**
     * Whether the key may use a model by the name the caller gave or by the alias it matched. Case counts: another
     * spelling is another name.
     */
    public boolean mayUse(String model, String alias) {
        return allowedModels.isEmpty() || allowedModels.contains(model) || allowedModels.contains(alias);
    }

    /** Whether the key's list names this very target. */
    public boolean mayUse(Target target) {
        return allowedModels.isEmpty() || allowedModels.contains(target.toString());
    }
}
