package dev.mehari.sdk;

import com.openai.client.OpenAIClient;
import com.openai.client.okhttp.OpenAIOkHttpClient;
import com.openai.core.JsonValue;
import com.openai.core.http.StreamResponse;
import com.openai.errors.OpenAIServiceException;
import com.openai.helpers.ResponseAccumulator;
import com.openai.models.responses.EasyInputMessage;
import com.openai.models.responses.FunctionTool;
import com.openai.models.responses.Response;
import com.openai.models.responses.ResponseCreateParams;
import com.openai.models.responses.ResponseFunctionToolCall;
import com.openai.models.responses.ResponseInputItem;
import com.openai.models.responses.ResponseOutputItem;
import com.openai.models.responses.ResponseStreamEvent;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/** openai-java, for OpenAI's Responses. */
public final class ResponsesSdk implements SdkDriver {
    private static final String QUESTION = "How warm is it in Paris?";

    private final OpenAIClient client;

    private ResponsesSdk(OpenAIClient client) {
        this.client = client;
    }

    public static ResponsesSdk of(String baseUrl, String key) {
        return new ResponsesSdk(
                OpenAIOkHttpClient.builder().baseUrl(baseUrl).apiKey(key).build());
    }

    private static ResponseCreateParams question(String model) {
        return ResponseCreateParams.builder().model(model).input(QUESTION).build();
    }

    private static String text(Response response) {
        return response.output().stream()
                .flatMap(item -> item.message().stream())
                .flatMap(message -> message.content().stream())
                .flatMap(part -> part.outputText().stream())
                .map(part -> part.text())
                .collect(Collectors.joining());
    }

    private static Said said(Response response, int events) {
        return new Said(
                text(response),
                response.status().map(status -> status.asString()).orElse(""),
                events,
                response.usage().map(usage -> usage.inputTokens()).orElse(-1L),
                response.usage().map(usage -> usage.outputTokens()).orElse(-1L));
    }

    @Override
    public Said plain(String model) {
        return said(client.responses().create(question(model)), 1);
    }

    @Override
    public Said streamed(String model) {
        ResponseAccumulator whole = ResponseAccumulator.create();
        int events = 0;
        try (StreamResponse<ResponseStreamEvent> stream = client.responses().createStreaming(question(model))) {
            for (ResponseStreamEvent event : (Iterable<ResponseStreamEvent>) stream.stream()::iterator) {
                events++;
                whole.accumulate(event);
            }
        }
        return said(whole.response(), events);
    }

    @Override
    public ToolLoop toolLoop(String model) {
        List<ResponseInputItem> input = new ArrayList<>();
        input.add(ResponseInputItem.ofEasyInputMessage(EasyInputMessage.builder()
                .role(EasyInputMessage.Role.USER)
                .content(QUESTION)
                .build()));
        Response first = ask(model, input);
        first.output().forEach(item -> input.add(back(item)));
        ResponseFunctionToolCall call = first.output().stream()
                .flatMap(item -> item.functionCall().stream())
                .findFirst()
                .orElseThrow();
        input.add(ResponseInputItem.ofFunctionCallOutput(ResponseInputItem.FunctionCallOutput.builder()
                .callId(call.callId())
                .output(TOOL_RESULT)
                .build()));
        return new ToolLoop(call.name(), call.arguments(), text(ask(model, input)));
    }

    private Response ask(String model, List<ResponseInputItem> input) {
        return client.responses()
                .create(ResponseCreateParams.builder()
                        .model(model)
                        .inputOfResponse(List.copyOf(input))
                        .addTool(tool())
                        .build());
    }

    /** An item of an answer, as an item of the next question. */
    public static ResponseInputItem back(ResponseOutputItem item) {
        return item.message()
                .map(ResponseInputItem::ofResponseOutputMessage)
                .or(() -> item.functionCall().map(ResponseInputItem::ofFunctionCall))
                .or(() -> item.reasoning().map(ResponseInputItem::ofReasoning))
                .orElseThrow();
    }

    private static FunctionTool tool() {
        return FunctionTool.builder()
                .name(TOOL)
                .description("The temperature in a city.")
                .parameters(FunctionTool.Parameters.builder()
                        .putAdditionalProperty("type", JsonValue.from("object"))
                        .putAdditionalProperty("properties", JsonValue.from(Map.of("city", Map.of("type", "string"))))
                        .putAdditionalProperty("required", JsonValue.from(List.of("city")))
                        .build())
                .strict(false)
                .build();
    }

    @Override
    public TypedError typedError(String model) {
        try {
            throw new AssertionError("expected a failure, got: " + plain(model));
        } catch (OpenAIServiceException e) {
            return new TypedError(
                    e.getClass().getSimpleName(),
                    e.statusCode(),
                    e.code().or(e::type).orElse(""),
                    String.valueOf(e.getMessage()));
        }
    }

    @Override
    public void close() {
        client.close();
    }
}
