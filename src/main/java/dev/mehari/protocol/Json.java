package dev.mehari.protocol;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonFactoryBuilder;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.util.JsonRecyclerPools;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.atomic.AtomicInteger;

/** How JSON is read and written here: in one pass over bytes, without a tree. */
public final class Json {
    /** Deepest nesting that is read; deeper is refused, so that no recursion anywhere can be driven into the ground. */
    public static final int MAX_DEPTH = 500;

    private static final char[] HEX = "0123456789abcdef".toCharArray();

    // A body's size is limited where it is read; inside it, any string and any number may take all of it.
    private static final StreamReadConstraints LIMITS = limits().build();

    /** Bytes of a body that may share a table of names with others. */
    private static final int SHORT = 16 * 1024;

    /** How many of them do; what strangers called their keys is kept no longer than that. */
    private static final int TURNS = 256;

    private static final AtomicInteger TURN = new AtomicInteger();

    private static volatile JsonFactory shared = factory();

    private Json() {}

    /** What a parser takes; numbers of any length, for who looks at them as text only. */
    public static StreamReadConstraints.Builder limits() {
        return StreamReadConstraints.builder()
                .maxNestingDepth(MAX_DEPTH)
                .maxStringLength(Integer.MAX_VALUE)
                .maxNumberLength(Integer.MAX_VALUE)
                .maxNameLength(Integer.MAX_VALUE);
    }

    /** A parser for a body; the caller closes it. */
    public static JsonParser parser(byte[] body) throws IOException {
        return parser(body, 0, body.length);
    }

    /**
     * A parser for a part of a body; the caller closes it.
     *
     * @param from the first byte
     * @param length in bytes
     */
    public static JsonParser parser(byte[] body, int from, int length) throws IOException {
        if (length > SHORT) {
            return factory().createParser(body, from, length);
        }
        JsonFactory names = shared;
        if (TURN.incrementAndGet() % TURNS == 0) {
            shared = factory();
        }
        return names.createParser(body, from, length);
    }

    /**
     * A parser factory with a name table of its own.
     *
     * <p>Parsers of one factory share the names they have seen. One factory for all bodies would keep thousands of keys
     * that strangers chose, of any length, for ever; so each stream and each long body gets one, which dies with it, and
     * short bodies share one for a while: making the tables costs more than reading the body.
     */
    public static JsonFactory factory() {
        return new JsonFactoryBuilder()
                .disable(JsonFactory.Feature.CHARSET_DETECTION)
                .disable(JsonFactory.Feature.INTERN_FIELD_NAMES)
                .streamReadConstraints(LIMITS)
                .recyclerPool(JsonRecyclerPools.sharedConcurrentDequePool())
                .build();
    }

    /** Told of one member; the parser stands at its value and may be left there or at the value's end. */
    @FunctionalInterface
    public interface Member {
        void read(String name, JsonParser value) throws IOException;
    }

    /** Told of one element; the parser stands at it and may be left there or at its end. */
    @FunctionalInterface
    public interface Element {
        void read(JsonParser value) throws IOException;
    }

    /** Walks the object the parser stands at, to its end; anything but an object is left alone. */
    public static void object(JsonParser parser, Member each) throws IOException {
        if (parser.currentToken() != JsonToken.START_OBJECT) {
            return;
        }
        while (parser.nextToken() == JsonToken.FIELD_NAME) {
            String name = parser.currentName();
            parser.nextToken();
            each.read(name, parser);
            parser.skipChildren();
        }
    }

    /** Walks the array the parser stands at, to its end; anything but an array is left alone. */
    public static void array(JsonParser parser, Element each) throws IOException {
        if (parser.currentToken() != JsonToken.START_ARRAY) {
            return;
        }
        while (parser.nextToken() != JsonToken.END_ARRAY) {
            each.read(parser);
            parser.skipChildren();
        }
    }

    /** Whether the value says something: not null, false, {@code ""}, {@code []} or <code>{}</code>. Reads it to its end. */
    public static boolean present(JsonParser value) throws IOException {
        JsonToken token = value.currentToken();
        if (token == JsonToken.START_OBJECT || token == JsonToken.START_ARRAY) {
            JsonToken first = value.nextToken();
            if (first == JsonToken.END_OBJECT || first == JsonToken.END_ARRAY) {
                return false;
            }
            JsonToken end = token == JsonToken.START_OBJECT ? JsonToken.END_OBJECT : JsonToken.END_ARRAY;
            for (JsonToken at = first; at != end; at = value.nextToken()) {
                value.skipChildren();
            }
            return true;
        }
        return token != JsonToken.VALUE_NULL
                && token != JsonToken.VALUE_FALSE
                && (token != JsonToken.VALUE_STRING || value.getTextLength() > 0);
    }

    /** A count of tokens: whole and not negative, -1 when the value is none. */
    public static long count(JsonParser value) throws IOException {
        return switch (value.currentToken()) {
            case VALUE_NUMBER_INT -> value.getTextLength() > 15 ? -1 : Math.max(0, value.getLongValue());
            case VALUE_NUMBER_FLOAT -> {
                double number = value.getTextLength() > 30 ? -1 : value.getDoubleValue();
                yield number >= 0 && number < 1e15 ? (long) number : -1;
            }
            default -> -1;
        };
    }

    /** The text as a JSON string, quotes included. Lone surrogates are escaped, so any text gives valid UTF-8. */
    public static String quote(String text) {
        StringBuilder out = new StringBuilder(text.length() + 16).append('"');
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c == '"' || c == '\\') {
                out.append('\\').append(c);
            } else if (c == '\n') {
                out.append("\\n");
            } else if (c == '\t') {
                out.append("\\t");
            } else if (c < 0x20 || c == 0x7f || alone(text, i)) {
                out.append("\\u")
                        .append(HEX[c >> 12])
                        .append(HEX[(c >> 8) & 15])
                        .append(HEX[(c >> 4) & 15])
                        .append(HEX[c & 15]);
            } else {
                out.append(c);
            }
        }
        return out.append('"').toString();
    }

    /** JSON text with each lone surrogate escaped; valid JSON stays what it is. */
    public static String pairs(String json) {
        for (int i = 0; i < json.length(); i++) {
            if (alone(json, i)) {
                return escaped(json);
            }
        }
        return json;
    }

    private static String escaped(String json) {
        StringBuilder out = new StringBuilder(json.length() + 16);
        for (int i = 0; i < json.length(); i++) {
            char c = json.charAt(i);
            if (alone(json, i)) {
                out.append("\\u").append(Integer.toHexString(c));
            } else {
                out.append(c);
            }
        }
        return out.toString();
    }

    public static byte[] utf8(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    private static boolean alone(String text, int at) {
        char c = text.charAt(at);
        if (Character.isHighSurrogate(c)) {
            return at + 1 == text.length() || !Character.isLowSurrogate(text.charAt(at + 1));
        }
        return Character.isLowSurrogate(c) && (at == 0 || !Character.isHighSurrogate(text.charAt(at - 1)));
    }
}
