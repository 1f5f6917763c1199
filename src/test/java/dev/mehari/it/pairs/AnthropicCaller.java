package dev.mehari.it.pairs;

import com.anthropic.client.AnthropicClient;
import com.anthropic.client.okhttp.AnthropicOkHttpClient;
import com.anthropic.core.JsonValue;
import com.anthropic.core.http.StreamResponse;
import com.anthropic.errors.AnthropicException;
import com.anthropic.errors.AnthropicServiceException;
import com.anthropic.helpers.MessageAccumulator;
import com.anthropic.models.messages.Base64ImageSource;
import com.anthropic.models.messages.Base64PdfSource;
import com.anthropic.models.messages.ContentBlockParam;
import com.anthropic.models.messages.JsonOutputFormat;
import com.anthropic.models.messages.Message;
import com.anthropic.models.messages.MessageCreateParams;
import com.anthropic.models.messages.OutputConfig;
import com.anthropic.models.messages.RawMessageStreamEvent;
import com.anthropic.models.messages.Tool;
import com.anthropic.models.messages.ToolResultBlockParam;
import com.anthropic.models.messages.ToolUseBlock;
import com.fasterxml.jackson.databind.JsonNode;
import dev.mehari.it.pairs.Question.With;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/** anthropic-java. */
final class AnthropicCaller implements Caller {
    private final AnthropicClient client;
    private MessageCreateParams.Builder params = MessageCreateParams.builder();
    private boolean streamed;
    private List<ToolUseBlock> asked = List.of();

    AnthropicCaller(String url, String key) {
        client = AnthropicOkHttpClient.builder().baseUrl(url).apiKey(key).build();
    }

    @Override
    public Heard ask(Question question) {
        params = MessageCreateParams.builder().model(question.model()).maxTokens(4096);
        streamed = question.streamed();
        if (question.has(With.SYSTEM)) {
            params.system(Question.SYSTEM);
        }
        if (question.has(With.THINKING)) {
            params.enabledThinking(1024);
        }
        if (question.has(With.TOOLS)) {
            params.addTool(tool());
        }
        if (question.has(With.SCHEMA)) {
            params.outputConfig(OutputConfig.builder().format(schema()).build());
        }
        params.addUserMessageOfContentBlockParams(parts(question));
        return said();
    }

    @Override
    public Heard tell(List<String> results) {
        List<ContentBlockParam> blocks = new ArrayList<>();
        for (int i = 0; i < results.size(); i++) {
            blocks.add(ContentBlockParam.ofToolResult(ToolResultBlockParam.builder()
                    .toolUseId(asked.get(i).id())
                    .content(results.get(i))
                    .build()));
        }
        params.addUserMessageOfContentBlockParams(blocks);
        return said();
    }

    private static List<ContentBlockParam> parts(Question question) {
        List<ContentBlockParam> parts = new ArrayList<>();
        parts.add(ContentBlockParam.ofText(Question.TEXT));
        if (question.has(With.IMAGE)) {
            parts.add(ContentBlockParam.ofImage(Base64ImageSource.builder()
                    .mediaType(Base64ImageSource.MediaType.IMAGE_PNG)
                    .data(Question.PNG)
                    .build()));
        }
        if (question.has(With.PDF)) {
            parts.add(ContentBlockParam.ofDocument(
                    Base64PdfSource.builder().data(Question.PDF).build()));
        }
        return parts;
    }

    private static Tool tool() {
        Tool.InputSchema.Builder arguments = Tool.InputSchema.builder();
        for (String name : List.of("properties", "required")) {
            arguments.putAdditionalProperty(name, JsonValue.from(Question.CITY.get(name)));
        }
        return Tool.builder()
                .name(Question.TOOL)
                .description(Question.TOOL_DESCRIPTION)
                .inputSchema(arguments.build())
                .build();
    }

    private static JsonOutputFormat schema() {
        JsonOutputFormat.Schema.Builder schema = JsonOutputFormat.Schema.builder();
        Question.ANSWER.forEach((name, value) -> schema.putAdditionalProperty(name, JsonValue.from(value)));
        return JsonOutputFormat.builder().schema(schema.build()).build();
    }

    private Heard said() {
        if (!streamed) {
            return heard(client.messages().create(params.build()), 1);
        }
        MessageAccumulator whole = MessageAccumulator.create();
        int events = 0;
        try (StreamResponse<RawMessageStreamEvent> stream = client.messages().createStreaming(params.build())) {
            for (RawMessageStreamEvent event : (Iterable<RawMessageStreamEvent>) stream.stream()::iterator) {
                events++;
                whole.accumulate(event);
            }
        }
        return heard(whole.message(), events);
    }

    private Heard heard(Message message, int events) {
        params.addMessage(message);
        asked = message.content().stream()
                .flatMap(block -> block.toolUse().stream())
                .toList();
        return new Heard(
                message.content().stream()
                        .flatMap(block -> block.text().stream())
                        .map(block -> block.text())
                        .collect(Collectors.joining()),
                message.content().stream()
                        .flatMap(block -> block.thinking().stream())
                        .map(block -> block.thinking())
                        .collect(Collectors.joining()),
                asked.stream()
                        .map(call -> new Heard.Asked(
                                call.id(),
                                call.name(),
                                String.valueOf(call._input().convert(JsonNode.class))))
                        .toList(),
                message.stopReason().map(reason -> reason.asString()).orElse(""),
                message.usage().inputTokens(),
                message.usage().outputTokens(),
                events);
    }

    @Override
    public Wrong fail(Question question) {
        try {
            throw new AssertionError("expected a failure, got: " + ask(question));
        } catch (AnthropicServiceException e) {
            return new Wrong(e.getClass().getSimpleName(), e.statusCode(), String.valueOf(e.getMessage()));
        } catch (AnthropicException e) {
            return new Wrong(e.getClass().getSimpleName(), 0, String.valueOf(e.getMessage()));
        }
    }

    @Override
    public void close() {
        client.close();
    }
}
