package dev.mehari.upstream;

import dev.mehari.config.Upstream;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Whether an upstream's words hold one of its own credentials, plainly or encoded. */
final class Leak {
    private static final Pattern ESCAPE = Pattern.compile("\\\\(?:u([0-9a-fA-F]{4})|(.))");

    /** Characters of a credential: what vendors begin all of theirs with is shorter. */
    static final int TELLING = 8;

    private Leak() {}

    static boolean in(byte[] words, Upstream upstream) {
        String text = new String(words, StandardCharsets.UTF_8);
        return in(text, upstream) || (text.indexOf('\\') >= 0 && in(unescaped(text), upstream));
    }

    /** What JSON strings say once their escapes are undone. */
    private static String unescaped(String json) {
        return ESCAPE.matcher(json)
                .replaceAll(m -> Matcher.quoteReplacement(
                        m.group(1) == null ? m.group(2) : Character.toString((char) Integer.parseInt(m.group(1), 16))));
    }

    /** The same of bytes that nobody knows: only plainly. */
    static boolean in(byte[] piece, int offset, int length, Upstream upstream) {
        String text = new String(piece, offset, length, StandardCharsets.ISO_8859_1);
        for (Upstream.Credential credential : upstream.credentials()) {
            if (text.contains(credential.key().reveal())) {
                return true;
            }
        }
        return false;
    }

    /**
     * How many of the last bytes may be the beginning of a credential that goes on in the next piece. A few of its first
     * characters tell nothing, and are not waited for.
     */
    static int begun(byte[] piece, int length, Upstream upstream) {
        int longest = 0;
        for (Upstream.Credential credential : upstream.credentials()) {
            String secret = credential.key().reveal();
            int most = Math.min(secret.length() - 1, length);
            String end = most < TELLING ? "" : new String(piece, length - most, most, StandardCharsets.ISO_8859_1);
            for (int n = end.length(); n >= TELLING && n > longest; n--) {
                longest = end.endsWith(secret.substring(0, n)) ? n : longest;
            }
        }
        return longest;
    }

    static boolean in(String words, Upstream upstream) {
        for (Upstream.Credential credential : upstream.credentials()) {
            String secret = credential.key().reveal();
            byte[] bytes = secret.getBytes(StandardCharsets.UTF_8);
            if (words.contains(secret)
                    || words.contains(URLEncoder.encode(secret, StandardCharsets.UTF_8))
                    || words.contains(Base64.getEncoder().withoutPadding().encodeToString(bytes))
                    || words.contains(Base64.getUrlEncoder().withoutPadding().encodeToString(bytes))) {
                return true;
            }
        }
        return false;
    }
}
