package dev.mehari.it.wire;

import java.nio.charset.StandardCharsets;
import java.util.List;

/** The shortest complete stream of each dialect, its text and its tool arguments beyond ASCII. */
final class Small {
    private static final String TEXT = "北京 🌍 é";
    private static final String ARGUMENTS = "{\\\"city\\\":\\\"" + TEXT + "\\\"}";

    private Small() {}

    /** Its events, each with its blank line; of the array its elements with what separates them. */
    static List<String> events(Dialect dialect) {
        return switch (dialect) {
            case OPENAI, ZAI ->
                List.of(
                        "data: {\"choices\":[{\"index\":0,\"delta\":{\"content\":\"" + TEXT + "\"}}]}\n\n",
                        "data: {\"choices\":[{\"index\":0,\"delta\":{\"tool_calls\":[{\"index\":0,\"id\":\"c\","
                                + "\"function\":{\"name\":\"f\",\"arguments\":\"" + ARGUMENTS + "\"}}]}}]}\n\n",
                        "data: {\"choices\":[{\"index\":0,\"delta\":{},\"finish_reason\":\"stop\"}]}\n\n",
                        "data: [DONE]\n\n");
            case ANTHROPIC ->
                List.of(
                        "event: message_start\ndata: {\"type\":\"message_start\",\"message\":{}}\n\n",
                        "event: content_block_delta\ndata: {\"type\":\"content_block_delta\",\"index\":0,"
                                + "\"delta\":{\"type\":\"text_delta\",\"text\":\"" + TEXT + "\"}}\n\n",
                        "event: content_block_delta\ndata: {\"type\":\"content_block_delta\",\"index\":1,"
                                + "\"delta\":{\"type\":\"input_json_delta\",\"partial_json\":\"" + ARGUMENTS
                                + "\"}}\n\n",
                        "event: message_delta\ndata: {\"type\":\"message_delta\","
                                + "\"delta\":{\"stop_reason\":\"tool_use\"},\"usage\":{\"output_tokens\":3}}\n\n",
                        "event: message_stop\ndata: {\"type\":\"message_stop\"}\n\n");
            case GEMINI -> List.of("data: " + part() + "\r\n\r\n", "data: " + last() + "\r\n\r\n");
            case GEMINI_ARRAY -> List.of("[" + part(), ",\r\n" + last(), "\r\n]\r\n");
        };
    }

    private static String part() {
        return "{\"candidates\":[{\"content\":{\"parts\":[{\"text\":\"" + TEXT + "\"}]}}]}";
    }

    private static String last() {
        return "{\"candidates\":[{\"content\":{\"parts\":[{\"functionCall\":{\"name\":\"f\",\"args\":{\"city\":\""
                + TEXT + "\"}}}]},\"finishReason\":\"STOP\"}]}";
    }

    static byte[] bytes(Dialect dialect) {
        return String.join("", events(dialect)).getBytes(StandardCharsets.UTF_8);
    }

    static String contentType(Dialect dialect) {
        return dialect == Dialect.GEMINI_ARRAY ? "application/json; charset=UTF-8" : "text/event-stream";
    }
}
