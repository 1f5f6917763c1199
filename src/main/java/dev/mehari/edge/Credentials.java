package dev.mehari.edge;

import dev.mehari.call.ErrorKind;
import dev.mehari.call.Refusal;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Finds the key in a request: five places, because five kinds of clients put it there. */
final class Credentials {
    /** Headers that carry secrets; no step after authentication sees them. */
    static final Set<String> HEADERS = Set.of(
            "authorization", "x-api-key", "x-goog-api-key", "api-key", "cookie", "proxy-authorization", "set-cookie");

    private Credentials() {}

    /**
     * The key as sent, null when there is none. With several, the protocols' own order: Anthropic's SDK sends
     * {@code x-api-key} beside a token that is not for us.
     */
    static @Nullable String of(Inbound inbound) {
        Map<String, String> headers = inbound.headers();
        for (String name : new String[] {"x-api-key", "x-goog-api-key", "api-key"}) {
            String value = headers.get(name);
            if (value != null && !value.isBlank()) {
                return value.strip();
            }
        }
        String authorization = headers.get("authorization");
        if (authorization != null && scheme(authorization, "bearer ")) {
            return authorization.substring(7).strip();
        }
        String query = inbound.query();
        if (query != null) {
            for (String pair : query.split("&", -1)) {
                int equals = pair.indexOf('=');
                String name = equals < 0 ? pair : pair.substring(0, equals);
                if (equals >= 0 && (name.equals("key") || name.equals("api_key"))) {
                    return PathSpelling.decode(pair.substring(equals + 1));
                }
            }
        }
        return null;
    }

    /** Whether somebody tries to call a model with a user's name and password: that is the admin side's way in. */
    static boolean basic(Inbound inbound) {
        String authorization = inbound.header("authorization");
        return authorization != null && scheme(authorization, "basic ");
    }

    /** Why a user is refused who is no caller; null for all others. */
    static @Nullable Refusal user(Inbound inbound) {
        return of(inbound) == null && basic(inbound)
                ? new Refusal(
                        ErrorKind.ADMIN_CREDENTIAL,
                        "a user's password cannot call models: create a virtual key under /api/admin/keys and send that")
                : null;
    }

    /** The headers of a request without those that carry secrets; a new map. */
    static Map<String, String> without(Inbound inbound) {
        Map<String, String> headers = new HashMap<>(inbound.headers());
        HEADERS.forEach(headers::remove);
        return headers;
    }

    private static boolean scheme(String header, String scheme) {
        return header.toLowerCase(Locale.ROOT).startsWith(scheme);
    }
}
