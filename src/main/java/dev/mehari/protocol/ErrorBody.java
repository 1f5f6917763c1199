package dev.mehari.protocol;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.mehari.protocol.Codec.ErrorFacts;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

/**
 * Reads error bodies. Vendors borrow each other's shapes (Google answers in an array, GLM gives codes as strings, vLLM
 * puts the error at the top), so all are understood whatever protocol the upstream is said to speak.
 */
public final class ErrorBody {
    private static final ErrorFacts NOT_JSON = new ErrorFacts(null, null, null, false, 0, null);

    private ErrorBody() {}

    public static ErrorFacts read(byte[] body) {
        return read(new Slice(body, 0, body.length));
    }

    /** What the body says; never throws. */
    public static ErrorFacts read(Slice body) {
        JsonNode root;
        ObjectMapper mapper = new ObjectMapper(Json.factory());
        try (JsonParser parser = body.parse(mapper.getFactory())) {
            root = mapper.readTree(parser);
        } catch (IOException e) {
            return NOT_JSON;
        }
        if (root == null || root.isMissingNode()) {
            return NOT_JSON;
        }
        if (root.isArray()) {
            root = root.path(0);
        }
        JsonNode error = root.path("error");
        if (error.isTextual()) {
            return new ErrorFacts(text(root.path("code")), null, error.asText(), true, 0, null);
        }
        if (!error.isObject()) {
            error = root;
        }
        String reason = reason(error.path("details"));
        String message = text(error.path("message"));
        if (message == null) {
            message = text(error.path("msg"));
        }
        if (message == null) {
            message = text(error.path("detail"));
        }
        String type = text(error.path("type"));
        if (type == null) {
            type = text(error.path("status"));
        }
        return new ErrorFacts(reason != null ? reason : text(error.path("code")), type, message, true, 0, null);
    }

    /** Google's own code stands in the details: {@code API_KEY_INVALID} in a 400, say. */
    private static @Nullable String reason(JsonNode details) {
        for (JsonNode detail : details) {
            if (detail.path("@type").asText().endsWith("ErrorInfo")) {
                return text(detail.path("reason"));
            }
        }
        return null;
    }

    private static @Nullable String text(JsonNode value) {
        return value.isTextual() || value.isNumber() ? value.asText() : null;
    }
}
