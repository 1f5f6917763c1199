package dev.mehari.protocol.legal;

import static dev.mehari.protocol.legal.Illegal.must;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.mehari.call.Usage;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** A whole response, which is also what the last event of a stream holds. */
final class ResponsesAnswer {
    private static final String RULE = "1.2 response object";

    /** All of them are always on the wire: strict clients need them. */
    private static final List<String> MEMBERS = List.of(("id object created_at completed_at status incomplete_details"
                    + " error model output instructions tools tool_choice parallel_tool_calls text reasoning truncation"
                    + " temperature top_p presence_penalty frequency_penalty top_logprobs max_output_tokens"
                    + " max_tool_calls previous_response_id store background service_tier metadata user"
                    + " safety_identifier prompt_cache_key usage")
            .split(" ", -1));

    private static final Set<String> REASONS = Set.of("max_output_tokens", "content_filter");
    private static final Set<String> CODES = Set.of(
            "server_error", "rate_limit_exceeded", "invalid_prompt", "insufficient_quota", "context_length_exceeded");

    private ResponsesAnswer() {}

    static Heard hear(ObjectNode response) {
        head(response);
        String status =
                Shape.oneOf(response, "status", Set.of("completed", "incomplete"), "1.2 the status of a whole answer");
        return new Heard(Map.of(0, choice(response)), ended(response, status), false);
    }

    static void head(ObjectNode response) {
        for (String member : MEMBERS) {
            must(response.has(member), "1.2 always on the wire: " + member, response);
        }
        must(Shape.words(response, "id", RULE).startsWith("resp_"), "2.13 ids are of the caller's protocol", response);
        must(Shape.text(response, "object", RULE).equals("response"), "1.2 object is response", response);
        Shape.count(response, "created_at", RULE);
        Shape.words(response, "model", RULE);
        Shape.array(response, "output", RULE);
    }

    /** What has to be true of a response that is at its end. */
    static @Nullable Usage ended(ObjectNode response, String status) {
        must(status.equals(Shape.text(response, "status", RULE)), "1.2 the status is that of the event", response);
        must(
                Shape.says(response, "incomplete_details") == status.equals("incomplete"),
                "1.2 incomplete_details belong to incomplete",
                response);
        if (status.equals("incomplete")) {
            Shape.oneOf(response.path("incomplete_details"), "reason", REASONS, "1.2 incomplete_details");
        }
        must(Shape.says(response, "error") == status.equals("failed"), "1.2 error belongs to failed", response);
        if (status.equals("failed")) {
            ObjectNode error = Shape.object(response, "error", RULE);
            Shape.oneOf(error, "code", CODES, "1.2 codes of a failed response");
            Shape.words(error, "message", RULE);
            return null;
        }
        return usage(Shape.object(response, "usage", "1.2 the last event has usage"));
    }

    private static Usage usage(ObjectNode usage) {
        String rule = "2.12 usage";
        long in = Shape.count(usage, "input_tokens", rule);
        long out = Shape.count(usage, "output_tokens", rule);
        must(Shape.count(usage, "total_tokens", rule) == in + out, "2.12 the total is the sum", usage);
        ObjectNode details = Shape.object(usage, "input_tokens_details", rule);
        long read = Shape.count(details, "cached_tokens", rule);
        long written = Shape.count(details, "cache_write_tokens", rule);
        long thought = Shape.count(Shape.object(usage, "output_tokens_details", rule), "reasoning_tokens", rule);
        must(read + written <= in && thought <= out, "2.12 details are parts of their whole", usage);
        return new Usage(in - read - written, read, written, 0, out - thought, thought);
    }

    static Heard.Choice choice(ObjectNode response) {
        Gathered heard = new Gathered();
        Set<String> ids = new HashSet<>();
        for (JsonNode item : Shape.array(response, "output", RULE)) {
            must(ids.add(Shape.words(item, "id", RULE)), "1.2 each item has an id of its own", response);
            item(item, heard);
        }
        heard.stop = response.path("incomplete_details")
                .path("reason")
                .asText(response.path("status").asText());
        return heard.choice();
    }

    /** An item that is at its end. */
    static void item(JsonNode item, Gathered heard) {
        String type = Shape.words(item, "type", RULE);
        String prefix = prefix(type);
        must(Shape.words(item, "id", RULE).startsWith(prefix), "2.13 ids of " + type + " start with " + prefix, item);
        if (type.equals("message") || type.equals("function_call") || type.equals("reasoning")) {
            Shape.oneOf(item, "status", Set.of("completed", "incomplete"), "1.2 an item at its end");
        }
        switch (type) {
            case "message" -> message(item, heard);
            case "function_call" -> {
                Shape.words(item, "arguments", "1.2 a call");
                call(item, "arguments", heard);
            }
            case "custom_tool_call" -> call(item, "input", heard);
            case "reasoning" -> reasoning(item, heard);
            case "image_generation_call" -> heard.others.add(Shape.words(item, "result", "1.2 an image"));
            default -> heard.others.add(type);
        }
    }

    static String prefix(String type) {
        return switch (type) {
            case "message" -> "msg_";
            case "function_call" -> "fc_";
            case "custom_tool_call" -> "ctc_";
            case "reasoning" -> "rs_";
            default -> "";
        };
    }

    private static void message(JsonNode item, Gathered heard) {
        must(Shape.text(item, "role", RULE).equals("assistant"), "1.2 the role", item);
        JsonNode content = Shape.array(item, "content", RULE);
        must(!content.isEmpty(), "1.2 a message at its end says something", item);
        for (JsonNode part : content) {
            if (Shape.oneOf(part, "type", Set.of("output_text", "refusal"), "1.2 parts")
                    .equals("refusal")) {
                heard.refusal.append(Shape.words(part, "refusal", "1.2 a refusal"));
            } else {
                heard.text.append(Shape.words(part, "text", "fault 1.13 no empty text"));
                Shape.array(part, "annotations", "1.2 a text");
                ChatAnswer.tokens(part.path("logprobs"));
            }
        }
    }

    private static void call(JsonNode item, String given, Gathered heard) {
        heard.call(
                Shape.words(item, "call_id", "1.2 a call"),
                Shape.words(item, "name", "1.2 a call"),
                Shape.text(item, given, "1.2 a call"));
    }

    private static void reasoning(JsonNode item, Gathered heard) {
        for (JsonNode part : Shape.array(item, "summary", "1.2 reasoning")) {
            must(Shape.text(part, "type", "1.2 reasoning").equals("summary_text"), "1.2 parts of a summary", item);
            heard.thinking.append(Shape.words(part, "text", "1.2 reasoning"));
        }
        if (Shape.says(item, "encrypted_content")) {
            heard.seals.add(Shape.words(item, "encrypted_content", "2.8 reasoning"));
        }
    }
}
