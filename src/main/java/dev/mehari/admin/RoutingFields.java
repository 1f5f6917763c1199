package dev.mehari.admin;

import com.fasterxml.jackson.databind.JsonNode;
import dev.mehari.call.ErrorKind;
import dev.mehari.call.Refusal;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;

/** Reads fields of S4's JSON; each refuses what it cannot be. */
final class RoutingFields {
    static final List<String> KNOWN = List.of(
            "default_route",
            "zai_webui_enabled",
            "load_balancing",
            "fallback_enabled",
            "fallback_routes",
            "auto_scaling");

    private RoutingFields() {}

    static boolean flag(String field, JsonNode value) {
        if (!value.isBoolean()) {
            throw bad(field + " must be true or false");
        }
        return value.booleanValue();
    }

    static String text(String field, JsonNode value) {
        if (!value.isTextual() || value.asText().isBlank()) {
            throw bad(field + " must be a text");
        }
        return value.asText().strip();
    }

    static int whole(String field, JsonNode value) {
        if (!value.isIntegralNumber() || !value.canConvertToInt()) {
            throw bad(field + " must be a whole number");
        }
        return value.intValue();
    }

    static BigDecimal share(String field, JsonNode value) {
        if (!value.isNumber()) {
            throw bad(field + " must be a number from 0 to 1");
        }
        return value.decimalValue();
    }

    /** One or several; none where there is no such field. */
    static List<String> routes(JsonNode value) {
        List<String> routes = new ArrayList<>();
        if (value.isArray()) {
            value.forEach(item -> routes.add(text("a route", item)));
        } else if (!value.isMissingNode() && !value.isNull()) {
            routes.add(text("default_route", value));
        }
        return routes;
    }

    static Refusal bad(String message) {
        return new Refusal(ErrorKind.INVALID_REQUEST, message);
    }
}
