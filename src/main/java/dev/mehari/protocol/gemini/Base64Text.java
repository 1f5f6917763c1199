package dev.mehari.protocol.gemini;

import java.util.Base64;
import org.jspecify.annotations.Nullable;

/** Bytes as text. Protobuf's JSON takes both alphabets, with and without padding; Google's Python client sends the URL's. */
final class Base64Text {
    private Base64Text() {}

    /** The same in the standard alphabet, with padding. */
    static String standard(String base64) {
        String text = base64.replace('-', '+').replace('_', '/');
        int missing = text.endsWith("=") ? 0 : -text.length() & 3;
        return missing == 0 ? text : text + "=".repeat(missing);
    }

    /** Its bytes, null when it is no base64. */
    static byte @Nullable [] bytes(String base64) {
        try {
            return Base64.getDecoder().decode(standard(base64));
        } catch (IllegalArgumentException e) {
            return null;
        }
    }
}
