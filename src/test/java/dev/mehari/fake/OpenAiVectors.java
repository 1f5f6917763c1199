package dev.mehari.fake;

import static dev.mehari.fake.Shape.integer;
import static dev.mehari.fake.Shape.list;
import static dev.mehari.fake.Shape.oneOf;
import static dev.mehari.fake.Shape.string;
import static dev.mehari.fake.Shapes.either;
import static dev.mehari.fake.Shapes.object;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;

/** OpenAI's embeddings: the field table, what is checked between fields, and the answer. */
final class OpenAiVectors {
    private static final int DIMENSIONS = 8;
    private static final int MOST = 2048;
    private static final Shape TOKENS = list(integer(0, 200_000), 1, 8192);

    static final Shape EMBEDDINGS = object().need("model", string())
            .need(
                    "input",
                    either(string(1, 100_000), list(either(string(1, 100_000), integer(0, 200_000), TOKENS), 1, 8192)))
            .may("dimensions", integer(1, 3072))
            .may("encoding_format", oneOf("float", "base64"))
            .may("user", string());

    private OpenAiVectors() {}

    static void check(JsonNode body) {
        JsonNode input = body.path("input");
        boolean one = input.path(0).isIntegralNumber();
        for (JsonNode element : input) {
            if (element.getNodeType() != input.path(0).getNodeType()) {
                throw Problem.rule(Path.ROOT.to("input"), "Invalid type for 'input': expected elements of one type.");
            }
        }
        if (!one && input.size() > MOST) {
            throw new Problem(Problem.Kind.TOO_MANY, Path.ROOT.to("input"), "" + MOST, "" + input.size());
        }
        if (body.hasNonNull("dimensions") && body.path("model").asText().startsWith("text-embedding-ada")) {
            throw Problem.rule(Path.ROOT.to("dimensions"), "This model does not support specifying dimensions.");
        }
    }

    static JsonNode answer(JsonNode body) {
        JsonNode input = body.path("input");
        boolean many = input.isArray() && !input.path(0).isIntegralNumber();
        int dimensions = body.path("dimensions").asInt(DIMENSIONS);
        boolean packed = body.path("encoding_format").asText().equals("base64");
        ArrayNode data = Json.array();
        for (JsonNode one : many ? input : Json.array(input)) {
            float[] vector = Vectors.of(one.asText(one.toString()), dimensions);
            data.add(Json.object(
                    "object",
                    "embedding",
                    "index",
                    data.size(),
                    "embedding",
                    packed ? Vectors.base64(vector) : Vectors.numbers(vector)));
        }
        int tokens = 3 * data.size();
        return Json.object(
                "object",
                "list",
                "data",
                data,
                "model",
                body.path("model"),
                "usage",
                Json.object("prompt_tokens", tokens, "total_tokens", tokens));
    }
}
