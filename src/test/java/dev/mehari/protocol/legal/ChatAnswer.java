package dev.mehari.protocol.legal;

import static dev.mehari.protocol.legal.Illegal.must;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.mehari.call.Usage;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** A whole chat completion, and the parts that it shares with a streamed one. */
final class ChatAnswer {
    static final Set<String> STOPS = Set.of("stop", "length", "tool_calls", "content_filter", "function_call");
    private static final String RULE = "1.1 response";

    private ChatAnswer() {}

    static Heard hear(ObjectNode answer) {
        head(answer, "chat.completion");
        Map<Integer, Heard.Choice> choices = new HashMap<>();
        JsonNode list = Shape.array(answer, "choices", RULE);
        must(!list.isEmpty(), "1.1 at least one choice", answer);
        for (JsonNode choice : list) {
            int index = Shape.index(choice, "index", RULE);
            must(choices.put(index, choice(choice)) == null, "1.1 each choice has a number of its own", answer);
        }
        must(answer.has("usage"), "1.1 usage is there, or null", answer);
        return new Heard(choices, Shape.says(answer, "usage") ? usage(answer.path("usage")) : null, false);
    }

    /** What an answer and each chunk of a stream begin with. */
    static void head(JsonNode owner, String object) {
        must(Shape.words(owner, "id", RULE).startsWith("chatcmpl-"), "2.13 ids are of the caller's protocol", owner);
        must(Shape.text(owner, "object", RULE).equals(object), "0.3 object is " + object, owner);
        Shape.count(owner, "created", RULE);
        Shape.words(owner, "model", RULE);
    }

    private static Heard.Choice choice(JsonNode choice) {
        ObjectNode message = Shape.object(choice, "message", RULE);
        must(Shape.text(message, "role", RULE).equals("assistant"), "1.1 the role is assistant", choice);
        for (String needed : new String[] {"content", "refusal"}) {
            must(message.has(needed), "1.1 clients need \"" + needed + "\" even when it is null", message);
        }
        logprobs(choice);
        Gathered heard = new Gathered();
        heard.text.append(message.path("content").asText(""));
        heard.refusal.append(Shape.says(message, "refusal") ? Shape.words(message, "refusal", RULE) : "");
        if (Shape.says(message, "reasoning_content")) {
            heard.thinking.append(Shape.words(message, "reasoning_content", RULE));
        }
        for (String list : new String[] {"thinking_blocks", "images", "tool_calls"}) {
            must(!message.has(list) || !message.path(list).isEmpty(), "fault 1.10 no empty " + list, message);
        }
        message.path("thinking_blocks").forEach(block -> seal(block, heard));
        message.path("reasoning_details").forEach(detail -> entry(detail, heard));
        message.path("images").forEach(image -> image(image, heard));
        if (message.has("audio")) {
            heard.others.add(message.path("audio").toString());
        }
        message.path("annotations").forEach(source -> entry(source, heard));
        extra(message, heard);
        message.path("tool_calls").forEach(call -> call(call, heard));
        JsonNode function = message.path("function_call");
        if (function.isObject()) {
            heard.call("", Shape.words(function, "name", RULE), Shape.text(function, "arguments", RULE));
        }
        heard.stop = Shape.oneOf(choice, "finish_reason", STOPS, RULE);
        stopped(heard);
        return heard.choice();
    }

    static void logprobs(JsonNode choice) {
        must(choice.has("logprobs"), "1.1 clients need \"logprobs\" even when it is null", choice);
        JsonNode logprobs = choice.path("logprobs");
        must(logprobs.isNull() || logprobs.isObject(), "1.1 logprobs are an object or null", choice);
        for (String name : new String[] {"content", "refusal"}) {
            tokens(logprobs.path(name));
        }
    }

    static void tokens(JsonNode list) {
        list.forEach(token -> {
            Shape.text(token, "token", "1.1 logprobs");
            must(token.path("logprob").isNumber(), "1.1 logprobs are numbers", token);
        });
    }

    /** An entry of a list; its number is that of the stream, where it came in one. */
    static void entry(JsonNode entry, Gathered heard) {
        ObjectNode said = entry.deepCopy();
        said.remove("index");
        heard.others.add(said.toString());
    }

    static void image(JsonNode image, Gathered heard) {
        Shape.words(Shape.object(image, "image_url", "2.4 images"), "url", "2.4 images");
        must(!image.path("image_url").path("url").asText().endsWith(";base64,"), "2.4 images have data", image);
        heard.others.add(image.toString());
    }

    static void seal(JsonNode block, Gathered heard) {
        boolean redacted = Shape.text(block, "type", "2.8 thinking_blocks").equals("redacted_thinking");
        heard.seals.add(Shape.words(block, redacted ? "data" : "signature", "2.8 thinking_blocks"));
    }

    static void extra(JsonNode owner, Gathered heard) {
        JsonNode signature = owner.at("/extra_content/google/thought_signature");
        if (!signature.isMissingNode()) {
            heard.seals.add(Shape.words(owner.at("/extra_content/google"), "thought_signature", "2.8 extra_content"));
        }
    }

    private static void call(JsonNode call, Gathered heard) {
        String id = Shape.words(call, "id", RULE);
        boolean custom =
                Shape.oneOf(call, "type", Set.of("function", "custom"), RULE).equals("custom");
        ObjectNode inner = Shape.object(call, custom ? "custom" : "function", RULE);
        extra(call, heard);
        heard.call(id, Shape.words(inner, "name", RULE), Shape.text(inner, custom ? "input" : "arguments", RULE));
    }

    /** A reason that says of tools what is so. */
    static void stopped(Gathered heard) {
        boolean calls = heard.stop.equals("tool_calls") || heard.stop.equals("function_call");
        must(!calls || !heard.calls.isEmpty(), "2.11 who ends with tools asks for some", heard.stop);
        must(
                calls || heard.calls.isEmpty() || !heard.stop.equals("stop"),
                "fault 1.9 who asks for tools ends with them",
                heard.stop);
    }

    static @Nullable Usage usage(JsonNode usage) {
        String rule = "2.12 usage";
        long prompt = Shape.count(usage, "prompt_tokens", rule);
        long completion = Shape.count(usage, "completion_tokens", rule);
        must(Shape.count(usage, "total_tokens", rule) == prompt + completion, "2.12 the total is the sum", usage);
        JsonNode in = usage.path("prompt_tokens_details");
        long read = in.path("cached_tokens").asLong();
        long written = in.path("cache_write_tokens").asLong();
        long thought =
                usage.path("completion_tokens_details").path("reasoning_tokens").asLong();
        must(read >= 0 && written >= 0 && read + written <= prompt, "2.12 prompts include what is cached", usage);
        must(thought >= 0 && thought <= completion, "2.12 completions include reasoning", usage);
        return new Usage(prompt - read - written, read, written, 0, completion - thought, thought);
    }
}
