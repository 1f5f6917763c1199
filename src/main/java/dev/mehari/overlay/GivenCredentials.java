package dev.mehari.overlay;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.mehari.call.ErrorKind;
import dev.mehari.call.Refusal;
import dev.mehari.config.Secret;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Takes the secrets out of an upstream's body, and encrypts them. No message holds one. */
final class GivenCredentials {
    /** What is shown in place of a secret, and says that it stays what it is when it comes back. */
    static final String MASK = "***";

    private static final int LONGEST = 8192;

    private final Vault vault;

    GivenCredentials(Vault vault) {
        this.vault = vault;
    }

    /**
     * What is kept of an upstream.
     *
     * @param body without secrets
     */
    record Kept(JsonNode body, List<Stored.Sealed> credentials) {}

    /**
     * A secret that is given is encrypted; one that is not stays what it was.
     *
     * @param before what the upstream has now
     * @throws Refusal when a secret cannot be one, or what is kept may not go where the upstream is now
     */
    Kept of(String upstream, JsonNode given, List<Stored.Sealed> before) {
        List<Stored.Sealed> sealed = new ArrayList<>();
        JsonNode body = given.deepCopy();
        String address = Address.of(body);
        for (JsonNode item : body.path("credentials")) {
            if (item instanceof ObjectNode credential && credential.path("id").isTextual()) {
                String id = credential.path("id").asText();
                JsonNode key = credential.path("key");
                if (key.isMissingNode()
                        || key.isNull()
                        || MASK.equals(key.asText())
                        || key.asText().equals(stored(id))) {
                    kept(id, address, before).ifPresent(sealed::add);
                } else {
                    sealed.add(vault.seal(upstream, id, address, secret(id, key)));
                }
                credential.put("key", stored(id));
            }
        }
        return new Kept(body, sealed);
    }

    /** The body as anybody may see it. */
    static JsonNode masked(JsonNode kept, List<Stored.Sealed> secrets) {
        JsonNode shown = kept.deepCopy();
        for (JsonNode item : shown.path("credentials")) {
            if (item instanceof ObjectNode credential && credential.has("key")) {
                String id = credential.path("id").asText();
                credential.put("key", secrets.stream().anyMatch(one -> one.id().equals(id)) ? MASK : null);
            }
        }
        return shown;
    }

    /** As the configuration reads it. */
    private static String stored(String id) {
        return "stored:" + id;
    }

    private Optional<Stored.Sealed> kept(String id, String address, List<Stored.Sealed> before) {
        Optional<Stored.Sealed> same =
                before.stream().filter(one -> one.id().equals(id)).findFirst();
        same.ifPresent(one -> {
            if (vault.open(one, address).isEmpty()) {
                throw new Refusal(
                        ErrorKind.INVALID_REQUEST,
                        "credential \"" + id + "\" was stored for another address, or under another MEHARI_SECRET: give"
                                + " its key again");
            }
        });
        return same;
    }

    private static Secret secret(String id, JsonNode key) {
        String text = key.isTextual() ? key.asText().strip() : "";
        String wrong = null;
        if (text.isEmpty() || text.length() > LONGEST) {
            wrong = "must be a text of 1 to " + LONGEST + " characters";
        } else if (!text.chars().allMatch(c -> c >= 0x20 && c < 0x7f)) {
            wrong = "holds characters that are not printable ASCII";
        } else if (text.startsWith("env:") || text.startsWith("file:")) {
            wrong = "cannot name a variable or a file of the gateway: that is for config/upstreams.yaml; give the key"
                    + " itself, it is kept encrypted";
        }
        if (wrong != null) {
            throw new Refusal(ErrorKind.INVALID_REQUEST, "the key of credential \"" + id + "\" " + wrong);
        }
        return new Secret(text);
    }
}
