package dev.mehari.edge;

import dev.mehari.call.ErrorKind;
import dev.mehari.call.Refusal;
import java.nio.charset.StandardCharsets;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The spellings of a path that people get wrong at first contact, made one: a doubled slash, a trailing slash,
 * {@code /v1/v1}, no {@code /v1} at all.
 */
final class PathSpelling {
    /** First segments that are ours under {@code /v1}, so that a client without {@code /v1} finds them. */
    private static final Set<String> UNDER_V1 =
            Set.of("chat", "messages", "models", "completions", "responses", "embeddings");

    private PathSpelling() {}

    /**
     * The path to look up. Its segments stay percent-encoded.
     *
     * @throws Refusal when a segment climbs ({@code ..}) or holds a control character, in whatever encoding
     */
    static String normalise(String raw) {
        StringBuilder path = new StringBuilder(raw.length());
        String before = "";
        boolean first = true;
        for (String segment : raw.split("/", -1)) {
            if (segment.isEmpty()) {
                continue;
            }
            check(segment);
            if (first && UNDER_V1.contains(segment)) {
                path.append("/v1");
            }
            boolean repeated = segment.equals("v1") && before.equals("v1");
            if (!repeated) {
                path.append('/').append(segment);
            }
            before = segment;
            first = false;
        }
        return path.isEmpty() ? "/" : path.toString();
    }

    private static void check(String segment) {
        String plain = decode(segment);
        if (plain == null || plain.equals(".") || plain.equals("..") || hasControl(plain)) {
            throw new Refusal(ErrorKind.INVALID_REQUEST, "the path holds a segment that cannot be used");
        }
        boolean nested = plain.indexOf('/') >= 0 || plain.indexOf('\\') >= 0;
        for (String part : nested ? plain.split("[/\\\\]", -1) : new String[0]) {
            if (part.equals("..")) {
                throw new Refusal(ErrorKind.INVALID_REQUEST, "the path holds a segment that cannot be used");
            }
        }
    }

    private static boolean hasControl(String text) {
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c < 0x20 || c == 0x7f) {
                return true;
            }
        }
        return false;
    }

    /** Undoes percent-encoding; null when it is broken or not UTF-8. A plus sign stays one: this is no form. */
    static @Nullable String decode(String text) {
        if (text.indexOf('%') < 0) {
            return text;
        }
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        byte[] plain = new byte[bytes.length];
        int n = 0;
        for (int i = 0; i < bytes.length; i++) {
            if (bytes[i] != '%') {
                plain[n++] = bytes[i];
                continue;
            }
            int high = i + 2 < bytes.length ? Character.digit(bytes[i + 1], 16) : -1;
            int low = high < 0 ? -1 : Character.digit(bytes[i + 2], 16);
            if (low < 0) {
                return null;
            }
            plain[n++] = (byte) (high * 16 + low);
            i += 2;
        }
        try {
            return StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(java.nio.ByteBuffer.wrap(plain, 0, n))
                    .toString();
        } catch (java.nio.charset.CharacterCodingException e) {
            return null;
        }
    }
}
