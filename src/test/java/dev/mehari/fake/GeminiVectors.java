package dev.mehari.fake;

import static dev.mehari.fake.Shape.integer;
import static dev.mehari.fake.Shape.list;
import static dev.mehari.fake.Shape.oneOf;
import static dev.mehari.fake.Shape.string;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;

/** Gemini's embedContent and batchEmbedContents: the field table, what is checked between fields, and the answers. */
final class GeminiVectors {
    private static final int DIMENSIONS = 8;
    private static final int MOST = 100;

    private static final Shape.Demand TEXT = (content, path) -> {
        JsonNode parts = Proto.get(content, "parts");
        if (parts.isEmpty()) {
            throw Problem.rule(path, "* EmbedContentRequest.content: content is empty");
        }
    };

    private static final Shapes.Fields ONE = Shapes.object()
            .inProto()
            .need("content", GeminiShapes.CONTENT.and(TEXT))
            .may(
                    "taskType",
                    oneOf(
                            "RETRIEVAL_QUERY",
                            "RETRIEVAL_DOCUMENT",
                            "SEMANTIC_SIMILARITY",
                            "CLASSIFICATION",
                            "CLUSTERING",
                            "QUESTION_ANSWERING",
                            "FACT_VERIFICATION",
                            "CODE_RETRIEVAL_QUERY"))
            .may("title", string())
            .may("outputDimensionality", integer(1, 3072));

    static final Shape EMBED = ONE.may("model", string());

    static final Shape BATCH =
            Shapes.object().inProto().need("requests", list(ONE.need("model", string()), 1, 100_000));

    private GeminiVectors() {}

    static void check(JsonNode body, String model) {
        JsonNode requests = Proto.get(body, "requests");
        if (requests.size() > MOST) {
            throw Problem.rule(
                    Path.ROOT.to("requests"),
                    "* BatchEmbedContentsRequest.requests: at most " + MOST + " requests can be in one batch");
        }
        for (JsonNode one : requests.isMissingNode() ? Json.array(body) : requests) {
            JsonNode named = Proto.get(one, "model");
            if (!named.isMissingNode() && !named.asText().equals("models/" + model)) {
                throw Problem.rule(Path.ROOT.to("model"), "* EmbedContentRequest.model: unexpected model name format");
            }
            if (!Proto.get(one, "title").isMissingNode()
                    && !Proto.get(one, "taskType").asText().equals("RETRIEVAL_DOCUMENT")) {
                throw Problem.rule(
                        Path.ROOT.to("title"),
                        "* EmbedContentRequest.title: title can only be set for task type RETRIEVAL_DOCUMENT");
            }
        }
    }

    static JsonNode answer(JsonNode body) {
        JsonNode requests = Proto.get(body, "requests");
        if (requests.isMissingNode()) {
            return Json.object("embedding", vector(body), "usageMetadata", Json.object("promptTokenCount", 3));
        }
        ArrayNode vectors = Json.array();
        requests.forEach(one -> vectors.add(vector(one)));
        return Json.object("embeddings", vectors, "usageMetadata", Json.object("promptTokenCount", 3 * vectors.size()));
    }

    private static JsonNode vector(JsonNode request) {
        StringBuilder text = new StringBuilder();
        Proto.get(Proto.get(request, "content"), "parts")
                .forEach(part -> text.append(part.path("text").asText()));
        int dimensions = Proto.get(request, "outputDimensionality").asInt(DIMENSIONS);
        return Json.object("values", Vectors.numbers(Vectors.of(text.toString(), dimensions)));
    }
}
