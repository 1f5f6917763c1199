package dev.mehari.it.failover.score;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.mehari.it.faults.Caller;
import java.io.IOException;

/** Whether an error is one that a client of the caller's protocol can read. */
public final class ErrorShape {
    private static final ObjectMapper JSON = new ObjectMapper();

    private ErrorShape() {}

    /** A whole JSON error in the words of the caller's protocol; not 401 or 403, which would be about the caller's key. */
    public static boolean fits(Seen seen, Caller caller) {
        if (seen.status() < 400 || seen.status() == 401 || seen.status() == 403 || seen.end() != Seen.End.WHOLE) {
            return false;
        }
        JsonNode root;
        try {
            root = JSON.readTree(seen.body());
        } catch (IOException e) {
            return false;
        }
        JsonNode error = root.path("error");
        boolean own = switch (caller) {
            case CHAT, RESPONSES -> error.path("type").isTextual() && error.has("code") && error.has("param");
            case MESSAGES ->
                root.path("type").asText().equals("error") && error.path("type").isTextual();
            case GEMINI, GEMINI_ARRAY ->
                error.path("code").asInt() == seen.status()
                        && error.path("status").asText().matches("[A-Z_]+");
        };
        return own && !error.path("message").asText().isBlank();
    }
}
