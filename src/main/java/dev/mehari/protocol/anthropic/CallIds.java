package dev.mehari.protocol.anthropic;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/** Ids of tool calls as Anthropic takes them: letters, digits, {@code _} and {@code -}. */
final class CallIds {
    private static final int HASH_BYTES = 16;

    private CallIds() {}

    /** The id itself where it fits; else one that is made of it, the same for the call and for its result. */
    static String fit(String id) {
        if (!id.isEmpty() && id.chars().allMatch(CallIds::allowed)) {
            return id;
        }
        try {
            byte[] digest = MessageDigest.getInstance("SHA-256").digest(id.getBytes(StandardCharsets.UTF_8));
            return "call_" + HexFormat.of().formatHex(digest, 0, HASH_BYTES);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java has SHA-256", e);
        }
    }

    private static boolean allowed(int c) {
        return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '_' || c == '-';
    }
}
