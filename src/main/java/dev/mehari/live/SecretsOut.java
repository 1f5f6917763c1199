package dev.mehari.live;

import dev.mehari.config.Upstream;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Takes what nobody may read out of a request that is shown: an upstream's keys wherever they stand, and what has a telling name. */
final class SecretsOut {
    static final String MASK = "***";

    private static final Pattern SECRET =
            Pattern.compile("(?i)auth|key|token|secret|passw|credential|cookie|signature");

    private static final Pattern SCHEME = Pattern.compile("(Bearer|Basic) .*", Pattern.DOTALL);

    private static final Pattern PARAMETER = Pattern.compile("([?&]([^=&]*)=)[^&]*");

    private final List<String> values;

    private SecretsOut(List<String> values) {
        this.values = values;
    }

    static SecretsOut of(Upstream upstream) {
        return new SecretsOut(upstream.credentials().stream()
                .map(credential -> credential.key().reveal())
                .filter(value -> !value.isEmpty())
                .toList());
    }

    /** The scheme of a credential stays: {@code Bearer ***}. */
    String header(String name, String value) {
        String masked = plain(value);
        if (!SECRET.matcher(name).find()) {
            return masked;
        }
        Matcher scheme = SCHEME.matcher(value);
        return scheme.matches() ? scheme.group(1) + " " + MASK : MASK;
    }

    String url(String url) {
        return PARAMETER
                .matcher(plain(url))
                .replaceAll(found -> Matcher.quoteReplacement(
                        SECRET.matcher(found.group(2)).find() ? found.group(1) + MASK : found.group()));
    }

    private String plain(String text) {
        String masked = text;
        for (String value : values) {
            masked = masked.replace(value, MASK);
        }
        return masked;
    }
}
