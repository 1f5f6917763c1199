package dev.mehari.it.pairs;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import com.openai.client.OpenAIClient;
import com.openai.client.okhttp.OpenAIOkHttpClient;
import com.openai.core.JsonValue;
import com.openai.core.http.StreamResponse;
import com.openai.helpers.ChatCompletionAccumulator;
import com.openai.models.FunctionDefinition;
import com.openai.models.FunctionParameters;
import com.openai.models.ReasoningEffort;
import com.openai.models.ResponseFormatJsonSchema;
import com.openai.models.chat.completions.ChatCompletion;
import com.openai.models.chat.completions.ChatCompletionAssistantMessageParam;
import com.openai.models.chat.completions.ChatCompletionChunk;
import com.openai.models.chat.completions.ChatCompletionContentPart;
import com.openai.models.chat.completions.ChatCompletionContentPartImage;
import com.openai.models.chat.completions.ChatCompletionContentPartText;
import com.openai.models.chat.completions.ChatCompletionCreateParams;
import com.openai.models.chat.completions.ChatCompletionFunctionTool;
import com.openai.models.chat.completions.ChatCompletionMessage;
import com.openai.models.chat.completions.ChatCompletionMessageFunctionToolCall;
import com.openai.models.chat.completions.ChatCompletionStreamOptions;
import com.openai.models.chat.completions.ChatCompletionToolMessageParam;
import dev.mehari.it.pairs.Question.With;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** openai-java, chat completions. What others than OpenAI have added it knows as additional properties only. */
final class ChatCaller implements Caller {
    private static final String THOUGHT = "reasoning_content";
    private static final String SIGNED = "thinking_blocks";

    private final OpenAIClient client;
    private ChatCompletionCreateParams.Builder params = ChatCompletionCreateParams.builder();
    private boolean streamed;
    private List<ChatCompletionMessageFunctionToolCall> asked = List.of();

    ChatCaller(String url, String key) {
        client = OpenAIOkHttpClient.builder().baseUrl(url).apiKey(key).build();
    }

    @Override
    public Heard ask(Question question) {
        params = ChatCompletionCreateParams.builder().model(question.model());
        streamed = question.streamed();
        if (streamed) {
            params.streamOptions(
                    ChatCompletionStreamOptions.builder().includeUsage(true).build());
        }
        if (question.has(With.SYSTEM)) {
            params.addSystemMessage(Question.SYSTEM);
        }
        params.addUserMessageOfArrayOfContentParts(parts(question));
        if (question.has(With.THINKING)) {
            params.reasoningEffort(ReasoningEffort.LOW);
        }
        if (question.has(With.TOOLS)) {
            params.addTool(tool());
        }
        if (question.has(With.SCHEMA)) {
            params.responseFormat(schema());
        }
        return said();
    }

    @Override
    public Heard tell(List<String> results) {
        for (int i = 0; i < results.size(); i++) {
            params.addMessage(ChatCompletionToolMessageParam.builder()
                    .toolCallId(asked.get(i).id())
                    .content(results.get(i))
                    .build());
        }
        return said();
    }

    private static List<ChatCompletionContentPart> parts(Question question) {
        List<ChatCompletionContentPart> parts = new ArrayList<>();
        parts.add(ChatCompletionContentPart.ofText(
                ChatCompletionContentPartText.builder().text(Question.TEXT).build()));
        if (question.has(With.IMAGE)) {
            parts.add(ChatCompletionContentPart.ofImageUrl(ChatCompletionContentPartImage.builder()
                    .imageUrl(ChatCompletionContentPartImage.ImageUrl.builder()
                            .url("data:image/png;base64," + Question.PNG)
                            .build())
                    .build()));
        }
        if (question.has(With.PDF)) {
            parts.add(ChatCompletionContentPart.ofFile(ChatCompletionContentPart.File.builder()
                    .file(ChatCompletionContentPart.File.FileObject.builder()
                            .filename("cities.pdf")
                            .fileData("data:application/pdf;base64," + Question.PDF)
                            .build())
                    .build()));
        }
        return parts;
    }

