package dev.mehari.edge;

import dev.mehari.call.Passthrough;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** What path and query of a call say that passes through: models, and credentials that are not for the upstream. */
final class Addressed {
    /** Segments behind which a vendor's path names a model. */
    private static final Set<String> BEFORE_A_MODEL = Set.of("models", "tunedmodels", "engines", "deployments");

    /** Parameters that carry secrets. */
    private static final Set<String> SECRETS =
            Set.of("key", "api_key", "api-key", "apikey", "x-api-key", "x-goog-api-key", "access_token", "token");

    private static final Pattern VERB = Pattern.compile(":[A-Za-z]+$");

    private Addressed() {}

    /**
     * Tells which models are named.
     *
     * @param verbs whether the vendor's paths say behind a colon what is asked of a model
     */
    static void models(Passthrough call, boolean verbs) {
        String before = "";
        for (String segment : call.path().split("/", -1)) {
            String plain = plain(segment);
            if (BEFORE_A_MODEL.contains(before) && !plain.isEmpty()) {
                call.named(verbs ? VERB.matcher(plain).replaceFirst("") : plain);
            }
            before = plain.toLowerCase(Locale.ROOT);
        }
        String query = call.query();
        for (String pair : query == null ? new String[0] : query.split("&", -1)) {
            if (name(pair).equals("model")) {
                call.named(plain(pair.substring(pair.indexOf('=') + 1)));
            }
        }
    }

    /** A query without what would show somebody's key to the upstream; null when nothing is left. */
    static @Nullable String withoutSecrets(@Nullable String query, @Nullable String presented) {
        if (query == null) {
            return null;
        }
        List<String> kept = new ArrayList<>();
        for (String pair : query.split("&", -1)) {
            boolean secret = SECRETS.contains(name(pair))
                    || (presented != null && plain(pair).contains(presented));
            if (!secret) {
                kept.add(pair);
            }
        }
        return kept.isEmpty() ? null : String.join("&", kept);
    }

    private static String name(String pair) {
        int equals = pair.indexOf('=');
        return plain(equals < 0 ? pair : pair.substring(0, equals)).toLowerCase(Locale.ROOT);
    }

    private static String plain(String encoded) {
        String plain = PathSpelling.decode(encoded);
        return plain == null ? encoded : plain;
    }
}
