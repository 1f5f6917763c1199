package dev.mehari.fake;

import com.fasterxml.jackson.databind.JsonNode;
import java.math.BigDecimal;
import java.util.List;
import java.util.function.Predicate;
import java.util.regex.Pattern;

/** What a JSON value must look like. Small on purpose: it says what the field tables of the vendors say, and no more. */
interface Shape {
    /** Whether the JSON type is right, which is all that chooses between alternatives. */
    boolean fits(JsonNode node);

    /** Fails with the first {@link Problem}. */
    void check(JsonNode node, Path path);

    /** The type in words. */
    String expects();

    private static Shape leaf(String expects, Predicate<JsonNode> fits) {
        return new Shape() {
            @Override
            public boolean fits(JsonNode node) {
                return fits.test(node);
            }

            @Override
            public void check(JsonNode node, Path path) {
                if (!fits(node)) {
                    throw new Problem(Problem.Kind.TYPE, path, expects, Shapes.typeOf(node));
                }
            }

            @Override
            public String expects() {
                return expects;
            }
        };
    }

    /** The same shape with one more demand on values that have the right type. */
    default Shape and(Demand demand) {
        Shape plain = this;
        return new Shape() {
            @Override
            public boolean fits(JsonNode node) {
                return plain.fits(node);
            }

            @Override
            public void check(JsonNode node, Path path) {
                plain.check(node, path);
                demand.check(node, path);
            }

            @Override
            public String expects() {
                return plain.expects();
            }
        };
    }

    /** A further demand on a value of the right type. */
    interface Demand {
        void check(JsonNode node, Path path);
    }

    static Shape any() {
        return leaf("a value", node -> true);
    }

    static Shape bool() {
        return leaf("a boolean", JsonNode::isBoolean);
    }

    static Shape string() {
        return leaf("a string", JsonNode::isTextual);
    }

    /** An object whose keys are the caller's: a schema, arguments, labels. */
    static Shape map() {
        return leaf("an object", JsonNode::isObject);
    }

    static Shape integer(long least, long most) {
        return leaf("an integer", JsonNode::isIntegralNumber).and(between(least, most));
    }

    static Shape number(double least, double most) {
        return leaf("a decimal", JsonNode::isNumber).and(between(least, most));
    }

    private static Demand between(Number least, Number most) {
        return (node, path) -> {
            BigDecimal value = node.decimalValue();
            if (value.compareTo(new BigDecimal(least.toString())) < 0) {
                throw new Problem(Problem.Kind.BELOW, path, least.toString(), node.asText());
            }
            if (value.compareTo(new BigDecimal(most.toString())) > 0) {
                throw new Problem(Problem.Kind.ABOVE, path, most.toString(), node.asText());
            }
        };
    }

    static Shape oneOf(String... values) {
        List<String> allowed = List.of(values);
        return string().and((node, path) -> {
            if (!allowed.contains(node.asText())) {
                throw new Problem(Problem.Kind.VALUE, path, String.join(", ", allowed), node.asText());
            }
        });
    }

    static Shape matching(String regex) {
        Pattern pattern = Pattern.compile(regex);
        return string().and((node, path) -> {
            if (!pattern.matcher(node.asText()).matches()) {
                throw new Problem(Problem.Kind.PATTERN, path, regex, node.asText());
            }
        });
    }

    static Shape string(int least, int most) {
        return string().and((node, path) -> {
            if (node.asText().length() < least) {
                throw new Problem(
                        Problem.Kind.TOO_SHORT,
                        path,
                        "" + least,
                        "" + node.asText().length());
            }
            if (node.asText().length() > most) {
                throw new Problem(
                        Problem.Kind.TOO_LONG,
                        path,
                        "" + most,
                        "" + node.asText().length());
            }
        });
    }

    static Shape list(Shape element, int least, int most) {
        return leaf("an array", JsonNode::isArray).and((node, path) -> {
            if (node.size() < least) {
                throw new Problem(Problem.Kind.TOO_FEW, path, "" + least, "" + node.size());
            }
            if (node.size() > most) {
                throw new Problem(Problem.Kind.TOO_MANY, path, "" + most, "" + node.size());
            }
            for (int i = 0; i < node.size(); i++) {
                element.check(node.get(i), path.to(i));
            }
        });
    }

    static Shape list(Shape element) {
        return list(element, 0, Integer.MAX_VALUE);
    }
}
