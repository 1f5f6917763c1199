package dev.mehari.it.pairs;

import com.google.genai.Client;
import com.google.genai.ResponseStream;
import com.google.genai.errors.ApiException;
import com.google.genai.errors.GenAiIOException;
import com.google.genai.types.Content;
import com.google.genai.types.FunctionCall;
import com.google.genai.types.FunctionDeclaration;
import com.google.genai.types.GenerateContentConfig;
import com.google.genai.types.GenerateContentResponse;
import com.google.genai.types.HttpOptions;
import com.google.genai.types.Part;
import com.google.genai.types.ThinkingConfig;
import com.google.genai.types.ThinkingLevel;
import com.google.genai.types.Tool;
import dev.mehari.it.pairs.Question.With;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/** google-genai for Java. Results are told without ids, as its own examples do. */
final class GeminiCaller implements Caller {
    private final Client client;
    private final List<Content> contents = new ArrayList<>();
    private GenerateContentConfig config = GenerateContentConfig.builder().build();
    private Question question = Question.of(Kind.GEMINI, false);
    private List<FunctionCall> asked = List.of();

    GeminiCaller(String url, String key) {
        client = Client.builder()
                .apiKey(key)
                .vertexAI(false)
                .httpOptions(HttpOptions.builder().baseUrl(url).build())
                .build();
    }

    @Override
    public Heard ask(Question asking) {
        question = asking;
        GenerateContentConfig.Builder with = GenerateContentConfig.builder();
        if (question.has(With.SYSTEM)) {
            with.systemInstruction(Content.fromParts(Part.fromText(Question.SYSTEM)));
        }
        if (question.has(With.THINKING)) {
            with.thinkingConfig(ThinkingConfig.builder()
                    .includeThoughts(true)
                    .thinkingLevel(ThinkingLevel.Known.LOW)
                    .build());
        }
        if (question.has(With.TOOLS)) {
            with.tools(Tool.builder()
                    .functionDeclarations(FunctionDeclaration.builder()
                            .name(Question.TOOL)
                            .description(Question.TOOL_DESCRIPTION)
                            .parametersJsonSchema(Question.CITY)
                            .build())
                    .build());
        }
        if (question.has(With.SCHEMA)) {
            with.responseMimeType("application/json").responseJsonSchema(Question.ANSWER);
        }
        config = with.build();
        contents.clear();
        contents.add(content("user", parts()));
        return said();
    }

    @Override
    public Heard tell(List<String> results) {
        List<Part> parts = new ArrayList<>();
        for (int i = 0; i < results.size(); i++) {
            parts.add(Part.fromFunctionResponse(asked.get(i).name().orElseThrow(), Map.of("output", results.get(i))));
        }
        contents.add(content("user", parts));
        return said();
    }

    private static Content content(String role, List<Part> parts) {
        return Content.builder().role(role).parts(parts).build();
    }

    private List<Part> parts() {
        List<Part> parts = new ArrayList<>();
        parts.add(Part.fromText(Question.TEXT));
        if (question.has(With.IMAGE)) {
            parts.add(Part.fromBytes(Base64.getDecoder().decode(Question.PNG), "image/png"));
        }
        if (question.has(With.PDF)) {
            parts.add(Part.fromBytes(Base64.getDecoder().decode(Question.PDF), "application/pdf"));
        }
        return parts;
    }

    private Heard said() {
        if (!question.streamed()) {
            GenerateContentResponse response = client.models.generateContent(question.model(), contents, config);
            return heard(List.copyOf(response.parts()), response, 1);
        }
        List<Part> parts = new ArrayList<>();
        GenerateContentResponse last = GenerateContentResponse.builder().build();
        int events = 0;
        try (ResponseStream<GenerateContentResponse> stream =
                client.models.generateContentStream(question.model(), contents, config)) {
            for (GenerateContentResponse response : stream) {
                events++;
                parts.addAll(response.parts());
                last = response;
            }
        }
        return heard(parts, last, events);
    }

    private Heard heard(List<Part> parts, GenerateContentResponse last, int events) {
        contents.add(content("model", parts));
        asked = parts.stream().flatMap(part -> part.functionCall().stream()).toList();
        return new Heard(
                text(parts, false),
                text(parts, true),
                asked.stream()
                        .map(call -> new Heard.Asked(
                                call.id().orElse(""),
                                call.name().orElse(""),
                                Told.json(call.args().orElse(Map.of())).toString()))
                        .toList(),
                last.finishReason().toString(),
                last.usageMetadata().flatMap(usage -> usage.promptTokenCount()).orElse(-1),
                last.usageMetadata()
                        .map(usage -> usage.candidatesTokenCount().orElse(0)
                                + usage.thoughtsTokenCount().orElse(0))
                        .orElse(-1),
                events);
    }

    private static String text(List<Part> parts, boolean thought) {
        return parts.stream()
                .filter(part -> part.thought().orElse(false) == thought)
                .flatMap(part -> part.text().stream())
                .collect(Collectors.joining());
    }

    @Override
    public Wrong fail(Question failing) {
        try {
            throw new AssertionError("expected a failure, got: " + ask(failing));
        } catch (ApiException e) {
            return new Wrong(e.getClass().getSimpleName(), e.code(), e.message());
        } catch (GenAiIOException e) {
            return new Wrong(e.getClass().getSimpleName(), 0, String.valueOf(e.getMessage()));
        }
    }

    @Override
    public void close() {
        client.close();
    }
}
