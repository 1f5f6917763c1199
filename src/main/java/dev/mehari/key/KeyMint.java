package dev.mehari.key;

import dev.mehari.config.Secret;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Instant;
import java.util.Base64;
import java.util.HexFormat;

/** Makes virtual keys and passwords out of random bits. It keeps none of them. Any thread. */
public final class KeyMint {
    static final String PREFIX = "pk_";
    private static final int KEY_BITS = 256;
    private static final int PASSWORD_BITS = 192;
    private static final int ID_BITS = 64;

    private final KeyHash hash;
    private final Clock clock;
    private final SecureRandom random = new SecureRandom();

    public KeyMint(KeyHash hash, Clock clock) {
        this.hash = hash;
        this.clock = clock;
    }

    /** A new key, not stored yet. */
    Minted mint(KeyDraft draft) {
        return mint(newId(), draft);
    }

    Minted mint(String id, KeyDraft draft) {
        Secret value = new Secret(PREFIX + text(KEY_BITS));
        return new Minted(key(id, value.reveal(), draft), value);
    }

    /** A key with a value that an operator chose, not stored yet. */
    VirtualKey keyFor(String value, KeyDraft draft) {
        return key(newId(), value, draft);
    }

    /** 192 random bits. */
    Secret newPassword() {
        return new Secret(text(PASSWORD_BITS));
    }

    private VirtualKey key(String id, String value, KeyDraft draft) {
        Instant now = Instant.ofEpochMilli(clock.millis());
        return new VirtualKey(
                id,
                hash.of(value),
                value.substring(value.length() - 4),
                draft.name(),
                draft.team(),
                draft.tags(),
                draft.role(),
                draft.allowedModels(),
                draft.defaultModel(),
                draft.expiresAt(),
                draft.disabled(),
                now,
                now,
                0);
    }

    private String newId() {
        return "key_" + HexFormat.of().formatHex(bytes(ID_BITS));
    }

    private String text(int bits) {
        return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes(bits));
    }

    private byte[] bytes(int bits) {
        byte[] bytes = new byte[bits / Byte.SIZE];
        random.nextBytes(bytes);
        return bytes;
    }
}
