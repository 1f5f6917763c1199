package dev.mehari.edge;

import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;
import org.apache.tomcat.util.buf.MessageBytes;

/** Takes secrets out of a query that was answered. */
final class SecretQueries {
    private static final Set<String> NAMES =
            Set.of("key", "api_key", "token", "access_token", "codegen_token", "secret", "password");
    private static final Pattern PAIR = Pattern.compile("&");

    private SecretQueries() {}

    static void mask(MessageBytes query) {
        if (query.isNull()) {
            return;
        }
        String text = query.toString();
        String masked = mask(text);
        if (!masked.equals(text)) {
            query.setString(masked);
        }
    }

    /** What stands behind the names of secrets becomes {@code ***}; names are read as servers read them. */
    static String mask(String query) {
        String[] pairs = PAIR.split(query, -1);
        for (int i = 0; i < pairs.length; i++) {
            int equals = pairs[i].indexOf('=');
            if (equals > 0 && NAMES.contains(name(pairs[i].substring(0, equals)))) {
                pairs[i] = pairs[i].substring(0, equals) + "=***";
            }
        }
        return String.join("&", pairs);
    }

    private static String name(String written) {
        try {
            String plain = PathSpelling.decode(written.replace('+', ' '));
            return plain == null ? "" : plain.strip().toLowerCase(Locale.ROOT);
        } catch (RuntimeException e) {
            return "";
        }
    }
}
