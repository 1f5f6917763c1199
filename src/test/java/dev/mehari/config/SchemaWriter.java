package dev.mehari.config;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.POJONode;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;

/**
 * Writes a {@link Shape} as a JSON schema of draft 7, the one that editors know best. A schema lets everything pass that a
 * reader takes: a number in quotes, and {@code ${NAME}} anywhere.
 */
final class SchemaWriter {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final String PLACEHOLDER = "\\$\\{";
    private static final int DAY = 24 * 60 * 60;

    /** What may stand in itself again, by its name. */
    private final Map<String, ObjectNode> recurring = new TreeMap<>();

    private SchemaWriter() {}

    /** A whole schema. */
    static ObjectNode file(String name, Shape.Mapping root) {
        SchemaWriter writer = new SchemaWriter();
        ObjectNode schema = JSON.createObjectNode();
        schema.put("$schema", "http://json-schema.org/draft-07/schema#");
        schema.put("title", "config/" + name + " of Mehari");
        schema.setAll(writer.of(root));
        if (!writer.recurring.isEmpty()) {
            schema.putObject("definitions").setAll(writer.recurring);
        }
        return schema;
    }

    private ObjectNode of(Shape shape) {
        return switch (shape) {
            case Shape.Whole whole -> whole(whole);
            case Shape.Money money -> money(money);
            case Shape.Decimal decimal -> decimal(decimal);
            case Shape.Nothing nothing -> type("null");
            case Shape.Time time -> time(time);
            case Shape.Flag flag -> either(type("boolean"), pattern("true|false"));
            case Shape.Day day -> pattern("[0-9]{4}-(0[1-9]|1[0-2])-(0[1-9]|[12][0-9]|3[01])");
            case Shape.Choice choice -> choice(choice);
            case Shape.Text text -> text(text);
            case Shape.Verbatim text -> type("string").put("pattern", "^(?:" + text.pattern() + ")$");
            case Shape.Items items -> items(items);
            case Shape.Mapping mapping -> mapping(mapping);
            case Shape.Named named -> named(named);
            case Shape.Either both -> either(of(both.one()), of(both.other()));
            case Shape.Recurring shared -> shared(shared);
        };
    }

    private ObjectNode shared(Shape.Recurring shared) {
        if (!recurring.containsKey(shared.name())) {
            recurring.put(shared.name(), JSON.createObjectNode());
            recurring.put(shared.name(), of(shared.shape().get()));
        }
        return JSON.createObjectNode().put("$ref", "#/definitions/" + shared.name());
    }

    private static ObjectNode whole(Shape.Whole whole) {
        ObjectNode number = type("integer");
        number.put("minimum", whole.least()).put("maximum", whole.most());
        return either(number, pattern(Digits.between(whole.least(), whole.most())));
    }

    private static ObjectNode money(Shape.Money money) {
        ObjectNode none = type("number");
        none.put("const", 0);
        ObjectNode some = type("number");
        some.put("minimum", money.cheapest()).put("maximum", money.dearest());
        return either(none, some, pattern("[0-9]{1,4}(\\.[0-9]{1,12})?"));
    }

    private static ObjectNode decimal(Shape.Decimal decimal) {
        ObjectNode number = type("number");
        number.put("minimum", decimal.least()).put("maximum", decimal.most());
        return either(number, pattern("-?[0-9]{1,12}(\\.[0-9]{1,12})?"));
    }

    private static ObjectNode time(Shape.Time time) {
        String some = String.join(
                "|",
                "(" + Digits.between(1, DAY * 1000) + ")ms",
                "(" + Digits.between(1, DAY) + ")s",
                "(" + Digits.between(1, DAY / 60) + ")m",
                "(" + Digits.between(1, 24) + ")h");
        if (!time.orZero()) {
            return pattern(some);
        }
        ObjectNode zero = JSON.createObjectNode();
        zero.put("const", 0);
        return either(pattern(some + "|0(ms|s|m|h)?"), zero);
    }

    private static ObjectNode choice(Shape.Choice choice) {
        ObjectNode words = JSON.createObjectNode();
        choice.now().forEach(words.putArray("enum")::add);
        ObjectNode filled = type("string");
        filled.put("pattern", PLACEHOLDER);
        return either(words, filled);
    }

    private static ObjectNode text(Shape.Text text) {
        ObjectNode schema = pattern(text.pattern());
        if (text.orNumber()) {
            schema.putArray("type").add("string").add("number").add("boolean");
        }
        return schema;
    }

    private ObjectNode items(Shape.Items items) {
        ObjectNode schema = type("array");
        schema.set("items", of(items.item()));
        if (items.least() > 0) {
            schema.put("minItems", items.least());
        }
        if (items.most() < Integer.MAX_VALUE) {
            schema.put("maxItems", items.most());
        }
        if (items.distinct()) {
            schema.put("uniqueItems", true);
        }
        return schema;
    }

    private ObjectNode mapping(Shape.Mapping mapping) {
        ObjectNode schema = type("object");
        ObjectNode properties = schema.putObject("properties");
        for (Key key : mapping.keys().keys()) {
            ObjectNode value = JSON.createObjectNode();
            value.put("description", key.about());
            value.setAll(of(key.shape()));
            if (key.usual() != null) {
                value.set("default", JSON.valueToTree(new POJONode(key.usual()).getPojo()));
            }
            properties.set(key.name(), value);
        }
        List<String> needed = mapping.keys().keys().stream()
                .filter(Key::required)
                .map(Key::name)
                .toList();
        if (mapping.orNothing()) {
            ArrayNode choices = schema.putArray("anyOf");
            choices.addObject().put("maxProperties", 0);
            needed.forEach(choices.addObject().putArray("required")::add);
        } else if (!needed.isEmpty()) {
            needed.forEach(schema.putArray("required")::add);
        }
        if (!mapping.oneOf().isEmpty()) {
            ArrayNode choices = schema.putArray("anyOf");
            mapping.oneOf()
                    .forEach(name -> choices.addObject().putArray("required").add(name));
        }
        return schema.put("additionalProperties", false);
    }

    private ObjectNode named(Shape.Named named) {
        ObjectNode schema = type("object");
        ObjectNode values = schema.putObject("patternProperties");
        named.values().forEach((name, shape) -> values.set("^(?:" + name + ")$", of(shape)));
        if (!named.taken().isEmpty()) {
            String names =
                    named.taken().stream().sorted().map(SchemaWriter::anyCase).collect(Collectors.joining("|"));
            schema.putObject("propertyNames").putObject("not").put("pattern", "^(?:" + names + ")$");
        }
        return schema.put("additionalProperties", false);
    }

    private static String anyCase(String name) {
        return name.chars()
                .mapToObj(c -> Character.isLetter(c)
                        ? "[" + (char) c + String.valueOf((char) c).toUpperCase(Locale.ROOT) + "]"
                        : String.valueOf((char) c))
                .collect(Collectors.joining());
    }

    private static ObjectNode type(String name) {
        return JSON.createObjectNode().put("type", name);
    }

    private static ObjectNode pattern(String pattern) {
        return type("string").put("pattern", "^(?:" + pattern + ")$|" + PLACEHOLDER);
    }

    private static ObjectNode either(ObjectNode... schemas) {
        ObjectNode both = JSON.createObjectNode();
        List.of(schemas).forEach(both.putArray("anyOf")::add);
        return both;
    }
}
