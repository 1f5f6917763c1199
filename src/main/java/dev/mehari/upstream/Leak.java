package dev.mehari.upstream;

import dev.mehari.config.Upstream;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.Base64;

/** Whether an upstream's words hold one of its own credentials, plainly or encoded. */
final class Leak {
    private Leak() {}

    static boolean in(byte[] words, Upstream upstream) {
        return in(new String(words, StandardCharsets.UTF_8), upstream);
    }

    static boolean in(String words, Upstream upstream) {
        for (Upstream.Credential credential : upstream.credentials()) {
            String secret = credential.key().reveal();
            byte[] bytes = secret.getBytes(StandardCharsets.UTF_8);
            if (words.contains(secret)
                    || words.contains(URLEncoder.encode(secret, StandardCharsets.UTF_8))
                    || words.contains(Base64.getEncoder().withoutPadding().encodeToString(bytes))) {
                return true;
            }
        }
        return false;
    }
}
