package dev.mehari.protocol;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import java.io.IOException;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A path such as {@code messages[0].role}. It is looked up in one pass over the bytes: a tree of a body full of images
 * would take several times its size, for the one or two fields that routes look at.
 *
 * <p>Of a member that stands twice the last one counts, as with most parsers upstream.
 */
record FieldPath(List<Step> steps) {
    sealed interface Step {
        /** A member by name; {@code size} of an array is the number of its elements. */
        record Name(String name) implements Step {}

        /** An element by number, from 0. */
        record Index(int index) implements Step {}
    }

    /** Reads a path; one that cannot be read leads nowhere. */
    static FieldPath of(String path) {
        List<Step> steps = new ArrayList<>();
        int at = 0;
        while (at < path.length()) {
            if (path.charAt(at) == '[') {
                int close = path.indexOf(']', at);
                String number = close < 0 ? "" : path.substring(at + 1, close);
                boolean whole = !number.isEmpty()
                        && number.length() < 10
                        && number.chars().allMatch(c -> c >= '0' && c <= '9');
                steps.add(new Step.Index(whole ? Integer.parseInt(number) : -1));
                at = close < 0 ? path.length() : close + 1;
            } else {
                int from = path.charAt(at) == '.' ? at + 1 : at;
                int to = from;
                while (to < path.length() && path.charAt(to) != '.' && path.charAt(to) != '[') {
                    to++;
                }
                steps.add(new Step.Name(path.substring(from, to)));
                at = to;
            }
        }
        return new FieldPath(List.copyOf(steps));
    }

    /** Whether a path is the name of a member of the whole, and nothing more. */
    static boolean isName(String path) {
        return !path.isEmpty() && path.indexOf('.') < 0 && path.indexOf('[') < 0;
    }

    /** The value in a checked body, null when there is none. */
    @Nullable
    Object in(byte[] body) {
        try (JsonParser parser = Json.parser(body)) {
            parser.nextToken();
            return find(parser, body, 0);
        } catch (IOException e) {
            throw new IllegalStateException("the body was read before", e);
        }
    }

    private @Nullable Object find(JsonParser parser, byte[] body, int depth) throws IOException {
        if (depth == steps.size()) {
            return value(parser, body);
        }
        return switch (steps.get(depth)) {
            case Step.Name(String name) ->
                parser.currentToken() == JsonToken.START_ARRAY && name.equals("size") && depth == steps.size() - 1
                        ? (Object) size(parser)
                        : member(parser, body, depth, name);
            case Step.Index(int index) -> element(parser, body, depth, index);
        };
    }

    private @Nullable Object member(JsonParser parser, byte[] body, int depth, String name) throws IOException {
        @Nullable Object[] found = new @Nullable Object[1];
        Json.object(parser, (key, value) -> {
            if (key.equals(name)) {
                found[0] = find(value, body, depth + 1);
            }
        });
        parser.skipChildren();
        return found[0];
    }

    private @Nullable Object element(JsonParser parser, byte[] body, int depth, int index) throws IOException {
        @Nullable Object[] found = new @Nullable Object[1];
        int[] at = new int[1];
        Json.array(parser, value -> {
            if (at[0]++ == index) {
                found[0] = find(value, body, depth + 1);
            }
        });
        parser.skipChildren();
        return found[0];
    }

    private static long size(JsonParser parser) throws IOException {
        long[] count = new long[1];
        Json.array(parser, value -> count[0]++);
        return count[0];
    }

    private static @Nullable Object value(JsonParser parser, byte[] body) throws IOException {
        return switch (parser.currentToken()) {
            case VALUE_STRING -> parser.getText();
            case VALUE_TRUE -> true;
            case VALUE_FALSE -> false;
            case VALUE_NUMBER_INT, VALUE_NUMBER_FLOAT -> number(parser);
            case START_OBJECT, START_ARRAY -> {
                int from = (int) parser.currentTokenLocation().getByteOffset();
                parser.skipChildren();
                int to = (int) parser.currentLocation().getByteOffset();
                yield new String(body, from, to - from, StandardCharsets.UTF_8);
            }
            default -> null;
        };
    }

    static Object number(JsonParser parser) throws IOException {
        String text = parser.getText();
        if (parser.currentToken() == JsonToken.VALUE_NUMBER_INT && text.length() <= 18) {
            return Long.parseLong(text);
        }
        double value = Double.parseDouble(text);
        // Turning a very long number into a decimal takes time with the square of its length.
        if (Double.isFinite(value) || text.length() > 1000) {
            return value;
        }
        try {
            return new BigDecimal(text);
        } catch (NumberFormatException e) {
            // Its exponent is beyond that of any decimal.
            return value;
        }
    }
}
