package dev.mehari.admin;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Duration;
import java.time.format.DateTimeParseException;
import java.util.List;
import java.util.Locale;

/** S4's {@code auto_scaling}, which is {@code sessions} of an upstream. */
final class ScalingFields {
    private static final String MIN = "min_instances";
    private static final String MAX = "max_instances";
    private static final List<String> KNOWN =
            List.of("enabled", MIN, MAX, "scale_up_threshold", "scale_down_threshold", "cooldown_seconds");

    private ScalingFields() {}

    static ObjectNode show(JsonNode upstream) {
        JsonNode sessions = upstream.path("sessions");
        JsonNode usual = usual();
        int min = sessions.path("min").asInt(usual.path("min").asInt());
        int max = sessions.path("max").asInt(usual.path("max").asInt());
        ObjectNode shown = JsonNodeFactory.instance.objectNode();
        shown.put("enabled", max > min);
        shown.put(MIN, min);
        shown.put(MAX, max);
        shown.put("scale_up_threshold", decimal(sessions, usual, "scale-up-at"));
        shown.put("scale_down_threshold", decimal(sessions, usual, "scale-down-at"));
        shown.put(
                "cooldown_seconds",
                seconds(sessions.path("cooldown").asText(usual.path("cooldown").asText())));
        return shown;
    }

    /** Puts what is wanted into an upstream's body. */
    static void apply(JsonNode wanted, ObjectNode upstream) {
        if (!wanted.isObject()) {
            throw RoutingFields.bad("auto_scaling must be an object");
        }
        Bodies.onlyFields(wanted, KNOWN);
        ObjectNode sessions = upstream.withObject("/sessions");
        if (wanted.has(MIN)) {
            sessions.put("min", RoutingFields.whole(MIN, wanted.get(MIN)));
        }
        if (wanted.has(MAX)) {
            sessions.put("max", RoutingFields.whole(MAX, wanted.get(MAX)));
        }
        if (wanted.has("enabled")) {
            boolean enabled = RoutingFields.flag("auto_scaling.enabled", wanted.get("enabled"));
            int min = sessions.path("min").asInt(usual().path("min").asInt());
            if (!enabled) {
                // A pool that cannot grow does not scale.
                sessions.put("max", min);
            } else if (!wanted.has(MAX) && sessions.path("max").asInt() <= min) {
                sessions.put("max", Math.max(min + 1, usual().path("max").asInt()));
            }
        }
        if (wanted.has("scale_up_threshold")) {
            sessions.put("scale-up-at", RoutingFields.share("scale_up_threshold", wanted.get("scale_up_threshold")));
        }
        if (wanted.has("scale_down_threshold")) {
            sessions.put(
                    "scale-down-at", RoutingFields.share("scale_down_threshold", wanted.get("scale_down_threshold")));
        }
        if (wanted.has("cooldown_seconds")) {
            sessions.put(
                    "cooldown",
                    Math.max(1, RoutingFields.whole("cooldown_seconds", wanted.get("cooldown_seconds"))) + "s");
        }
    }

    private static JsonNode usual() {
        return EndpointTemplates.upstream(EndpointTemplates.WEB_CHAT).path("sessions");
    }

    private static double decimal(JsonNode sessions, JsonNode usual, String key) {
        JsonNode written = sessions.path(key);
        return Double.parseDouble(written.isMissingNode() ? usual.path(key).asText() : written.asText());
    }

    /** Of a text such as {@code 300s} or {@code 5m}. */
    private static long seconds(String text) {
        try {
            return text.endsWith("ms")
                    ? Long.parseLong(text.substring(0, text.length() - 2)) / 1000
                    : Duration.parse("PT" + text.toUpperCase(Locale.ROOT)).toSeconds();
        } catch (DateTimeParseException | NumberFormatException e) {
            return 0;
        }
    }
}
