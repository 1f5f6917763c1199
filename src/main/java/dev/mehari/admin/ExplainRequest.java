package dev.mehari.admin;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.mehari.call.ErrorKind;
import dev.mehari.call.Refusal;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * A request to be explained, as somebody writes it down: method, path, headers and body of a request that was captured, or a
 * chat completion alone.
 *
 * @param target path and query
 * @param body the very bytes that stand there
 * @param key id or name of a virtual key, or an object that describes one; null when nobody said whose call it is
 */
public record ExplainRequest(
        String method,
        String target,
        Map<String, String> headers,
        byte[] body,
        @Nullable JsonNode key) {
    private static final String CHAT = "/v1/chat/completions";

    private static final Set<String> KNOWN = Set.of("method", "path", "headers", "body", "key");

    /** What stands there decoded, and whole. */
    private static final Set<String> OF_THE_WIRE = Set.of("content-encoding", "content-length", "transfer-encoding");

    private static final ObjectMapper JSON = JsonMapper.builder()
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
            .build();

    /** @throws Refusal {@code INVALID_JSON} or {@code INVALID_REQUEST} when it is none */
    public static ExplainRequest read(byte[] text) {
        try {
            JsonNode root = JSON.readTree(text);
            if (root == null || !root.isObject()) {
                throw bad("it must be a JSON object");
            }
            return root.has("path") || root.has("body")
                    ? captured(root, text)
                    : new ExplainRequest("POST", CHAT, Map.of(), chat(root, text), null);
        } catch (JsonProcessingException e) {
            long line = e.getLocation() == null ? 0 : e.getLocation().getLineNr();
            throw new Refusal(ErrorKind.INVALID_JSON, "it is no JSON" + (line > 0 ? ", see line " + line : ""));
        } catch (IOException e) {
            throw new IllegalStateException("reading an array cannot fail", e);
        }
    }

    /**
     * The same request as a key's.
     *
     * @param key its id or name
     * @throws Refusal when it cannot be read, or says already whose it is
     */
    public static byte[] withKey(byte[] text, String key) {
        if (read(text).key() != null) {
            throw bad("it says already whose call it is, with \"key\"");
        }
        try {
            boolean captured =
                    JSON.readTree(text).has("path") || JSON.readTree(text).has("body");
            String member = "{\"key\": " + JSON.writeValueAsString(key) + ", ";
            String all = new String(text, StandardCharsets.UTF_8);
            // The rest stays as it stands there: written anew, a number might be spelled in another way.
            return (captured ? member + all.substring(all.indexOf('{') + 1) : member + "\"body\": " + all + "}")
                    .getBytes(StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new IllegalStateException("it was read before", e);
        }
    }

    private static byte[] chat(JsonNode root, byte[] text) {
        if (!root.has("messages")) {
            throw bad("it needs \"path\" and \"body\", or has to be a chat completion with \"messages\"");
        }
        return text;
    }

    private static ExplainRequest captured(JsonNode root, byte[] text) throws IOException {
        Set<String> unknown = new TreeSet<>();
        root.fieldNames().forEachRemaining(name -> {
            if (!KNOWN.contains(name)) {
                unknown.add(name);
            }
        });
        if (!unknown.isEmpty()) {
            throw bad("unknown field " + unknown + "; a request has " + new TreeSet<>(KNOWN));
        }
        JsonNode key = root.path("key");
        if (!key.isTextual() && !key.isObject() && !key.isMissingNode() && !key.isNull()) {
            throw bad("\"key\" is the id or name of a virtual key, or an object that describes one");
        }
        return new ExplainRequest(
                text(root, "method", "POST").toUpperCase(Locale.ROOT),
                target(text(root, "path", CHAT)),
                headers(root.path("headers")),
                body(root.path("body"), text),
                key.isTextual() || key.isObject() ? key : null);
    }

    private static String text(JsonNode root, String field, String unset) {
        JsonNode value = root.path(field);
        if (value.isMissingNode()) {
            return unset;
        }
        if (!value.isTextual() || value.asText().isBlank()) {
            throw bad("\"" + field + "\" must be a text");
        }
        return value.asText().strip();
    }

    /** What was captured may be a whole address. */
    private static String target(String path) {
        int host = path.indexOf("://");
        int slash = host < 0 ? 0 : path.indexOf('/', host + 3);
        if (slash < 0 || path.charAt(slash) != '/') {
            throw bad("\"path\" must begin with a slash");
        }
        return path.substring(slash);
    }

    private static Map<String, String> headers(JsonNode given) {
        if (given.isMissingNode() || given.isNull()) {
            return Map.of();
        }
        if (!given.isObject()) {
            throw bad("\"headers\" must be an object of texts");
        }
        Map<String, String> headers = new LinkedHashMap<>();
        given.properties().forEach(header -> {
            JsonNode value = header.getValue().isArray() ? header.getValue().path(0) : header.getValue();
            if (!value.isTextual()) {
                throw bad("the header \"" + header.getKey() + "\" must be a text");
            }
            if (!OF_THE_WIRE.contains(header.getKey().toLowerCase(Locale.ROOT))) {
                headers.put(header.getKey(), value.asText());
            }
        });
        return headers;
    }

    private static byte[] body(JsonNode body, byte[] text) throws IOException {
        if (body.isMissingNode() || body.isNull()) {
            return new byte[0];
        }
        if (body.isTextual()) {
            return body.asText().getBytes(StandardCharsets.UTF_8);
        }
        if (!body.isContainerNode()) {
            throw bad("\"body\" must be the JSON that would be sent, or a text");
        }
        return slice(text);
    }

    /** The body as it stands there: written anew, a number might be spelled in another way. */
    private static byte[] slice(byte[] text) throws IOException {
        byte[] slice = new byte[0];
        try (JsonParser parser = JSON.createParser(text)) {
            parser.nextToken();
            while (parser.nextToken() == JsonToken.FIELD_NAME) {
                boolean wanted = "body".equals(parser.currentName());
                parser.nextToken();
                long from = parser.currentTokenLocation().getByteOffset();
                parser.skipChildren();
                long to = parser.currentLocation().getByteOffset();
                if (wanted && from < 0) {
                    throw bad("it must be in UTF-8");
                }
                if (wanted) {
                    slice = Arrays.copyOfRange(text, (int) from, (int) to);
                }
            }
        }
        return slice;
    }

    private static Refusal bad(String why) {
        return new Refusal(ErrorKind.INVALID_REQUEST, "the request to be explained cannot be read: " + why);
    }
}
