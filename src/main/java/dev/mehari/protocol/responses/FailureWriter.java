package dev.mehari.protocol.responses;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.mehari.call.Attempt;
import dev.mehari.call.ErrorKind;
import dev.mehari.call.Refusal;
import dev.mehari.protocol.Json;
import dev.mehari.protocol.chat.Tree;
import dev.mehari.protocol.openaicommon.ErrorShape;
import dev.mehari.protocol.sse.SseWriter;
import java.util.List;

/** The last event of a stream that failed. */
final class FailureWriter {
    private FailureWriter() {}

    /**
     * Before there is a response. The documented form is flat, OpenAI's own server nests it, and clients know either: it
     * has both.
     *
     * @param sequence number of the event
     */
    static byte[] error(Refusal refusal, List<Attempt> attempts, long sequence) {
        String param = refusal.param() == null ? "null" : Json.quote(refusal.param());
        String nested = ErrorShape.body(refusal, attempts).substring(1);
        return SseWriter.event(
                "error",
                "{\"type\":\"error\",\"sequence_number\":" + sequence + ",\"code\":"
                        + Json.quote(ErrorShape.of(refusal.kind()).code()) + ",\"message\":"
                        + Json.quote(refusal.text())
                        + ",\"param\":" + param + "," + nested);
    }

    /** @param response as it is; becomes one that failed */
    static byte[] failed(ObjectNode response, Refusal refusal, long sequence) {
        response.put("status", "failed").putNull("completed_at").putNull("incomplete_details");
        response.putObject("error").put("code", code(refusal.kind())).put("message", refusal.text());
        return event("response.failed", Tree.object().set("response", response), sequence);
    }

    /** In a response there are few words for it, and none for what is wrong with the server. */
    private static String code(ErrorKind kind) {
        return switch (kind) {
            case UPSTREAM_RATE_LIMITED, INSUFFICIENT_QUOTA, CONTEXT_LENGTH_EXCEEDED ->
                ErrorShape.of(kind).code();
            case CONTENT_POLICY_VIOLATION, UPSTREAM_REJECTED -> "invalid_prompt";
            default -> "server_error";
        };
    }

    /** An event; its name stands in it a second time. */
    static byte[] event(String type, ObjectNode members, long sequence) {
        ObjectNode data = Tree.object().put("type", type).put("sequence_number", sequence);
        data.setAll(members);
        return SseWriter.event(type, Tree.text(data));
    }
}
