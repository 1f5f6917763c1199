package dev.mehari.config;

import java.net.URI;
import java.net.URISyntaxException;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** Reads addresses. No message quotes one: people put passwords into them. */
final class Addresses {
    private Addresses() {}

    /** An absolute http or https address, without the slash at its end; null after a fault. */
    static @Nullable URI baseUrl(Value value) {
        URI uri = http(value, true);
        if (uri == null) {
            return null;
        }
        String text = uri.toString();
        int end = text.length();
        while (text.charAt(end - 1) == '/') {
            end--;
        }
        return URI.create(text.substring(0, end));
    }

    /** An http proxy with its port; null after a fault. */
    static @Nullable URI proxy(Value value) {
        URI uri = http(value, false);
        if (uri == null) {
            return null;
        }
        if (uri.getPort() < 0) {
            value.fault(value.label() + " needs a port");
            return null;
        }
        if (!uri.getRawPath().isEmpty() && !uri.getRawPath().equals("/")) {
            value.fault(value.label() + " must not have a path");
            return null;
        }
        return uri;
    }

    private static @Nullable URI http(Value value, boolean tls) {
        String text = value.text();
        if (text == null) {
            return null;
        }
        String wrong;
        try {
            URI uri = new URI(text.strip());
            wrong = whatIsWrong(uri, tls);
            if (wrong == null) {
                return uri;
            }
        } catch (URISyntaxException e) {
            wrong = "is not a URL";
        }
        value.fault(value.label() + " " + wrong);
        return null;
    }

    private static @Nullable String whatIsWrong(URI uri, boolean tls) {
        String scheme = uri.getScheme() == null ? "" : uri.getScheme().toLowerCase(Locale.ROOT);
        if (!scheme.equals("http") && !(tls && scheme.equals("https"))) {
            return "must start with http://" + (tls ? " or https://" : "");
        }
        if (uri.getRawUserInfo() != null
                || String.valueOf(uri.getRawAuthority()).contains("@")) {
            return "must not hold a user or password";
        }
        if (uri.getHost() == null) {
            return "has no host, or one with characters that a host name cannot have";
        }
        if (uri.getPort() == 0 || uri.getPort() > 65_535) {
            return "has a port that does not exist";
        }
        if (uri.getRawQuery() != null || uri.getRawFragment() != null) {
            return "must not have a query or fragment";
        }
        return null;
    }
}
