package dev.mehari.admin;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.mehari.config.Effective;
import java.util.Locale;
import java.util.regex.Pattern;

/** The effective configuration as JSON. */
final class EffectiveFields {
    private static final JsonNodeFactory JSON = JsonNodeFactory.instance;
    private static final Pattern WHOLE = Pattern.compile("-?(0|[1-9]\\d{0,8})");

    private EffectiveFields() {}

    /** Each value with its source. */
    static JsonNode sourced(Effective effective) {
        return switch (effective) {
            case Effective.Leaf leaf -> {
                ObjectNode shown = JSON.objectNode();
                shown.set("value", value(leaf.value()));
                shown.set("source", source(leaf.source()));
                yield shown;
            }
            case Effective.Branch branch -> {
                ObjectNode shown = JSON.objectNode();
                branch.entries().forEach((name, entry) -> shown.set(name, sourced(entry)));
                yield shown;
            }
            case Effective.Rows rows -> {
                ArrayNode shown = JSON.arrayNode();
                rows.items().forEach(item -> shown.add(sourced(item)));
                yield shown;
            }
        };
    }

    /** The values alone, and of these only what is written somewhere. */
    static JsonNode plain(Effective effective) {
        return values(effective, false);
    }

    /** The values alone, what is usual among them. */
    static JsonNode whole(Effective effective) {
        return values(effective, true);
    }

    private static JsonNode values(Effective effective, boolean usual) {
        return switch (effective) {
            case Effective.Leaf leaf -> value(leaf.value());
            case Effective.Branch branch -> {
                ObjectNode shown = JSON.objectNode();
                branch.entries().forEach((name, entry) -> {
                    if (usual || isWritten(entry)) {
                        shown.set(name, values(entry, usual));
                    }
                });
                yield shown;
            }
            case Effective.Rows rows -> {
                ArrayNode shown = JSON.arrayNode();
                rows.items().forEach(item -> shown.add(values(item, usual)));
                yield shown;
            }
        };
    }

    private static boolean isWritten(Effective effective) {
        return switch (effective) {
            case Effective.Leaf leaf -> leaf.source().kind() != Effective.Kind.DEFAULT;
            case Effective.Branch branch -> branch.entries().values().stream().anyMatch(EffectiveFields::isWritten);
            case Effective.Rows rows -> true;
        };
    }

    private static JsonNode value(String text) {
        if (text.equals("true") || text.equals("false")) {
            return JSON.booleanNode(text.equals("true"));
        }
        return WHOLE.matcher(text).matches() ? JSON.numberNode(Integer.parseInt(text)) : JSON.textNode(text);
    }

    private static ObjectNode source(Effective.Source source) {
        ObjectNode shown = JSON.objectNode();
        shown.put("kind", source.kind().name().toLowerCase(Locale.ROOT));
        if (source.file() != null) {
            shown.put("file", source.file());
            shown.put("line", source.line());
        }
        if (source.object() != null) {
            shown.put("object", source.object());
            shown.put("version", source.version());
        }
        if (source.variable() != null) {
            shown.put("variable", source.variable());
        }
        return shown;
    }
}
