package dev.mehari.admin;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.mehari.call.ErrorKind;
import dev.mehari.call.Refusal;
import jakarta.servlet.http.HttpServletRequest;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Iterator;
import java.util.List;
import java.util.Locale;

/** JSON that may hold secrets: read here, because Spring writes what it reads into its log. */
final class Bodies {
    private static final int LARGEST = 1 << 20;
    private static final JsonMapper JSON = JsonMapper.builder()
            .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
            .build();

    private Bodies() {}

    /** @throws Refusal when it is no JSON object, or too large */
    static JsonNode object(HttpServletRequest request) throws IOException {
        return object(bytes(request, LARGEST), false);
    }

    /**
     * The bytes as they came, whatever they are called: Spring would read those of a form, which curl calls all, as one.
     *
     * @throws Refusal when there are more than {@code most}
     */
    static byte[] bytes(HttpServletRequest request, int most) throws IOException {
        byte[] bytes = request.getInputStream().readNBytes(most + 1);
        if (bytes.length > most) {
            throw new Refusal(ErrorKind.REQUEST_TOO_LARGE, "the body is larger than " + most + " bytes");
        }
        return bytes;
    }

    /**
     * What was posted, which may be nothing, whatever that is called. A body must not be called anything but JSON: a page of
     * another site can have the admin's browser post a form or a text, and those are always called so.
     *
     * @throws Refusal when it is no JSON object, not called one, too large, or has a field of another name
     */
    static JsonNode fields(HttpServletRequest request, List<String> known) throws IOException {
        JsonNode body = posted(request, true);
        onlyFields(body, known);
        return body;
    }

    /** The same, with any fields; there has to be a body. */
    static JsonNode posted(HttpServletRequest request) throws IOException {
        return posted(request, false);
    }

    private static JsonNode posted(HttpServletRequest request, boolean orNothing) throws IOException {
        byte[] bytes = bytes(request, LARGEST);
        String type = request.getContentType();
        // A form of several parts was read by the server before: then there are no bytes left.
        boolean given = !isBlank(bytes) || (bytes.length == 0 && request.getContentLengthLong() > 0);
        if ((given || !orNothing)
                && type != null
                && !type.toLowerCase(Locale.ROOT).contains("json")) {
            throw new Refusal(
                    ErrorKind.UNSUPPORTED_MEDIA_TYPE,
                    "a body is JSON here, and its header Content-Type has to say so: application/json, not "
                            + (type.length() > 64 ? type.substring(0, 64) : type));
        }
        return object(bytes, orNothing);
    }

    /**
     * A parameter of the query, once the body was read.
     *
     * @throws Refusal when it is not there, or empty
     */
    static String parameter(HttpServletRequest request, String name) {
        String value = request.getParameter(name);
        if (value == null || value.isBlank()) {
            throw new Refusal(ErrorKind.INVALID_REQUEST, "the query needs the parameter \"" + name + "\"");
        }
        return value;
    }

    private static boolean isBlank(byte[] bytes) {
        return new String(bytes, StandardCharsets.UTF_8).isBlank();
    }

    private static JsonNode object(byte[] bytes, boolean orNothing) throws IOException {
        if (orNothing && isBlank(bytes)) {
            return JSON.createObjectNode();
        }
        try {
            JsonNode body = JSON.readTree(bytes);
            if (body.isObject()) {
                return body;
            }
        } catch (JsonProcessingException e) {
            // told below; what the parser says may quote a secret
        }
        throw new Refusal(ErrorKind.INVALID_JSON, "the body is not the JSON object that is expected here");
    }

    /** @throws Refusal when there is a field of another name */
    static void onlyFields(JsonNode body, List<String> known) {
        for (Iterator<String> names = body.fieldNames(); names.hasNext(); ) {
            String name = names.next();
            if (!known.contains(name)) {
                throw new Refusal(
                        ErrorKind.INVALID_REQUEST,
                        "unknown field \"" + (name.length() > 64 ? name.substring(0, 64) + "..." : name)
                                + "\"; there are " + String.join(", ", known));
            }
        }
    }
}
