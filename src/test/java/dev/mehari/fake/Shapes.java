package dev.mehari.fake;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Shapes made of shapes: objects with known fields, and choices between shapes. */
final class Shapes {
    private Shapes() {}

    static String typeOf(JsonNode node) {
        return switch (node.getNodeType()) {
            case ARRAY -> "an array";
            case BOOLEAN -> "a boolean";
            case NULL, MISSING -> "null";
            case NUMBER -> node.isIntegralNumber() ? "an integer" : "a decimal";
            case STRING -> "a string";
            case OBJECT, POJO, BINARY -> "an object";
        };
    }

    /** An object that has these fields and no others. */
    static Fields object() {
        return new Fields(Map.of(), Set.of(), true, false);
    }

    /** Whichever alternative has the JSON type of the value. */
    static Shape either(Shape... alternatives) {
        List<Shape> shapes = List.of(alternatives);
        String expects = shapes.stream().map(Shape::expects).collect(Collectors.joining(" or "));
        return new Shape() {
            @Override
            public boolean fits(JsonNode node) {
                return shapes.stream().anyMatch(shape -> shape.fits(node));
            }

            @Override
            public void check(JsonNode node, Path path) {
                shapes.stream()
                        .filter(shape -> shape.fits(node))
                        .findFirst()
                        .orElseThrow(() -> new Problem(Problem.Kind.TYPE, path, expects, typeOf(node)))
                        .check(node, path);
            }

            @Override
            public String expects() {
                return expects;
            }
        };
    }

    static Shape orNull(Shape shape) {
        return either(shape, Shape.any().and((node, path) -> {
            if (!node.isNull()) {
                throw new Problem(Problem.Kind.TYPE, path, shape.expects(), typeOf(node));
            }
        }));
    }

    /** An object whose field {@code tag} chooses its shape; the shapes must know the tag themselves. */
    static Shape tagged(String tag, Map<String, ? extends Shape> shapes) {
        return Shape.map().and((node, path) -> {
            JsonNode value = node.get(tag);
            if (value == null) {
                throw Problem.missing(path.to(tag));
            }
            Shape shape = shapes.get(value.asText());
            if (shape == null) {
                String known = String.join(", ", new java.util.TreeSet<>(shapes.keySet()));
                throw new Problem(Problem.Kind.VALUE, path.to(tag), known, value.asText());
            }
            shape.check(node, path);
        });
    }

    /** The fields of an object. */
    static final class Fields implements Shape {
        private final Map<String, Shape> known;
        private final Set<String> needed;
        private final boolean nulls;
        private final boolean proto;

        private Fields(Map<String, Shape> known, Set<String> needed, boolean nulls, boolean proto) {
            this.known = known;
            this.needed = needed;
            this.nulls = nulls;
            this.proto = proto;
        }

        Fields need(String name, Shape shape) {
            Set<String> more = new HashSet<>(needed);
            more.add(name);
            return new Fields(may(name, shape).known, more, nulls, proto);
        }

        Fields may(String name, Shape shape) {
            Map<String, Shape> more = new LinkedHashMap<>(known);
            more.put(name, shape);
            return new Fields(more, needed, nulls, proto);
        }

        Fields may(Shape shape, String... names) {
            Fields fields = this;
            for (String name : names) {
                fields = fields.may(name, shape);
            }
            return fields;
        }

        Fields tag(String name, String value) {
            return need(name, Shape.oneOf(value));
        }

        /** A null is refused where the field may be left out. */
        Fields withoutNulls() {
            return new Fields(known, needed, false, proto);
        }

        /** Protobuf JSON: each name also in snake case. */
        Fields inProto() {
            return new Fields(known, needed, nulls, true);
        }

        @Override
        public boolean fits(JsonNode node) {
            return node.isObject();
        }

        @Override
        public String expects() {
            return "an object";
        }

        @Override
        public void check(JsonNode node, Path path) {
            Shape.map().check(node, path);
            Set<String> seen = new HashSet<>();
            for (Map.Entry<String, JsonNode> field : node.properties()) {
                Shape shape = known.get(camel(field.getKey()));
                Path at = path.to(field.getKey());
                if (shape == null) {
                    throw Problem.unknown(at);
                }
                if (!seen.add(camel(field.getKey()))) {
                    throw Problem.rule(at, "Field '" + field.getKey() + "' is given twice.");
                }
            }
            Stream<String> missing = needed.stream().filter(name -> !seen.contains(name));
            missing.sorted().findFirst().ifPresent(name -> {
                throw Problem.missing(path.to(name));
            });
            for (Map.Entry<String, JsonNode> field : node.properties()) {
                String name = camel(field.getKey());
                if (!(field.getValue().isNull() && nulls && !needed.contains(name))) {
                    java.util.Objects.requireNonNull(known.get(name)).check(field.getValue(), path.to(field.getKey()));
                }
            }
        }

        private String camel(String name) {
            return proto ? Proto.camel(name) : name;
        }
    }
}