    private static ChatCompletionFunctionTool tool() {
        FunctionParameters.Builder arguments = FunctionParameters.builder();
        Question.CITY.forEach((name, value) -> arguments.putAdditionalProperty(name, JsonValue.from(value)));
        return ChatCompletionFunctionTool.builder()
                .function(FunctionDefinition.builder()
                        .name(Question.TOOL)
                        .description(Question.TOOL_DESCRIPTION)
                        .parameters(arguments.build())
                        .build())
                .build();
    }

    private static ResponseFormatJsonSchema schema() {
        ResponseFormatJsonSchema.JsonSchema.Schema.Builder schema =
                ResponseFormatJsonSchema.JsonSchema.Schema.builder();
        Question.ANSWER.forEach((name, value) -> schema.putAdditionalProperty(name, JsonValue.from(value)));
        return ResponseFormatJsonSchema.builder()
                .jsonSchema(ResponseFormatJsonSchema.JsonSchema.builder()
                        .name("degrees")
                        .schema(schema.build())
                        .strict(true)
                        .build())
                .build();
    }

    private Heard said() {
        if (!streamed) {
            return heard(client.chat().completions().create(params.build()), 1);
        }
        ChatCompletionAccumulator whole = ChatCompletionAccumulator.create();
        StringBuilder thought = new StringBuilder();
        List<JsonValue> signed = new ArrayList<>();
        int events = 0;
        try (StreamResponse<ChatCompletionChunk> stream =
                client.chat().completions().createStreaming(params.build())) {
            for (ChatCompletionChunk chunk : (Iterable<ChatCompletionChunk>) stream.stream()::iterator) {
                events++;
                whole.accumulate(chunk);
                for (ChatCompletionChunk.Choice choice : chunk.choices()) {
                    Map<String, JsonValue> more = choice.delta()._allProperties();
                    thought.append(node(more.get(THOUGHT)).asText(""));
                    JsonNode blocks = node(more.get(SIGNED));
                    blocks.forEach(block -> signed.add(JsonValue.fromJsonNode(block)));
                }
            }
        }
        ChatCompletion completion = whole.chatCompletion();
        ChatCompletion.Choice choice = completion.choices().getFirst();
        ChatCompletionMessage.Builder message = choice.message().toBuilder();
        if (!thought.isEmpty()) {
            message.putAdditionalProperty(THOUGHT, JsonValue.from(thought.toString()));
        }
        if (!signed.isEmpty()) {
            message.putAdditionalProperty(SIGNED, JsonValue.from(signed));
        }
        return heard(
                completion.toBuilder()
                        .choices(List.of(
                                choice.toBuilder().message(message.build()).build()))
                        .build(),
                events);
    }

    private Heard heard(ChatCompletion completion, int events) {
        ChatCompletion.Choice choice = completion.choices().getFirst();
        ChatCompletionMessage message = choice.message();
        // The SDK's own way back leaves out what it has no type for.
        ChatCompletionAssistantMessageParam.Builder back = message.toParam().toBuilder();
        for (String name : List.of(THOUGHT, SIGNED)) {
            JsonValue value = message._allProperties().get(name);
            if (value != null) {
                back.putAdditionalProperty(name, value);
            }
        }
        params.addMessage(back.build());
        asked = message.toolCalls().orElse(List.of()).stream()
                .map(call -> call.asFunction())
                .toList();
        return new Heard(
                message.content().orElse(""),
                node(message._allProperties().get(THOUGHT)).asText(""),
                asked.stream()
                        .map(call -> new Heard.Asked(
                                call.id(),
                                call.function().name(),
                                call.function().arguments()))
                        .toList(),
                choice.finishReason().asString(),
                completion.usage().map(usage -> usage.promptTokens()).orElse(-1L),
                completion.usage().map(usage -> usage.completionTokens()).orElse(-1L),
                events);
    }

    private static JsonNode node(@Nullable JsonValue value) {
        JsonNode node = value == null ? null : value.convert(JsonNode.class);
        return node == null ? MissingNode.getInstance() : node;
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
