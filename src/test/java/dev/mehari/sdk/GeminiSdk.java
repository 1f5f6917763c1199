package dev.mehari.sdk;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.google.genai.Client;
import com.google.genai.ResponseStream;
import com.google.genai.errors.ApiException;
import com.google.genai.types.Content;
import com.google.genai.types.CountTokensConfig;
import com.google.genai.types.EmbedContentConfig;
import com.google.genai.types.FunctionCall;
import com.google.genai.types.FunctionDeclaration;
import com.google.genai.types.GenerateContentConfig;
import com.google.genai.types.GenerateContentResponse;
import com.google.genai.types.HttpOptions;
import com.google.genai.types.HttpRetryOptions;
import com.google.genai.types.Part;
import com.google.genai.types.Schema;
import com.google.genai.types.Tool;
import com.google.genai.types.Type;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;

/** google-genai for Java, against the Gemini API (not Vertex). */
public final class GeminiSdk implements SdkDriver {
    private static final String QUESTION = "How warm is it in Paris?";
    private static final GenerateContentConfig PLAIN =
            GenerateContentConfig.builder().build();

    private final Client client;

    private GeminiSdk(Client client) {
        this.client = client;
    }

    public static GeminiSdk of(String baseUrl, String key) {
        return new GeminiSdk(Client.builder()
                .apiKey(key)
                .vertexAI(false)
                .httpOptions(HttpOptions.builder().baseUrl(baseUrl).build())
                .build());
    }

    /** With its default retries, but without the seconds between them. */
    public static GeminiSdk hasty(String baseUrl, String key) {
        HttpRetryOptions atOnce =
                HttpRetryOptions.builder().initialDelay(0.01).maxDelay(0.02).build();
        return new GeminiSdk(Client.builder()
                .apiKey(key)
                .vertexAI(false)
                .httpOptions(HttpOptions.builder()
                        .baseUrl(baseUrl)
                        .retryOptions(atOnce)
                        .build())
                .build());
    }

    /** What {@code models.countTokens} says of a question. */
    public long countTokens(String model) {
        return client.models
                .countTokens(model, QUESTION, CountTokensConfig.builder().build())
                .totalTokens()
                .orElse(-1);
    }

    private static Said said(String text, int events, GenerateContentResponse last) {
        return new Said(
                text,
                last.finishReason().toString(),
                events,
                last.usageMetadata().flatMap(usage -> usage.promptTokenCount()).orElse(-1),
                last.usageMetadata()
                        .map(usage -> usage.candidatesTokenCount().orElse(0)
                                + usage.thoughtsTokenCount().orElse(0))
                        .orElse(-1));
    }

    @Override
    public Said plain(String model) {
        GenerateContentResponse response = client.models.generateContent(model, QUESTION, PLAIN);
        return said(Objects.requireNonNull(response.text()), 1, response);
    }

    @Override
    public Said streamed(String model) {
        StringBuilder text = new StringBuilder();
        int events = 0;
        GenerateContentResponse last = GenerateContentResponse.builder().build();
        try (ResponseStream<GenerateContentResponse> stream =
                client.models.generateContentStream(model, QUESTION, PLAIN)) {
            for (GenerateContentResponse response : stream) {
                events++;
                text.append(Optional.ofNullable(response.text()).orElse(""));
                last = response;
            }
        }
        return said(text.toString(), events, last);
    }

    /** The vectors of texts. */
    public List<List<Float>> vectors(String model, List<String> texts, int dimensions) {
        EmbedContentConfig config =
                EmbedContentConfig.builder().outputDimensionality(dimensions).build();
        return client.models.embedContent(model, texts, config).embeddings().orElseThrow().stream()
                .map(vector -> vector.values().orElseThrow())
                .toList();
    }

    @Override
    public ToolLoop toolLoop(String model) {
        GenerateContentConfig config =
                GenerateContentConfig.builder().tools(tool()).build();
        Content question = Content.fromParts(Part.fromText(QUESTION)).toBuilder()
                .role("user")
                .build();
        GenerateContentResponse first = client.models.generateContent(model, List.of(question), config);
        FunctionCall call = Objects.requireNonNull(first.functionCalls()).getFirst();
        String name = call.name().orElseThrow();
        Content said = first.candidates().orElseThrow().getFirst().content().orElseThrow();
        Content result = Content.fromParts(Part.fromFunctionResponse(name, Map.of("output", TOOL_RESULT))).toBuilder()
                .role("user")
                .build();
        GenerateContentResponse second = client.models.generateContent(model, List.of(question, said, result), config);
        return new ToolLoop(name, json(call.args().orElse(Map.of())), Objects.requireNonNull(second.text()));
    }

    private static String json(Map<String, Object> arguments) {
        try {
            return new ObjectMapper().writeValueAsString(arguments);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException(e);
        }
    }

    private static Tool tool() {
        Schema city = Schema.builder().type(Type.Known.STRING).build();
        return Tool.builder()
                .functionDeclarations(FunctionDeclaration.builder()
                        .name(TOOL)
                        .description("The temperature in a city.")
                        .parameters(Schema.builder()
                                .type(Type.Known.OBJECT)
                                .properties(Map.of("city", city))
                                .required("city")
                                .build())
                        .build())
                .build();
    }

    @Override
    public TypedError typedError(String model) {
        try {
            throw new AssertionError("expected a failure, got: " + plain(model));
        } catch (ApiException e) {
            return new TypedError(e.getClass().getSimpleName(), e.code(), e.status(), e.message());
        }
    }

    @Override
    public void close() {
        client.close();
    }
}
