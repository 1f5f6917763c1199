package dev.mehari.protocol.legal;

import static dev.mehari.protocol.legal.Illegal.must;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.mehari.call.Usage;
import java.util.Base64;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;

/** A whole generateContent answer, and the parts that it shares with a streamed one. */
final class GeminiAnswer {
    private static final String RULE = "1.6 response";
    private static final Set<String> DATA = Set.of(
            "text", "functionCall", "inlineData", "fileData", "executableCode", "codeExecutionResult", "toolCall");

    /** What a part may hold beside its one thing. */
    private static final Set<String> BESIDE =
            Set.of("thought", "thoughtSignature", "videoMetadata", "mediaResolution", "partMetadata");

    static final Set<String> STOPS = Set.of(
            "STOP",
            "MAX_TOKENS",
            "SAFETY",
            "RECITATION",
            "LANGUAGE",
            "BLOCKLIST",
            "PROHIBITED_CONTENT",
            "SPII",
            "IMAGE_SAFETY",
            "IMAGE_PROHIBITED_CONTENT",
            "IMAGE_RECITATION");

    private GeminiAnswer() {}

    static Heard hear(ObjectNode answer) {
        head(answer);
        Map<Integer, Gathered> heard = new HashMap<>();
        candidates(answer, heard);
        Map<Integer, Heard.Choice> choices = new HashMap<>();
        heard.forEach((index, one) -> {
            must(!one.stop.isEmpty(), "1.6 a whole answer says why it ended", answer);
            choices.put(index, one.choice());
        });
        Usage usage = answer.has("usageMetadata") ? usage(answer.path("usageMetadata")) : null;
        return new Heard(choices, usage, false);
    }

    static void head(ObjectNode answer) {
        Shape.words(answer, "modelVersion", RULE);
        Shape.words(answer, "responseId", RULE);
        must(!answer.has("promptFeedback") || !answer.has("candidates"), "1.6 a blocked prompt has no answer", answer);
    }

    static void candidates(ObjectNode answer, Map<Integer, Gathered> heard) {
        JsonNode list = Shape.array(answer, "candidates", RULE);
        must(!list.isEmpty(), "1.6 at least one candidate", answer);
        for (JsonNode candidate : list) {
            int index = Shape.index(candidate, "index", RULE);
            Gathered one = heard.computeIfAbsent(index, i -> new Gathered());
            must(one.stop.isEmpty(), "1.6 nothing comes behind the reason", answer);
            ObjectNode content = Shape.object(candidate, "content", RULE);
            must(Shape.text(content, "role", RULE).equals("model"), "1.6 the role is model", answer);
            JsonNode parts = Shape.array(content, "parts", RULE);
            must(!parts.isEmpty(), "1.6 a candidate has parts", answer);
            parts.forEach(part -> part(part, one));
            if (candidate.has("finishReason")) {
                one.stop = Shape.oneOf(candidate, "finishReason", STOPS, RULE);
            }
        }
    }

    private static void part(JsonNode part, Gathered heard) {
        // What nobody knows, Google's own callers are told as it came.
        boolean something = part.properties().stream().anyMatch(member -> !BESIDE.contains(member.getKey()));
        must(something && DATA.stream().filter(part::has).count() <= 1, "1.6 a part holds one thing", part);
        if (part.has("thoughtSignature")) {
            String signature = Shape.words(part, "thoughtSignature", RULE);
            must(base64(signature), "2.9 a signature is bytes in base64", part);
            heard.seals.add(signature);
        }
        if (part.has("text")) {
            String text = Shape.text(part, "text", RULE);
            (part.path("thought").asBoolean() ? heard.thinking : heard.text).append(text);
            return;
        }
        if (part.has("functionCall")) {
            must(!part.has("thought"), "1.6 calls are no thoughts", part);
            ObjectNode call = Shape.object(part, "functionCall", RULE);
            heard.call(
                    Shape.words(call, "id", "2.3 calls have ids"),
                    Shape.words(call, "name", RULE),
                    Shape.object(call, "args", RULE).toString());
        } else {
            if (part.has("inlineData")) {
                Shape.words(part.path("inlineData"), "mimeType", "1.6 inlineData");
                Shape.words(part.path("inlineData"), "data", "1.6 inlineData");
            }
            heard.others.add(part.toString());
        }
    }

    private static boolean base64(String text) {
        try {
            return Base64.getDecoder().decode(text).length > 0;
        } catch (IllegalArgumentException e) {
            return false;
        }
    }

    static Usage usage(JsonNode usage) {
        String rule = "2.12 usage";
        long prompt = Shape.count(usage, "promptTokenCount", rule);
        long out = Shape.count(usage, "candidatesTokenCount", rule);
        long thought = usage.path("thoughtsTokenCount").asLong();
        long read = usage.path("cachedContentTokenCount").asLong();
        must(
                Shape.count(usage, "totalTokenCount", rule) == prompt + out + thought,
                "2.12 the total is prompt, candidates and thoughts",
                usage);
        must(read >= 0 && read <= prompt, "2.12 prompts include what is cached", usage);
        return new Usage(prompt - read, read, 0, 0, out, thought);
    }
}
