package dev.mehari.fake;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Base64;
import java.util.HexFormat;

/**
 * What a vendor puts on the thinking of its model and wants back unchanged. It is made of what it seals, so that a fake
 * knows its own without a memory.
 */
public final class Seal {
    private static final String MARK = "fake seal of ";

    private Seal() {}

    static String of(String vendor, String sealed) {
        return Base64.getEncoder().encodeToString(words(vendor, sealed).getBytes(StandardCharsets.UTF_8));
    }

    private static String words(String vendor, String sealed) {
        return MARK + vendor + " on " + digest(sealed);
    }

    /**
     * Whether a vendor turns a seal down: one of another, or its own on something that was changed. One that nobody here
     * has made is taken, as it may be older than the fake.
     */
    static boolean refused(String seal, String vendor, String sealed) {
        String words = opened(seal);
        boolean envelope = seal.startsWith("gwr1.") || (words.startsWith("{\"") && words.contains("\"gwr\""));
        return envelope || (words.startsWith(MARK) && !words.equals(words(vendor, sealed)));
    }

    /** Whether the request brings a seal back. */
    public static boolean isIn(SeenRequest request) {
        return isIn(request.json());
    }

    private static boolean isIn(JsonNode node) {
        if (node.isTextual()) {
            return opened(node.asText()).startsWith(MARK);
        }
        for (JsonNode inner : node) {
            if (isIn(inner)) {
                return true;
            }
        }
        return false;
    }

    private static String opened(String seal) {
        try {
            // Some SDKs write bytes in the alphabet for addresses.
            String standard = seal.replace('-', '+').replace('_', '/');
            return new String(Base64.getDecoder().decode(standard), StandardCharsets.UTF_8);
        } catch (IllegalArgumentException e) {
            return "";
        }
    }

    private static String digest(String text) {
        try {
            byte[] hash = MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8));
            return HexFormat.of().formatHex(hash, 0, 12);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }
}
