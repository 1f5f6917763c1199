package dev.mehari.sdk;

import com.openai.client.OpenAIClient;
import com.openai.client.okhttp.OpenAIOkHttpClient;
import com.openai.core.JsonValue;
import com.openai.core.http.StreamResponse;
import com.openai.errors.OpenAIServiceException;
import com.openai.models.FunctionDefinition;
import com.openai.models.FunctionParameters;
import com.openai.models.chat.completions.ChatCompletion;
import com.openai.models.chat.completions.ChatCompletionChunk;
import com.openai.models.chat.completions.ChatCompletionCreateParams;
import com.openai.models.chat.completions.ChatCompletionFunctionTool;
import com.openai.models.chat.completions.ChatCompletionMessage;
import com.openai.models.chat.completions.ChatCompletionMessageFunctionToolCall;
import com.openai.models.chat.completions.ChatCompletionStreamOptions;
import com.openai.models.chat.completions.ChatCompletionToolMessageParam;
import com.openai.models.completions.Completion;
import com.openai.models.completions.CompletionChoice;
import com.openai.models.completions.CompletionCreateParams;
import com.openai.models.embeddings.Embedding;
import com.openai.models.embeddings.EmbeddingCreateParams;
import java.util.List;
import java.util.Map;

/** openai-java, for OpenAI itself and for everything that speaks its protocol. */
public final class OpenAiSdk implements SdkDriver {
    private final OpenAIClient client;
    private final boolean asksUsage;

    private OpenAiSdk(String baseUrl, String key, boolean asksUsage) {
        this.client = OpenAIOkHttpClient.builder().baseUrl(baseUrl).apiKey(key).build();
        this.asksUsage = asksUsage;
    }

    public static OpenAiSdk of(String baseUrl, String key) {
        return new OpenAiSdk(baseUrl, key, true);
    }

    /** Only fields that every look-alike knows: no {@code stream_options}. */
    public static OpenAiSdk withPlainFields(String baseUrl, String key) {
        return new OpenAiSdk(baseUrl, key, false);
    }

    private static ChatCompletionCreateParams.Builder question(String model) {
        return ChatCompletionCreateParams.builder().model(model).addUserMessage("How warm is it in Paris?");
    }

    @Override
    public Said plain(String model) {
        ChatCompletion completion =
                client.chat().completions().create(question(model).build());
        ChatCompletion.Choice choice = completion.choices().getFirst();
        return new Said(
                choice.message().content().orElse(""),
                choice.finishReason().asString(),
                1,
                completion.usage().map(usage -> usage.promptTokens()).orElse(-1L),
                completion.usage().map(usage -> usage.completionTokens()).orElse(-1L));
    }

    @Override
    public Said streamed(String model) {
        ChatCompletionCreateParams.Builder params = question(model);
        if (asksUsage) {
            params.streamOptions(
                    ChatCompletionStreamOptions.builder().includeUsage(true).build());
        }
        StringBuilder text = new StringBuilder();
        String finish = "";
        int events = 0;
        long input = -1;
        long output = -1;
        try (StreamResponse<ChatCompletionChunk> stream =
                client.chat().completions().createStreaming(params.build())) {
            for (ChatCompletionChunk chunk : (Iterable<ChatCompletionChunk>) stream.stream()::iterator) {
                events++;
                for (ChatCompletionChunk.Choice choice : chunk.choices()) {
                    choice.delta().content().ifPresent(text::append);
                    finish = choice.finishReason()
                            .map(reason -> reason.asString())
                            .orElse(finish);
                }
                if (chunk.usage().isPresent()) {
                    input = chunk.usage().get().promptTokens();
                    output = chunk.usage().get().completionTokens();
                }
            }
        }
        return new Said(text.toString(), finish, events, input, output);
    }

    /**
     * The vectors of texts.
     *
     * @param numbers whether they are asked for as numbers, which is not what this SDK does by itself
     */
    public List<List<Float>> vectors(String model, List<String> texts, boolean numbers) {
        EmbeddingCreateParams.Builder params =
                EmbeddingCreateParams.builder().model(model).inputOfArrayOfStrings(texts);
        if (numbers) {
            params.encodingFormat(EmbeddingCreateParams.EncodingFormat.FLOAT);
        }
        return client.embeddings().create(params.build()).data().stream()
                .map(Embedding::embedding)
                .toList();
    }

    private static CompletionCreateParams.Builder prompt(String model) {
        return CompletionCreateParams.builder()
                .model(model)
                .prompt("How warm is it in Paris?")
                .maxTokens(50);
    }

    /** How a model goes on with a text. */
    public Said completed(String model) {
        Completion completion = client.completions().create(prompt(model).build());
        CompletionChoice choice = completion.choices().getFirst();
        return new Said(
                choice.text(),
                choice.finishReason().asString(),
                1,
                completion.usage().map(usage -> usage.promptTokens()).orElse(-1L),
                completion.usage().map(usage -> usage.completionTokens()).orElse(-1L));
    }

    /** The same, streamed. */
    public Said completedStreamed(String model) {
        CompletionCreateParams params = prompt(model)
                .streamOptions(
                        ChatCompletionStreamOptions.builder().includeUsage(true).build())
                .build();
        StringBuilder text = new StringBuilder();
        String finish = "";
        int events = 0;
        long input = -1;
        long output = -1;
        try (StreamResponse<Completion> stream = client.completions().createStreaming(params)) {
            for (Completion chunk : (Iterable<Completion>) stream.stream()::iterator) {
                events++;
                for (CompletionChoice choice : chunk.choices()) {
                    text.append(choice.text());
                    finish = choice._finishReason()
                            .asKnown()
                            .map(reason -> reason.asString())
                            .orElse(finish);
                }
                if (chunk.usage().isPresent()) {
                    input = chunk.usage().get().promptTokens();
                    output = chunk.usage().get().completionTokens();
                }
            }
        }
        return new Said(text.toString(), finish, events, input, output);
    }

    @Override
    public ToolLoop toolLoop(String model) {
        ChatCompletionCreateParams.Builder params = question(model).addTool(tool());
        ChatCompletionMessage first = client.chat()
                .completions()
                .create(params.build())
                .choices()
                .getFirst()
                .message();
        ChatCompletionMessageFunctionToolCall call =
                first.toolCalls().orElseThrow().getFirst().asFunction();
        params.addMessage(first)
                .addMessage(ChatCompletionToolMessageParam.builder()
                        .toolCallId(call.id())
                        .content(TOOL_RESULT)
                        .build());
        ChatCompletion second = client.chat().completions().create(params.build());
        return new ToolLoop(
                call.function().name(),
                call.function().arguments(),
                second.choices().getFirst().message().content().orElse(""));
    }

    private static ChatCompletionFunctionTool tool() {
        return ChatCompletionFunctionTool.builder()
                .function(FunctionDefinition.builder()
                        .name(TOOL)
                        .description("The temperature in a city.")
                        .parameters(FunctionParameters.builder()
                                .putAdditionalProperty("type", JsonValue.from("object"))
                                .putAdditionalProperty(
                                        "properties", JsonValue.from(Map.of("city", Map.of("type", "string"))))
                                .putAdditionalProperty("required", JsonValue.from(List.of("city")))
                                .build())
                        .build())
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
