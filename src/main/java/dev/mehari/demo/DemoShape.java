package dev.mehari.demo;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;

/** The demo model in one protocol. */
interface DemoShape {
    /** What the user said last; empty when nothing. */
    String prompt(JsonNode request);

    boolean streamed(JsonNode request, String path);

    default String streamType(String path) {
        return "text/event-stream";
    }

    JsonNode whole(DemoAnswer answer);

    /** The stream, one piece to be flushed after the other. */
    List<String> events(DemoAnswer answer, JsonNode request, String path);

    /** The text of a message's content, which is a string or a list of parts. */
    static String text(JsonNode content) {
        if (content.isTextual()) {
            return content.asText();
        }
        StringBuilder text = new StringBuilder();
        content.forEach(part -> text.append(part.path("text").asText("")));
        return text.toString();
    }

    /** The last element of a list, or a missing node. */
    static JsonNode last(JsonNode list) {
        return list.path(list.size() - 1);
    }
}
