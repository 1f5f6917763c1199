package dev.mehari.protocol;

import com.fasterxml.jackson.databind.JsonNode;
import dev.mehari.protocol.chat.Tree;
import java.io.IOException;
import java.time.Duration;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Reads error bodies. Vendors borrow each other's shapes (Google answers in an array, GLM gives codes as strings, vLLM
 * puts the error at the top, frameworks call it {@code detail}), so all are understood whatever protocol the upstream is
 * said to speak.
 */
public final class ErrorBody {
    private static final ErrorFacts NOT_JSON = new ErrorFacts(null, null, null, false, 0, null);

    /** A protobuf duration that is not negative: at most ten thousand years, to the nanosecond. */
    private static final Pattern DURATION = Pattern.compile("(\\d{1,12})(?:\\.(\\d{1,9}))?s");

    private static final Pattern STATUS = Pattern.compile("[45]\\d\\d");

    private ErrorBody() {}

    public static ErrorFacts read(byte[] body) {
        return read(new Slice(body, 0, body.length));
    }

    /** What the body says; never throws. */
    public static ErrorFacts read(Slice body) {
        JsonNode root;
        try {
            root = Tree.read(body);
        } catch (IOException e) {
            return NOT_JSON;
        }
        if (root.isArray()) {
            root = root.path(0);
        }
        JsonNode error = error(root);
        if (error.isTextual()) {
            return new ErrorFacts(
                    text(root, "code"), word(root, "type", "error_type"), error.asText(), true, status(root), null);
        }
        JsonNode details = error.path("details");
        String reason = reason(details);
        int status = status(error);
        return new ErrorFacts(
                reason != null ? reason : text(error, "code"),
                word(error, "type", "status"),
                text(error, "message", "msg", "detail"),
                true,
                status == 0 ? status(root) : status,
                retryAfter(details));
    }

    /** The object that tells of the error, or its text; the root when nothing in it looks like either. */
    private static JsonNode error(JsonNode root) {
        JsonNode error = root.path("error");
        if (error.isObject() || error.isTextual()) {
            return error;
        }
        JsonNode detail = root.path("detail");
        if (detail.isObject()) {
            return error(detail);
        }
        // An event that says it of the answer as it is up to now.
        JsonNode response = root.path("response").path("error");
        if (response.isObject()) {
            return response;
        }
        // Some say it of the one answer that went wrong.
        JsonNode choice = root.path("choices").path(0).path("error");
        if (choice.isObject()) {
            return choice;
        }
        // What was wrong with each field of the request: the first says enough.
        return detail.path(0).isObject() ? detail.path(0) : root;
    }

    /** Google's own code stands in the details: {@code API_KEY_INVALID} in a 400, say. */
    private static @Nullable String reason(JsonNode details) {
        for (JsonNode detail : details) {
            if (detail.path("@type").asText().endsWith("ErrorInfo")) {
                return text(detail, "reason");
            }
        }
        return null;
    }

    /** Google's clients read the time to wait from the details, not from a header. */
    private static @Nullable Duration retryAfter(JsonNode details) {
        for (JsonNode detail : details) {
            if (detail.path("@type").asText().endsWith("RetryInfo")) {
                var delay = DURATION.matcher(detail.path("retryDelay").asText());
                if (delay.matches()) {
                    String fraction = delay.group(2) == null ? "" : delay.group(2);
                    return Duration.ofSeconds(
                            Long.parseLong(delay.group(1)), Integer.parseInt((fraction + "000000000").substring(0, 9)));
                }
            }
        }
        return null;
    }

    private static int status(JsonNode object) {
        for (String name : new String[] {"status_code", "statusCode", "code", "status"}) {
            String value = text(object, name);
            if (value != null && STATUS.matcher(value).matches()) {
                return Integer.parseInt(value);
            }
        }
        return 0;
    }

    /** The first of these members that is a text or a number. */
    private static @Nullable String text(JsonNode object, String... names) {
        for (String name : names) {
            JsonNode value = object.path(name);
            if (value.isTextual() || value.isNumber()) {
                return value.asText();
            }
        }
        return null;
    }

    /** The first of these members that is a text. */
    private static @Nullable String word(JsonNode object, String... names) {
        for (String name : names) {
            JsonNode value = object.path(name);
            if (value.isTextual()) {
                return value.asText();
            }
        }
        return null;
    }
}
