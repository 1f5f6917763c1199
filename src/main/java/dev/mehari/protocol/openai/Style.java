package dev.mehari.protocol.openai;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.mehari.call.ThinkingShown;
import dev.mehari.protocol.chat.Frame;
import dev.mehari.protocol.chat.Loss;
import dev.mehari.protocol.chat.Losses;
import dev.mehari.protocol.chat.StopReason;
import dev.mehari.protocol.chat.Tree;
import java.util.List;

/**
 * How an answer is told, by what the caller asked.
 *
 * @param thinking where thinking goes
 * @param legacy whether the caller knows functions, but no tools
 * @param losses what cannot be told
 */
record Style(ThinkingShown thinking, boolean legacy, Losses losses) {
    static Style of(Frame frame, Losses losses) {
        JsonNode request = frame.request();
        // A program that parses the text would stumble over tags in it.
        boolean json = request.path("response_format").path("type").asText("").startsWith("json");
        boolean field = json && frame.thinking() == ThinkingShown.TAGS;
        return new Style(
                field ? ThinkingShown.FIELD : frame.thinking(),
                request.path("functions").isArray() && !request.path("tools").isArray(),
                losses);
    }

    /** What of a request {@link #of} goes by. */
    static ObjectNode asked(JsonNode request) {
        ObjectNode out = Tree.object();
        out.putObject("response_format")
                .put("type", request.path("response_format").path("type").asText(""));
        for (String tools : List.of("functions", "tools")) {
            if (request.path(tools).isArray()) {
                out.putArray(tools);
            }
        }
        return out;
    }

    /** The word for why an answer ended. */
    String finish(StopReason reason) {
        if (reason == StopReason.PAUSED) {
            losses.add("answer.stop_reason", Loss.Action.APPROXIMATED);
        }
        return StopWords.write(reason, legacy);
    }

    boolean tags() {
        return thinking == ThinkingShown.TAGS;
    }

    boolean hidden() {
        return thinking == ThinkingShown.NONE;
    }
}
