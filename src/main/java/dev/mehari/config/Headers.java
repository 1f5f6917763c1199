package dev.mehari.config;

import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;

/** Reads the headers that every request to an upstream carries. No message quotes a value. */
final class Headers {
    static final String NAME = "[!#$%&'*+.^_`|~0-9A-Za-z-]+";
    private static final Pattern TOKEN = Pattern.compile(NAME);

    /** Sent by us or by the connection; {@code content-*} too. Compressed replies could not be watched as they pass. */
    static final Set<String> OURS = Set.of(
            "accept-encoding",
            "api-key",
            "authorization",
            "connection",
            "cookie",
            "expect",
            "host",
            "keep-alive",
            "proxy-authenticate",
            "proxy-authorization",
            "proxy-connection",
            "set-cookie",
            "te",
            "trailer",
            "transfer-encoding",
            "upgrade",
            "www-authenticate",
            "x-api-key",
            "x-goog-api-key");

    private Headers() {}

    static Map<String, String> read(Value value) {
        Map<String, String> headers = new LinkedHashMap<>();
        Map<String, String> spelled = new LinkedHashMap<>();
        value.table().entries().forEach((name, entry) -> {
            String lower = name.toLowerCase(Locale.ROOT);
            String first = spelled.putIfAbsent(lower, name);
            if (!TOKEN.matcher(name).matches()) {
                entry.fault(Fault.quote(name) + " is not a header name");
            } else if (OURS.contains(lower) || lower.startsWith("content-")) {
                entry.fault("header " + Fault.quote(name) + " is set by the gateway"
                        + (lower.contains("auth") || lower.contains("key") ? ", use \"credentials\"" : ""));
            } else if (first != null) {
                entry.fault("header " + Fault.quote(name) + " is the same as " + Fault.quote(first));
            } else {
                String text = entry.text();
                if (text != null && !text.chars().allMatch(c -> c == '\t' || (c >= 0x20 && c < 0x7f))) {
                    entry.fault("header " + Fault.quote(name) + " holds characters that are not printable ASCII");
                } else if (text != null) {
                    headers.put(name, text);
                }
            }
        });
        return headers;
    }
}
