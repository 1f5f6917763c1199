package dev.mehari.sdk;

import com.anthropic.client.AnthropicClient;
import com.anthropic.client.okhttp.AnthropicOkHttpClient;
import com.anthropic.core.JsonValue;
import com.anthropic.core.http.StreamResponse;
import com.anthropic.errors.AnthropicServiceException;
import com.anthropic.models.messages.ContentBlock;
import com.anthropic.models.messages.ContentBlockParam;
import com.anthropic.models.messages.Message;
import com.anthropic.models.messages.MessageCountTokensParams;
import com.anthropic.models.messages.MessageCreateParams;
import com.anthropic.models.messages.RawMessageStreamEvent;
import com.anthropic.models.messages.Tool;
import com.anthropic.models.messages.ToolResultBlockParam;
import com.anthropic.models.messages.ToolUseBlock;
import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/** anthropic-java. */
public final class AnthropicSdk implements SdkDriver {
    private final AnthropicClient client;

    private AnthropicSdk(AnthropicClient client) {
        this.client = client;
    }

    public static AnthropicSdk of(String baseUrl, String key) {
        return new AnthropicSdk(
                AnthropicOkHttpClient.builder().baseUrl(baseUrl).apiKey(key).build());
    }

    private static MessageCreateParams.Builder question(String model) {
        return MessageCreateParams.builder().model(model).maxTokens(256).addUserMessage("How warm is it in Paris?");
    }

    private static String text(Message message) {
        return message.content().stream()
                .flatMap(block -> block.text().stream())
                .map(block -> block.text())
                .collect(Collectors.joining());
    }

    @Override
    public Said plain(String model) {
        Message message = client.messages().create(question(model).build());
        return new Said(
                text(message),
                message.stopReason().map(reason -> reason.asString()).orElse(""),
                1,
                message.usage().inputTokens(),
                message.usage().outputTokens());
    }

    @Override
    public Said streamed(String model) {
        StringBuilder text = new StringBuilder();
        String stop = "";
        int events = 0;
        long input = -1;
        long output = -1;
        try (StreamResponse<RawMessageStreamEvent> stream =
                client.messages().createStreaming(question(model).build())) {
            for (RawMessageStreamEvent event : (Iterable<RawMessageStreamEvent>) stream.stream()::iterator) {
                events++;
                if (event.isMessageStart()) {
                    input = event.asMessageStart().message().usage().inputTokens();
                }
                event.contentBlockDelta()
                        .flatMap(delta -> delta.delta().text())
                        .ifPresent(delta -> text.append(delta.text()));
                if (event.isMessageDelta()) {
                    stop = event.asMessageDelta()
                            .delta()
                            .stopReason()
                            .map(reason -> reason.asString())
                            .orElse("");
                    input = event.asMessageDelta().usage().inputTokens().orElse(input);
                    output = event.asMessageDelta().usage().outputTokens();
                }
            }
        }
        return new Said(text.toString(), stop, events, input, output);
    }

    @Override
    public ToolLoop toolLoop(String model) {
        MessageCreateParams.Builder params = question(model).addTool(tool());
        Message first = client.messages().create(params.build());
        ToolUseBlock call = first.content().stream()
                .flatMap((ContentBlock block) -> block.toolUse().stream())
                .findFirst()
                .orElseThrow();
        params.addMessage(first)
                .addUserMessageOfContentBlockParams(
                        List.of(ContentBlockParam.ofToolResult(ToolResultBlockParam.builder()
                                .toolUseId(call.id())
                                .content(TOOL_RESULT)
                                .build())));
        Message second = client.messages().create(params.build());
        return new ToolLoop(call.name(), compact(call._input()), text(second));
    }

    /** What {@code messages.count_tokens} says of a question with a tool. */
    public long countTokens(String model) {
        return client.messages()
                .countTokens(MessageCountTokensParams.builder()
                        .model(model)
                        .system("Be terse.")
                        .addUserMessage("How warm is it in Paris?")
                        .addTool(tool())
                        .build())
                .inputTokens();
    }

    private static String compact(JsonValue input) {
        return String.valueOf(input.convert(JsonNode.class));
    }

    private static Tool tool() {
        return Tool.builder()
                .name(TOOL)
                .description("The temperature in a city.")
                .inputSchema(Tool.InputSchema.builder()
                        .properties(Tool.InputSchema.Properties.builder()
                                .putAdditionalProperty("city", JsonValue.from(Map.of("type", "string")))
                                .build())
                        .required(List.of("city"))
                        .build())
                .build();
    }

    @Override
    public TypedError typedError(String model) {
        try {
            throw new AssertionError("expected a failure, got: " + plain(model));
        } catch (AnthropicServiceException e) {
            return new TypedError(
                    e.getClass().getSimpleName(),
                    e.statusCode(),
                    e.type().map(type -> type.asString()).orElse(""),
                    String.valueOf(e.getMessage()));
        }
    }

    @Override
    public void close() {
        client.close();
    }
}
