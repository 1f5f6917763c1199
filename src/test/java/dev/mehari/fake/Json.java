package dev.mehari.fake;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Arrays;
import java.util.Collection;
import org.jspecify.annotations.Nullable;

/** JSON as strictly as the library can: no duplicate keys, nothing after the value. */
final class Json {
    private static final JsonMapper MAPPER = JsonMapper.builder()
            .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
            .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
            .build();

    private Json() {}

    static JsonNode parse(byte[] bytes) {
        try {
            return MAPPER.readTree(bytes);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    static JsonNode parse(String text) {
        try {
            return MAPPER.readTree(text);
        } catch (JsonProcessingException e) {
            throw new UncheckedIOException(e);
        }
    }

    static ObjectNode object() {
        return MAPPER.createObjectNode();
    }

    /** An object from names and values in turn; a null value is a JSON null. */
    static ObjectNode object(@Nullable Object... namesAndValues) {
        ObjectNode node = object();
        for (int i = 0; i < namesAndValues.length; i += 2) {
            node.set(String.valueOf(namesAndValues[i]), node(namesAndValues[i + 1]));
        }
        return node;
    }

    static ArrayNode array(@Nullable Object... values) {
        return array(Arrays.asList(values));
    }

    static ArrayNode array(Collection<? extends @Nullable Object> values) {
        ArrayNode array = MAPPER.createArrayNode();
        values.forEach(value -> array.add(node(value)));
        return array;
    }

    private static JsonNode node(@Nullable Object value) {
        return MAPPER.valueToTree(value);
    }
}
