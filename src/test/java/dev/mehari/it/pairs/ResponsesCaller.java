package dev.mehari.it.pairs;

import com.openai.client.OpenAIClient;
import com.openai.client.okhttp.OpenAIOkHttpClient;
import com.openai.core.JsonValue;
import com.openai.core.http.StreamResponse;
import com.openai.errors.OpenAIException;
import com.openai.helpers.ResponseAccumulator;
import com.openai.models.Reasoning;
import com.openai.models.ReasoningEffort;
import com.openai.models.responses.EasyInputMessage;
import com.openai.models.responses.FunctionTool;
import com.openai.models.responses.Response;
import com.openai.models.responses.ResponseCreateParams;
import com.openai.models.responses.ResponseFormatTextJsonSchemaConfig;
import com.openai.models.responses.ResponseFunctionToolCall;
import com.openai.models.responses.ResponseIncludable;
import com.openai.models.responses.ResponseInputContent;
import com.openai.models.responses.ResponseInputFile;
import com.openai.models.responses.ResponseInputImage;
import com.openai.models.responses.ResponseInputItem;
import com.openai.models.responses.ResponseInputText;
import com.openai.models.responses.ResponseStreamEvent;
import com.openai.models.responses.ResponseTextConfig;
import dev.mehari.it.pairs.Question.With;
import dev.mehari.sdk.ResponsesSdk;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/** openai-java, responses; the application keeps the conversation, so that any upstream can go on with it. */
final class ResponsesCaller implements Caller {
    private final OpenAIClient client;
    private final List<ResponseInputItem> input = new ArrayList<>();
    private ResponseCreateParams.Builder params = ResponseCreateParams.builder();
    private boolean streamed;
    private List<ResponseFunctionToolCall> asked = List.of();

    ResponsesCaller(String url, String key) {
        client = OpenAIOkHttpClient.builder().baseUrl(url).apiKey(key).build();
    }

    @Override
    public Heard ask(Question question) {
        params = ResponseCreateParams.builder().model(question.model()).store(false);
        streamed = question.streamed();
        if (question.has(With.SYSTEM)) {
            params.instructions(Question.SYSTEM);
        }
        if (question.has(With.THINKING)) {
            params.reasoning(Reasoning.builder()
                            .effort(ReasoningEffort.LOW)
                            .summary(Reasoning.Summary.AUTO)
                            .build())
                    .addInclude(ResponseIncludable.REASONING_ENCRYPTED_CONTENT);
        }
        if (question.has(With.TOOLS)) {
            params.addTool(tool());
        }
        if (question.has(With.SCHEMA)) {
            params.text(ResponseTextConfig.builder().format(schema()).build());
        }
        input.clear();
        input.add(ResponseInputItem.ofEasyInputMessage(EasyInputMessage.builder()
                .role(EasyInputMessage.Role.USER)
                .contentOfResponseInputMessageContentList(parts(question))
                .build()));
        return said();
    }

    @Override
    public Heard tell(List<String> results) {
        for (int i = 0; i < results.size(); i++) {
            input.add(ResponseInputItem.ofFunctionCallOutput(ResponseInputItem.FunctionCallOutput.builder()
                    .callId(asked.get(i).callId())
                    .output(results.get(i))
                    .build()));
        }
        return said();
    }

    private static List<ResponseInputContent> parts(Question question) {
        List<ResponseInputContent> parts = new ArrayList<>();
        parts.add(ResponseInputContent.ofInputText(
                ResponseInputText.builder().text(Question.TEXT).build()));
        if (question.has(With.IMAGE)) {
            parts.add(ResponseInputContent.ofInputImage(ResponseInputImage.builder()
                    .detail(ResponseInputImage.Detail.AUTO)
                    .imageUrl("data:image/png;base64," + Question.PNG)
                    .build()));
        }
        if (question.has(With.PDF)) {
            parts.add(ResponseInputContent.ofInputFile(ResponseInputFile.builder()
                    .filename("cities.pdf")
                    .fileData("data:application/pdf;base64," + Question.PDF)
                    .build()));
        }
        return parts;
    }

    private static FunctionTool tool() {
        FunctionTool.Parameters.Builder arguments = FunctionTool.Parameters.builder();
        Question.CITY.forEach((name, value) -> arguments.putAdditionalProperty(name, JsonValue.from(value)));
        return FunctionTool.builder()
                .name(Question.TOOL)
                .description(Question.TOOL_DESCRIPTION)
                .parameters(arguments.build())
                .strict(false)
                .build();
    }

    private static ResponseFormatTextJsonSchemaConfig schema() {
        ResponseFormatTextJsonSchemaConfig.Schema.Builder schema = ResponseFormatTextJsonSchemaConfig.Schema.builder();
        Question.ANSWER.forEach((name, value) -> schema.putAdditionalProperty(name, JsonValue.from(value)));
        return ResponseFormatTextJsonSchemaConfig.builder()
                .name("degrees")
                .schema(schema.build())
                .strict(true)
                .build();
    }

    private Heard said() {
        params.inputOfResponse(List.copyOf(input));
        if (!streamed) {
            return heard(client.responses().create(params.build()), 1);
        }
        ResponseAccumulator whole = ResponseAccumulator.create();
        int events = 0;
        try (StreamResponse<ResponseStreamEvent> stream = client.responses().createStreaming(params.build())) {
            for (ResponseStreamEvent event : (Iterable<ResponseStreamEvent>) stream.stream()::iterator) {
                events++;
                whole.accumulate(event);
            }
        }
        return heard(whole.response(), events);
    }

    private Heard heard(Response response, int events) {
        response.output().forEach(item -> input.add(ResponsesSdk.back(item)));
        asked = response.output().stream()
                .flatMap(item -> item.functionCall().stream())
                .toList();
        String status = response.status().map(word -> word.asString()).orElse("");
        if (status.equals("failed")) {
            // The SDK leaves it to the application to look.
            throw new OpenAIException(
                    response.error().map(error -> error.message()).orElse("failed"), null);
        }
        return new Heard(
                response.output().stream()
                        .flatMap(item -> item.message().stream())
                        .flatMap(message -> message.content().stream())
                        .flatMap(part -> part.outputText().stream())
                        .map(part -> part.text())
                        .collect(Collectors.joining()),
                response.output().stream()
                        .flatMap(item -> item.reasoning().stream())
                        .flatMap(thought -> thought.summary().stream())
                        .map(part -> part.text())
                        .collect(Collectors.joining()),
                asked.stream()
                        .map(call -> new Heard.Asked(call.callId(), call.name(), call.arguments()))
                        .toList(),
                status,
                response.usage().map(usage -> usage.inputTokens()).orElse(-1L),
                response.usage().map(usage -> usage.outputTokens()).orElse(-1L),
                events);
    }

    @Override
    public Wrong fail(Question question) {
        return OpenAiWrong.of(() -> ask(question));
    }

    @Override
    public void close() {
        client.close();
    }
}
