package dev.mehari.demo;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import java.util.Locale;

/**
 * The vectors of the demo model: each word turns one number up or down, so that texts with words in common are near to
 * each other. Of length 1.
 */
final class DemoVectors {
    private static final JsonNodeFactory NODES = JsonNodeFactory.instance;
    private static final int DIMENSIONS = 64;
    private static final int MOST = 4096;

    private DemoVectors() {}

    /** The answer to OpenAI's embeddings, always in numbers. */
    static JsonNode openAi(JsonNode request) {
        ObjectNode root = NODES.objectNode().put("object", "list");
        ArrayNode data = root.putArray("data");
        int dimensions = request.path("dimensions").asInt(DIMENSIONS);
        int words = 0;
        JsonNode input = request.path("input");
        for (JsonNode text : input.isTextual() ? NODES.arrayNode().add(input) : input) {
            // Tokens are as good as words.
            String said = text.isTextual() ? text.asText() : text.toString().replace(',', ' ');
            ObjectNode one = data.addObject().put("object", "embedding").put("index", data.size() - 1);
            one.set("embedding", of(said, dimensions));
            words += words(said).size();
        }
        root.put("model", "demo").putObject("usage").put("prompt_tokens", words).put("total_tokens", words);
        return root;
    }

    /** The answer to Gemini's embedContent, or to batchEmbedContents. */
    static JsonNode gemini(JsonNode request) {
        ObjectNode root = NODES.objectNode();
        int words = 0;
        if (request.has("requests")) {
            ArrayNode vectors = root.putArray("embeddings");
            for (JsonNode one : request.path("requests")) {
                vectors.add(values(one));
                words += words(text(one)).size();
            }
        } else {
            root.set("embedding", values(request));
            words = words(text(request)).size();
        }
        root.putObject("usageMetadata").put("promptTokenCount", words);
        return root;
    }

    private static ObjectNode values(JsonNode request) {
        ObjectNode out = NODES.objectNode();
        out.set("values", of(text(request), request.path("outputDimensionality").asInt(DIMENSIONS)));
        return out;
    }

    private static String text(JsonNode request) {
        return DemoShape.text(request.path("content").path("parts"));
    }

    private static List<String> words(String text) {
        return List.of(text.toLowerCase(Locale.ROOT).strip().split("\\s+", -1));
    }

    private static ArrayNode of(String text, int dimensions) {
        double[] vector = new double[Math.clamp(dimensions, 1, MOST)];
        for (String word : words(text)) {
            int hash = word.hashCode() * 0x9E3779B9;
            vector[Math.floorMod(hash, vector.length)] += hash < 0 ? -1 : 1;
        }
        double squares = 0;
        for (double number : vector) {
            squares += number * number;
        }
        ArrayNode out = NODES.arrayNode();
        for (double number : vector) {
            out.add((float) (squares == 0 ? 0 : number / Math.sqrt(squares)));
        }
        return out;
    }
}
