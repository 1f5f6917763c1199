package dev.mehari.fake;

import static dev.mehari.fake.Shape.any;
import static dev.mehari.fake.Shape.bool;
import static dev.mehari.fake.Shape.integer;
import static dev.mehari.fake.Shape.list;
import static dev.mehari.fake.Shape.map;
import static dev.mehari.fake.Shape.matching;
import static dev.mehari.fake.Shape.number;
import static dev.mehari.fake.Shape.oneOf;
import static dev.mehari.fake.Shape.string;

/** The field table of Gemini generateContent. Every name may also be written in snake case. */
final class GeminiShapes {
    private static final long BIG = Integer.MAX_VALUE;
    private static final String BASE64 = "[A-Za-z0-9+/_=-]*";

    private GeminiShapes() {}

    private static Shapes.Fields object() {
        return Shapes.object().inProto();
    }

    private static final Shape BLOB =
            object().need("mimeType", string()).need("data", matching(BASE64)).may("displayName", string());

    private static final Shape PART = object().may("text", string())
            .may("thought", bool())
            .may("thoughtSignature", matching(BASE64))
            .may("inlineData", BLOB)
            .may("fileData", object().need("fileUri", string()).may(string(), "mimeType", "displayName"))
            .may(
                    "functionCall",
                    object().need("name", string()).may("id", string()).may("args", map()))
            .may(
                    "functionResponse",
                    object().need("name", string())
                            .need("response", map())
                            .may("id", string())
                            .may("parts", list(map()))
                            .may("willContinue", bool())
                            .may("scheduling", string()))
            .may(map(), "executableCode", "codeExecutionResult", "toolCall", "toolResponse", "videoMetadata")
            .may("mediaResolution", any());

    static final Shape CONTENT = object().may("role", string()).need("parts", list(PART));

    private static final Shape SYSTEM = object().may("role", string()).need("parts", list(PART));

    /** The OpenAPI subset; it names itself, so what is inside is looked at only when it is there. */
    private static final Shape SCHEMA = new Shape() {
        @Override
        public boolean fits(com.fasterxml.jackson.databind.JsonNode node) {
            return node.isObject();
        }

        @Override
        public void check(com.fasterxml.jackson.databind.JsonNode node, Path path) {
            schema().check(node, path);
        }

        @Override
        public String expects() {
            return "an object";
        }
    };

    private static Shape schema() {
        Shape named = map().and((node, path) ->
                node.properties().forEach(entry -> SCHEMA.check(entry.getValue(), path.to(entry.getKey()))));
        Shape type = matching("(?i)TYPE_UNSPECIFIED|STRING|NUMBER|INTEGER|BOOLEAN|ARRAY|OBJECT|NULL");
        return object().may("type", type)
                .may(string(), "format", "title", "description", "pattern")
                .may("nullable", bool())
                .may(list(string()), "enum", "required", "propertyOrdering")
                .may(any(), "minItems", "maxItems", "minLength", "maxLength", "minProperties", "maxProperties")
                .may(number(-Double.MAX_VALUE, Double.MAX_VALUE), "minimum", "maximum")
                .may(any(), "default", "example")
                .may("properties", named)
                .may("items", SCHEMA)
                .may("anyOf", list(SCHEMA));
    }

    private static final Shape DECLARATION = object().need("name", matching("^[A-Za-z_][A-Za-z0-9_.:-]{0,127}$"))
            .may("description", string())
            .may(SCHEMA, "parameters", "response")
            .may(map(), "parametersJsonSchema", "responseJsonSchema")
            .may("behavior", string());

    private static final Shape TOOL = object().may("functionDeclarations", list(DECLARATION))
            .may(
                    map(),
                    "googleSearch",
                    "googleSearchRetrieval",
                    "urlContext",
                    "codeExecution",
                    "fileSearch",
                    "googleMaps",
                    "computerUse")
            .may("mcpServers", list(map()));

    private static final Shape TOOL_CONFIG = object().may(
                    "functionCallingConfig",
                    object().may("mode", oneOf("MODE_UNSPECIFIED", "AUTO", "ANY", "NONE", "VALIDATED"))
                            .may("allowedFunctionNames", list(string())))
            .may("retrievalConfig", map())
            .may("includeServerSideToolInvocations", bool());

    private static final Shape THINKING = object().may("includeThoughts", bool())
            .may("thinkingBudget", integer(-1, BIG))
            .may("thinkingLevel", oneOf("THINKING_LEVEL_UNSPECIFIED", "MINIMAL", "LOW", "MEDIUM", "HIGH"));

    private static final Shape GENERATION = object().may("temperature", number(0, 2))
            .may("topP", number(0, 1))
            .may("topK", number(0, BIG))
            .may("seed", integer(Integer.MIN_VALUE, Integer.MAX_VALUE))
            .may(number(-2, 2), "presencePenalty", "frequencyPenalty")
            .may("maxOutputTokens", integer(1, BIG))
            .may("stopSequences", list(string(1, 10_000), 0, 5))
            .may("candidateCount", integer(1, 8))
            .may("responseLogprobs", bool())
            .may("logprobs", integer(0, 20))
            .may("responseMimeType", oneOf("text/plain", "application/json", "text/x.enum"))
            .may("responseSchema", SCHEMA)
            .may(map(), "responseJsonSchema", "speechConfig", "imageConfig", "audioTranscriptionConfig")
            .may("responseModalities", list(string()))
            .may("mediaResolution", string())
            .may("enableEnhancedCivicAnswers", bool())
            .may("thinkingConfig", THINKING);

    /** The body of generateContent and streamGenerateContent. */
    static final Shapes.Fields GENERATE = object().need("contents", list(CONTENT))
            .may("systemInstruction", SYSTEM)
            .may("tools", list(TOOL))
            .may("toolConfig", TOOL_CONFIG)
            .may(
                    "safetySettings",
                    list(object().need("category", string())
                            .need("threshold", string())
                            .may("method", string())))
            .may("generationConfig", GENERATION)
            .may(string(), "cachedContent", "serviceTier", "continuationToken")
            .may("store", bool())
            .may("labels", map());

    /** The body of countTokens. */
    static final Shape COUNT =
            object().may("contents", list(CONTENT)).may("generateContentRequest", GENERATE.need("model", string()));
}
