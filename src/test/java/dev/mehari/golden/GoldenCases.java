package dev.mehari.golden;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;

/** What follows from the members of a case. */
public final class GoldenCases {
    /** Where the paths of an answer begin. */
    private static final List<String> ANSWER =
            List.of("answer.", "choices[", "content[", "output[", "candidates[", "stop_reason", "incomplete_details");

    private GoldenCases() {}

    /** The upstream's model, which every case calls as the caller does. */
    public static String model(GoldenCase golden) {
        JsonNode path = golden.get("client_path");
        if (path != null && path.textValue().contains("/models/")) {
            String text = path.textValue();
            return text.substring(text.lastIndexOf('/') + 1, text.lastIndexOf(':'));
        }
        return golden.root().at("/client_request/model").asText();
    }

    /** The path that the caller uses, with another name of the model where it stands in the path. */
    public static String path(GoldenCase golden, String model) {
        JsonNode path = golden.get("client_path");
        String own = path == null
                ? switch (golden.inbound()) {
                    case "openai-responses" -> "/v1/responses";
                    case "openai-completions" -> "/v1/completions";
                    case "openai-embeddings" -> "/v1/embeddings";
                    case "gemini-embed" -> "/v1beta/models/" + model(golden) + ":embedContent";
                    case "gemini-batch-embed" -> "/v1beta/models/" + model(golden) + ":batchEmbedContents";
                    case "anthropic-messages" -> "/v1/messages";
                    case "anthropic-count-tokens" -> "/v1/messages/count_tokens";
                    case "gemini-generate" -> "/v1beta/models/" + model(golden) + ":generateContent";
                    case "gemini-count-tokens" -> "/v1beta/models/" + model(golden) + ":countTokens";
                    case "gemini-stream" -> "/v1beta/models/" + model(golden) + ":streamGenerateContent?alt=sse";
                    default -> "/v1/chat/completions";
                }
                : path.textValue();
        return own.replace("/models/" + model(golden), "/models/" + model);
    }

    /** The number at the beginning of the file's name. */
    public static String number(GoldenCase golden) {
        return golden.file().substring(0, golden.file().indexOf('-'));
    }

    /** Whether it is a whole conversation: those of three digits hold a row of a table each, often one that loses. */
    public static boolean conversation(GoldenCase golden) {
        return number(golden).length() == 2;
    }

    /** Whether a loss is one of the answer: it is known only when that has come. */
    public static boolean ofAnswer(String warning) {
        return ANSWER.stream().anyMatch(warning::startsWith);
    }

    /** Words for {@code quirks} of the case's upstream. */
    public static List<String> quirks(GoldenCase golden) {
        JsonNode config = golden.root().path("config");
        List<String> quirks = new ArrayList<>();
        if (golden.upstream().equals("zai-chat")) {
            quirks.add("zai");
        }
        if (config.has("upstream_profile")) {
            quirks.add(config.get("upstream_profile").asText());
        }
        if (config.path("reasoning_source").asText().equals("think-tags")) {
            quirks.add("think-tags");
        }
        return quirks;
    }
}
