package dev.mehari.key;

import dev.mehari.call.Caller;
import dev.mehari.call.Caller.Role;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A key that we issue. It holds a hash of the key's value, never the value. Immutable.
 *
 * @param id {@code key_} and 16 hex digits, or {@code key_first}; safe to show
 * @param hash {@link KeyHash} of the value; unique
 * @param last4 the value's last four characters, for people to tell keys apart
 * @param name for people
 * @param team owner, null when it has none
 * @param tags free words an operator put on the key
 * @param role what the key may do
 * @param allowedModels aliases and {@code upstream/model} names the key may use; empty = all
 * @param defaultModel used when a call names no model, null for none
 * @param expiresAt from then on the key is refused; null = never
 * @param createdAt in whole milliseconds
 * @param updatedAt in whole milliseconds
 * @param version counts updates from 0; an update says which version it changes
 */
public record VirtualKey(
        String id,
        String hash,
        String last4,
        String name,
        @Nullable String team,
        List<String> tags,
        Role role,
        List<String> allowedModels,
        @Nullable String defaultModel,
        @Nullable Instant expiresAt,
        boolean disabled,
        Instant createdAt,
        Instant updatedAt,
        long version) {

    public VirtualKey {
        tags = List.copyOf(tags);
        allowedModels = List.copyOf(allowedModels);
    }

    /** The part of the key that a call carries. */
    public Caller caller() {
        return new Caller(id, name, team, tags, role, allowedModels, defaultModel);
    }

    /** What an operator may change, as it is now. */
    public KeyDraft draft() {
        return new KeyDraft(name, team, tags, role, allowedModels, defaultModel, expiresAt, disabled);
    }

    VirtualKey changed(KeyDraft to, Instant at) {
        return new VirtualKey(
                id,
                hash,
                last4,
                to.name(),
                to.team(),
                to.tags(),
                to.role(),
                to.allowedModels(),
                to.defaultModel(),
                to.expiresAt(),
                to.disabled(),
                createdAt,
                at,
                version);
    }

    boolean isExpired(Instant now) {
        return expiresAt != null && !now.isBefore(expiresAt);
    }

    /** Without the hash. */
    @Override
    public String toString() {
        return id + " (" + name + ", ..." + last4 + ")";
    }
}
