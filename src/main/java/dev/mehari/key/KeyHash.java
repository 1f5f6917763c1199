package dev.mehari.key;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.util.HexFormat;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * Turns what a caller presents into what we keep: HMAC-SHA-256 under a key derived from the deployment's secret. A
 * stolen database alone neither opens the gateway nor can be tried against guesses. Any thread.
 */
public final class KeyHash {
    private static final String HMAC = "HmacSHA256";

    // Never fed itself: a clone of a keyed Mac saves looking up the provider on every call.
    private final Mac keyed;

    public KeyHash(DeploymentSecret secret) {
        // A key of its own, because the same secret also encrypts stored credentials.
        byte[] own = mac(secret.bytes()).doFinal("mehari virtual keys".getBytes(StandardCharsets.US_ASCII));
        this.keyed = mac(own);
    }

    /** 64 hex digits. */
    public String of(String presented) {
        try {
            Mac mac = (Mac) keyed.clone();
            return HexFormat.of().formatHex(mac.doFinal(presented.getBytes(StandardCharsets.UTF_8)));
        } catch (CloneNotSupportedException e) {
            throw new IllegalStateException(HMAC + " of this Java cannot be cloned", e);
        }
    }

    /** Compares in a time that tells nothing about where two hashes differ. */
    static boolean same(String one, String other) {
        return MessageDigest.isEqual(one.getBytes(StandardCharsets.UTF_8), other.getBytes(StandardCharsets.UTF_8));
    }

    private static Mac mac(byte[] key) {
        try {
            Mac mac = Mac.getInstance(HMAC);
            mac.init(new SecretKeySpec(key, HMAC));
            return mac;
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(HMAC + " is part of every Java", e);
        }
    }
}
