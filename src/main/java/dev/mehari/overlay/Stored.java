package dev.mehari.overlay;

import com.fasterxml.jackson.databind.JsonNode;
import dev.mehari.config.OverlayObject;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** All that admins wrote, at one moment. Immutable. */
public record Stored(long revision, List<Entry> entries, List<Sealed> credentials) {
    public Stored {
        entries = List.copyOf(entries);
        credentials = List.copyOf(credentials);
    }

    /** One object, and who made it what it is. */
    public record Entry(
            OverlayObject object, Instant createdAt, String createdBy, Instant updatedAt, String updatedBy) {}

    /** What an entry of these says: a secret that is kept is masked, one that was never given is null. */
    public JsonNode shown(Entry entry) {
        JsonNode body = Json.read(entry.object().body());
        return entry.object().kind() == OverlayObject.Kind.UPSTREAMS
                ? GivenCredentials.masked(body, of(entry.object().name()))
                : body;
    }

    /**
     * An encrypted credential.
     *
     * @param id the credential's, within its upstream
     * @param nonce base64
     * @param text base64
     */
    public record Sealed(String upstream, String id, String nonce, String text) {}

    public Optional<Entry> find(OverlayObject.Kind kind, String name) {
        return entries.stream()
                .filter(entry ->
                        entry.object().kind() == kind && entry.object().name().equals(name))
                .findFirst();
    }

    /** Credentials of one upstream. */
    List<Sealed> of(String upstream) {
        return credentials.stream()
                .filter(one -> one.upstream().equals(upstream))
                .toList();
    }
}
