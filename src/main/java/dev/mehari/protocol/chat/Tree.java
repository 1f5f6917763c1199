package dev.mehari.protocol.chat;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonFactoryBuilder;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.util.JsonRecyclerPools;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.cfg.JsonNodeFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.mehari.protocol.Json;
import dev.mehari.protocol.Slice;
import java.io.IOException;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * JSON as a tree, in which numbers keep every digit and members their order. A number that nothing can hold is no JSON
 * here: of more than {@value #LONGEST_NUMBER} characters, which would take time with the square of its length, or with an
 * exponent beyond that of any decimal.
 */
public final class Tree {
    private static final int LONGEST_NUMBER = 1000;

    // Names are not kept between documents: see Json.factory.
    private static final ObjectMapper MAPPER = JsonMapper.builder(new JsonFactoryBuilder(Json.factory())
                    .disable(JsonFactory.Feature.CANONICALIZE_FIELD_NAMES)
                    // Without either of the two Jackson reads no bytes at all.
                    .enable(JsonFactory.Feature.CHARSET_DETECTION)
                    .streamReadConstraints(
                            Json.limits().maxNumberLength(LONGEST_NUMBER).build())
                    .recyclerPool(JsonRecyclerPools.sharedConcurrentDequePool())
                    .build())
            .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
            .disable(JsonNodeFeature.STRIP_TRAILING_BIGDECIMAL_ZEROES)
            .build();

    private Tree() {}

    /** @throws IOException when it is not one JSON text */
    public static JsonNode read(byte[] json) throws IOException {
        return read(new Slice(json, 0, json.length));
    }

    /** @throws IOException when it is not one JSON text */
    public static JsonNode read(Slice json) throws IOException {
        try {
            // Jackson reads on behind a part that does not begin at the array's first byte, where it reads characters.
            byte[] text = json.from() == 0 && json.to() == json.array().length
                    ? json.array()
                    : Arrays.copyOfRange(json.array(), json.from(), json.to());
            JsonNode tree = MAPPER.readTree(text);
            if (tree == null || tree.isMissingNode()) {
                throw new IOException("no JSON");
            }
            return tree;
        } catch (NumberFormatException e) {
            throw new IOException("a number that no decimal can hold", e);
        }
    }

    /** The value of a JSON text, null when it is none. */
    public static @Nullable JsonNode parse(String json) {
        try {
            JsonNode tree = MAPPER.readTree(json);
            return tree == null || tree.isMissingNode() ? null : tree;
        } catch (JsonProcessingException | NumberFormatException e) {
            return null;
        }
    }

    /** Reads a tree as it would be read from bytes. */
    @FunctionalInterface
    public interface Walk<T> {
        @Nullable
        T read(JsonParser value) throws IOException;
    }

    /** What a walk through the value finds; null for nothing. */
    public static <T> @Nullable T walk(JsonNode value, Walk<T> walk) {
        try (JsonParser parser = value.traverse()) {
            parser.nextToken();
            return walk.read(parser);
        } catch (IOException e) {
            throw new IllegalStateException("a tree can always be read", e);
        }
    }

    public static ObjectNode object() {
        return MAPPER.createObjectNode();
    }

    /** An object with one member. */
    public static ObjectNode object(String name, JsonNode value) {
        ObjectNode out = object();
        out.set(name, value);
        return out;
    }

    public static ArrayNode array() {
        return MAPPER.createArrayNode();
    }

    /** As JSON text; lone surrogates are escaped, so that it has a UTF-8 form. */
    public static String text(JsonNode tree) {
        try {
            return Json.pairs(MAPPER.writeValueAsString(tree));
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("a tree can always be written", e);
        }
    }

    /** As JSON in UTF-8. */
    public static byte[] bytes(JsonNode tree) {
        return Json.utf8(text(tree));
    }
}
