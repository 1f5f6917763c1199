package dev.mehari.model;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.IntNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import com.fasterxml.jackson.databind.node.TextNode;
import java.math.BigDecimal;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Pattern;

/**
 * What conditions mean, written once more from their description and as plainly as can be: over the JSON of a condition and
 * a tree of everything that a call has.
 */
record NaiveConditions(JsonNode facts, JsonNode body, Map<String, String> headers) {
    boolean hold(JsonNode condition) {
        if (condition.isArray()) {
            boolean all = true;
            for (JsonNode one : condition) {
                all = all && hold(one);
            }
            return all;
        }
        if (condition.has("all")) {
            return hold(condition.get("all"));
        }
        if (condition.has("not")) {
            return !hold(condition.get("not"));
        }
        if (condition.has("any")) {
            boolean any = false;
            for (JsonNode one : condition.get("any")) {
                any = any || hold(one);
            }
            return any;
        }
        String field = condition.get("field").textValue();
        return test(field, condition.get("operator").textValue(), condition.path("value"), value(field, condition));
    }

    private JsonNode value(String field, JsonNode condition) {
        if (field.startsWith("headers.")) {
            String sent = headers.get(field.substring(8).toLowerCase(Locale.ROOT));
            return sent == null ? MissingNode.getInstance() : TextNode.valueOf(sent);
        }
        if (field.startsWith("body.")) {
            JsonNode at = body;
            for (String step : field.substring(5).replace("[", ".[").split("\\.", -1)) {
                if (step.startsWith("[")) {
                    at = at.isArray()
                            ? at.path(Integer.parseInt(step.substring(1, step.length() - 1)))
                            : MissingNode.getInstance();
                } else {
                    at = at.isArray() && step.equals("size") ? IntNode.valueOf(at.size()) : at.path(step);
                }
            }
            return at.isNull() ? MissingNode.getInstance() : at;
        }
        return facts.path(
                condition.has("zone") ? field + "@" + condition.get("zone").textValue() : field);
    }

    private static boolean test(String field, String operator, JsonNode wanted, JsonNode is) {
        return switch (operator) {
            case "exists" -> (wanted.isMissingNode() || wanted.booleanValue()) != is.isMissingNode();
            case "eq" -> same(field, wanted, is);
            case "ne" -> !same(field, wanted, is);
            case "in" -> {
                boolean in = false;
                for (JsonNode one : wanted) {
                    if (is.isArray()) {
                        for (JsonNode element : is) {
                            in |= same(field, one, element);
                        }
                    } else {
                        in |= same(field, one, is);
                    }
                }
                yield in;
            }
            case "contains" -> {
                boolean has =
                        is.isTextual() && wanted.isTextual() && is.textValue().contains(wanted.textValue());
                if (is.isArray()) {
                    for (JsonNode element : is) {
                        has |= same(field, wanted, element);
                    }
                }
                yield has;
            }
            case "regex" ->
                is.isTextual()
                        && Pattern.compile(wanted.textValue())
                                .matcher(is.textValue())
                                .find();
            default -> ordered(field, operator, wanted, is);
        };
    }

    private static boolean same(String field, JsonNode wanted, JsonNode is) {
        if (field.equals("time.of_day") || field.equals("time.date")) {
            return wanted.textValue().equals(is.textValue());
        }
        if (wanted.isNumber() || is.isNumber()) {
            return wanted.isNumber() && is.isNumber() && wanted.decimalValue().compareTo(is.decimalValue()) == 0;
        }
        return wanted.equals(is);
    }

    private static boolean ordered(String field, String operator, JsonNode wanted, JsonNode is) {
        int order;
        if (field.startsWith("time.")) {
            order = is.textValue().compareTo(wanted.textValue());
        } else if (is.isNumber()) {
            order = is.decimalValue().compareTo(wanted.decimalValue());
        } else if (field.startsWith("headers.") && is.asText("").matches("[+-]?[0-9]+(\\.[0-9]+)?")) {
            order = new BigDecimal(is.textValue()).compareTo(wanted.decimalValue());
        } else {
            return false;
        }
        return switch (operator) {
            case "gt" -> order > 0;
            case "gte" -> order >= 0;
            case "lt" -> order < 0;
            default -> order <= 0;
        };
    }
}
