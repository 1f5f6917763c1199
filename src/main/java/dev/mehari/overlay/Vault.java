package dev.mehari.overlay;

import dev.mehari.config.Secret;
import dev.mehari.key.DeploymentSecret;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import java.util.Base64;
import java.util.Optional;
import javax.crypto.AEADBadTagException;
import javax.crypto.Cipher;
import javax.crypto.Mac;
import javax.crypto.spec.GCMParameterSpec;
import javax.crypto.spec.SecretKeySpec;

/**
 * Encrypts credentials for the database: AES-256-GCM with a nonce for each, under a key that HKDF-SHA256 (RFC 5869) makes
 * of the deployment's secret. Whose credential it is and where it may be sent are bound to it: a row that was copied to
 * another upstream, or an upstream that was pointed elsewhere, does not open it. Any thread.
 */
public final class Vault {
    private static final String CIPHER = "AES/GCM/NoPadding";
    private static final String HMAC = "HmacSHA256";
    private static final int NONCE_BYTES = 12;
    private static final int TAG_BITS = 128;

    private final SecretKeySpec key;
    private final SecureRandom random = new SecureRandom();

    public Vault(DeploymentSecret secret) {
        this.key = new SecretKeySpec(derive(secret.bytes(), "mehari stored credentials"), "AES");
    }

    /**
     * What is written down of a credential.
     *
     * @param address where it may be sent, see {@link Address}
     */
    Stored.Sealed seal(String upstream, String id, String address, Secret secret) {
        byte[] nonce = new byte[NONCE_BYTES];
        random.nextBytes(nonce);
        try {
            Cipher cipher = cipher(Cipher.ENCRYPT_MODE, nonce, upstream, id, address);
            byte[] text = cipher.doFinal(secret.reveal().getBytes(StandardCharsets.UTF_8));
            Base64.Encoder base64 = Base64.getEncoder();
            return new Stored.Sealed(upstream, id, base64.encodeToString(nonce), base64.encodeToString(text));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(CIPHER + " is part of every Java", e);
        }
    }

    /** The credential; empty when it was sealed under another secret, for another place, or is damaged. */
    Optional<Secret> open(Stored.Sealed sealed, String address) {
        try {
            Base64.Decoder base64 = Base64.getDecoder();
            byte[] nonce = base64.decode(sealed.nonce());
            Cipher cipher = cipher(Cipher.DECRYPT_MODE, nonce, sealed.upstream(), sealed.id(), address);
            return Optional.of(
                    new Secret(new String(cipher.doFinal(base64.decode(sealed.text())), StandardCharsets.UTF_8)));
        } catch (AEADBadTagException | IllegalArgumentException e) {
            return Optional.empty();
        } catch (GeneralSecurityException e) {
            // A nonce or a text of a length that none can have.
            return Optional.empty();
        }
    }

    private Cipher cipher(int mode, byte[] nonce, String... bound) throws GeneralSecurityException {
        Cipher cipher = Cipher.getInstance(CIPHER);
        cipher.init(mode, key, new GCMParameterSpec(TAG_BITS, nonce));
        for (String part : bound) {
            // With its length, or "a" and "bc" would be bound like "ab" and "c".
            byte[] bytes = part.getBytes(StandardCharsets.UTF_8);
            cipher.updateAAD((bytes.length + ":").getBytes(StandardCharsets.US_ASCII));
            cipher.updateAAD(bytes);
        }
        return cipher;
    }

    /** The first block of HKDF is as long as the key that is wanted. */
    private static byte[] derive(byte[] secret, String purpose) {
        byte[] extracted = mac(new byte[32], secret);
        byte[] info = purpose.getBytes(StandardCharsets.US_ASCII);
        byte[] block = new byte[info.length + 1];
        System.arraycopy(info, 0, block, 0, info.length);
        block[info.length] = 1;
        return mac(extracted, block);
    }

    private static byte[] mac(byte[] key, byte[] text) {
        try {
            Mac mac = Mac.getInstance(HMAC);
            mac.init(new SecretKeySpec(key, HMAC));
            return mac.doFinal(text);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(HMAC + " is part of every Java", e);
        }
    }
}
