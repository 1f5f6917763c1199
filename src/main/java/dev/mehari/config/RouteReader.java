package dev.mehari.config;

import dev.mehari.config.ByRoute.Sessions;
import java.math.BigDecimal;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Reads what stands at an upstream that is asked by a route. */
final class RouteReader {
    /** The shipped route of web chats, whatever the upstream is called. */
    private static final String WEB_CHAT = "direct:ask-web-chat";

    /** As Z.AI's page has them, publicly. */
    private static final Map<String, String> WEB_CHAT_OPTIONS = Map.of(
            "auth-path", "/api/v1/auths/",
            "new-chat-path", "/api/v1/chats/new",
            "chat-path", "/api/chat/completions",
            "enable-thinking", "true");

    private static final Pattern OPTION = Pattern.compile(RouteKeys.OPTION);
    private static final Pattern ROUTE = Pattern.compile("direct:[A-Za-z0-9._-]+");

    private RouteReader() {}

    /**
     * What of an upstream concerns its route.
     *
     * @param protocol the word in the file, null when it has none
     * @return null when it is not asked by a route
     */
    static @Nullable ByRoute read(String upstream, @Nullable String protocol, Table table) {
        boolean webChat = "web-chat".equals(protocol);
        if (!webChat && !"route".equals(protocol)) {
            for (Key key : List.of(RouteKeys.ROUTE, RouteKeys.OPTIONS, RouteKeys.POOL)) {
                Value written = table.get(key.name());
                if (written != null && protocol != null) {
                    written.fault(
                            written.keyLine(),
                            Fault.quote(key.name()) + " is for \"protocol: route\" and \"protocol: web-chat\" only");
                }
            }
            return null;
        }
        Map<String, String> options = new LinkedHashMap<>(webChat ? WEB_CHAT_OPTIONS : Map.of());
        boolean complete = true;
        Value written = table.get("options");
        Map<String, Value> entries =
                written == null ? Map.of() : written.table().entries();
        for (Map.Entry<String, Value> entry : entries.entrySet()) {
            if (!OPTION.matcher(entry.getKey()).matches()) {
                entry.getValue()
                        .fault(
                                entry.getValue().keyLine(),
                                Fault.quote(entry.getKey())
                                        + " is not an option's name: small letters, digits and \"-\" only");
                continue;
            }
            String value = option(entry.getValue());
            complete &= value != null;
            options.put(entry.getKey(), value == null ? "" : value);
        }
        String usual = webChat ? WEB_CHAT : "direct:ask-" + upstream;
        Value pool = table.get("sessions");
        return new ByRoute(route(table, usual), options, complete, webChat || pool != null ? sessions(table) : null);
    }

    /** Null when it is to come from a variable that is not set. */
    private static @Nullable String option(Value value) {
        String raw = value.raw();
        if (raw != null && raw.startsWith("env:") && value.entered() != null) {
            value.fault(
                    value.label() + " belongs into config/upstreams.yaml: an admin cannot read variables from outside");
            return "";
        }
        if (raw != null && raw.startsWith("env:")) {
            Secret found = Secrets.resolve(value);
            return found == null ? null : found.reveal();
        }
        String text = value.text();
        return text == null ? "" : text;
    }

    private static String route(Table table, String usual) {
        Value written = table.get("route");
        String route = written == null ? null : written.text();
        if (written != null && route != null && !ROUTE.matcher(route).matches()) {
            written.fault("\"route\" must be \"direct:name\", not " + written.shown(route));
        }
        return route == null ? usual : route;
    }

    private static Sessions sessions(Table upstream) {
        Table table = upstream.table("sessions", RouteKeys.SESSIONS);
        Sessions usual = Sessions.DEFAULT;
        int min = table.integer("min", usual.min());
        int max = table.integer("max", Math.max(min, usual.max()));
        Value most = table.get("max");
        if (most != null && max < min) {
            most.fault("\"max\" is " + max + ", less than the " + min + " of \"min\"");
        }
        BigDecimal up = share(table, "scale-up-at", usual.scaleUpAt());
        BigDecimal down = share(table, "scale-down-at", usual.scaleDownAt());
        Value written = table.get(table.get("scale-down-at") == null ? "scale-up-at" : "scale-down-at");
        boolean crossed = down.compareTo(up) >= 0;
        if (written != null && crossed) {
            written.fault("\"scale-down-at\" is " + down + ", not less than the " + up + " of \"scale-up-at\"");
        }
        return new Sessions(
                min,
                Math.max(min, max),
                table.integer("calls", usual.calls()),
                crossed ? usual.scaleUpAt() : up,
                crossed ? usual.scaleDownAt() : down,
                table.duration("cooldown", usual.cooldown()),
                table.duration("queue", usual.queue()),
                table.duration("token-lifetime", usual.tokenLifetime()),
                table.duration("refresh-before", usual.refreshBefore()));
    }

    private static BigDecimal share(Table table, String key, BigDecimal otherwise) {
        Value value = table.get(key);
        BigDecimal share = value == null ? null : value.decimal(BigDecimal.ZERO, BigDecimal.ONE);
        return share == null ? otherwise : share;
    }
}
