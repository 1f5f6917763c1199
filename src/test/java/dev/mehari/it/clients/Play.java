package dev.mehari.it.clients;

import com.fasterxml.jackson.databind.JsonNode;
import dev.mehari.fake.Answer;
import dev.mehari.fake.SeenRequest;
import dev.mehari.fake.ToolCall;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** What a fake says: the last word of the model's name asks for it. */
final class Play {
    static final String TEXT = "It is warm, I think.";
    static final String TOOL = "get_weather";
    private static final String LAST_WORDS = "21 and 25 degrees.";

    /** Two calls at once after some thinking, and then words. */
    private static final Answer BOTH = Answer.toolCalls(
                    new ToolCall(TOOL, "{\"city\":\"Paris\"}"), new ToolCall(TOOL, "{\"city\":\"Rome\"}"))
            .reasoning("Two cities, two calls.")
            .thenText(LAST_WORDS);

    private static final Duration SILENCE = Duration.ofSeconds(4);
    private static final Pattern MODEL = Pattern.compile("/models/([^:/]+):");

    private final Map<String, Integer> calls = new ConcurrentHashMap<>();

    Answer answer(SeenRequest request) {
        String model = model(request);
        int call = calls.merge(model, 1, Integer::sum);
        return switch (model.substring(model.lastIndexOf('-') + 1)) {
            case "tools" -> turn(results(request.json()));
            case "both" -> BOTH;
            case "wrong" -> Answer.error(400, null, "this is wrong");
            case "spent" -> Answer.error(503);
            case "passing" -> call == 1 ? Answer.error(429) : Answer.text(TEXT);
            case "broken" -> Answer.text(TEXT).cutAfter(5);
            case "hang" -> Answer.text("tick ".repeat(300).strip()).drip(Duration.ofMillis(100));
            case "silent" -> Answer.text(TEXT).delayed(SILENCE);
            default -> Answer.text(TEXT);
        };
    }

    /** The model of a request, which one vendor names in the path. */
    static String model(SeenRequest request) {
        Matcher path = MODEL.matcher(request.path());
        return path.find() ? path.group(1) : request.json().path("model").asText();
    }

    /** Two calls of the tool, one after the other, and then words. */
    private static Answer turn(int results) {
        return switch (results) {
            case 0 -> Answer.toolCall(TOOL, "{\"city\":\"Paris\"}");
            case 1 -> Answer.toolCall(TOOL, "{\"city\":\"Rome\"}");
            default -> Answer.text(LAST_WORDS);
        };
    }

    /** How often tools have answered, in any protocol. */
    static int results(JsonNode body) {
        long openai =
                body.findValuesAsText("role").stream().filter("tool"::equals).count();
        long responses = body.path("input").findValuesAsText("type").stream()
                .filter(type -> type.endsWith("_call_output"))
                .count();
        return (int) (openai + responses)
                + body.findValues("tool_use_id").size()
                + body.findValues("functionResponse").size();
    }
}
