package dev.mehari.overlay;

import com.fasterxml.jackson.databind.JsonNode;
import java.net.URI;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** What of an upstream's address decides who gets its credential: scheme, host and port. */
final class Address {
    private Address() {}

    /** Of an upstream's body; empty where there is none that can be read, which the configuration then refuses. */
    static String of(JsonNode body) {
        URI uri = uri(body);
        if (uri == null || uri.getScheme() == null || uri.getHost() == null) {
            return "";
        }
        String scheme = uri.getScheme().toLowerCase(Locale.ROOT);
        int port = uri.getPort() >= 0 ? uri.getPort() : scheme.equals("https") ? 443 : 80;
        return scheme + "://" + uri.getHost().toLowerCase(Locale.ROOT) + ":" + port;
    }

    /** Null where there is none that can be read. */
    static @Nullable String host(JsonNode body) {
        URI uri = uri(body);
        return uri == null ? null : uri.getHost();
    }

    private static @Nullable URI uri(JsonNode body) {
        try {
            return URI.create(body.path("base-url").asText("").strip());
        } catch (IllegalArgumentException e) {
            return null;
        }
    }
}
