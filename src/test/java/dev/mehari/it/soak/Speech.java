package dev.mehari.it.soak;

import dev.mehari.it.wire.Dialect;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/** A good stream of each dialect, event by event. */
final class Speech {
    private static final String WORDS = "and so it goes ".repeat(64).strip();

    private Speech() {}

    /** Its events, each with its blank line; those of text hold about a kilobyte. */
    static List<byte[]> stream(Dialect dialect, int texts) {
        List<String> events = new ArrayList<>();
        switch (dialect) {
            case OPENAI -> openai(events, texts);
            case ANTHROPIC -> anthropic(events, texts);
            case GEMINI -> gemini(events, texts);
            case GEMINI_ARRAY, ZAI -> throw new IllegalArgumentException("not soaked: " + dialect);
        }
        return events.stream()
                .map(event -> event.getBytes(StandardCharsets.UTF_8))
                .toList();
    }

    private static void openai(List<String> events, int texts) {
        String head = "data: {\"id\":\"chatcmpl-1\",\"object\":\"chat.completion.chunk\",\"created\":1,"
                + "\"model\":\"gpt-4.1\",\"choices\":[";
        events.add(head + "{\"index\":0,\"delta\":{\"role\":\"assistant\",\"content\":\"\"}}]}\n\n");
        for (int i = 0; i < texts; i++) {
            events.add(head + "{\"index\":0,\"delta\":{\"content\":\"" + WORDS + "\"}}]}\n\n");
        }
        events.add(head + "{\"index\":0,\"delta\":{},\"finish_reason\":\"stop\"}]}\n\n");
        events.add(head + "],\"usage\":{\"prompt_tokens\":11,\"completion_tokens\":7,\"total_tokens\":18}}\n\n");
        events.add("data: [DONE]\n\n");
    }

    private static void anthropic(List<String> events, int texts) {
        events.add(anthropic(
                "message_start",
                "\"message\":{\"id\":\"msg_1\",\"type\":\"message\",\"role\":\"assistant\","
                        + "\"model\":\"claude-haiku-4-5\",\"content\":[],"
                        + "\"usage\":{\"input_tokens\":11,\"output_tokens\":1}}"));
        events.add(anthropic("content_block_start", "\"index\":0,\"content_block\":{\"type\":\"text\",\"text\":\"\"}"));
        for (int i = 0; i < texts; i++) {
            events.add(anthropic(
                    "content_block_delta",
                    "\"index\":0,\"delta\":{\"type\":\"text_delta\",\"text\":\"" + WORDS + "\"}"));
        }
        events.add(anthropic("content_block_stop", "\"index\":0"));
        events.add(
                anthropic("message_delta", "\"delta\":{\"stop_reason\":\"end_turn\"},\"usage\":{\"output_tokens\":7}"));
        events.add("event: message_stop\ndata: {\"type\":\"message_stop\"}\n\n");
    }

    private static String anthropic(String type, String fields) {
        return "event: " + type + "\ndata: {\"type\":\"" + type + "\"," + fields + "}\n\n";
    }

    private static void gemini(List<String> events, int texts) {
        String part = "data: {\"candidates\":[{\"content\":{\"role\":\"model\",\"parts\":[{\"text\":\"" + WORDS
                + "\"}]},\"index\":0";
        for (int i = 0; i < texts; i++) {
            events.add(part + "}]}\n\n");
        }
        events.add(part + ",\"finishReason\":\"STOP\"}],"
                + "\"usageMetadata\":{\"promptTokenCount\":11,\"candidatesTokenCount\":7,\"totalTokenCount\":18}}\n\n");
    }
}
