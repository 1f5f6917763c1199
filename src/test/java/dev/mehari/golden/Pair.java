package dev.mehari.golden;

import com.fasterxml.jackson.databind.JsonNode;
import dev.mehari.call.Capabilities;
import dev.mehari.call.ErrorKind;
import dev.mehari.call.Quirk;
import dev.mehari.call.Refusal;
import dev.mehari.call.ThinkingShown;
import dev.mehari.config.Failover;
import dev.mehari.protocol.Codec;
import dev.mehari.protocol.ErrorFacts;
import dev.mehari.protocol.WireEvent;
import dev.mehari.protocol.anthropic.AnthropicChat;
import dev.mehari.protocol.anthropic.AnthropicCodec;
import dev.mehari.protocol.chat.Aim;
import dev.mehari.protocol.chat.AnswerDecoder;
import dev.mehari.protocol.chat.ChatCodec;
import dev.mehari.protocol.chat.ChatEvent;
import dev.mehari.protocol.chat.ChatRequest;
import dev.mehari.protocol.chat.Frame;
import dev.mehari.protocol.chat.Losses;
import dev.mehari.protocol.chat.Written;
import dev.mehari.protocol.gemini.GeminiChat;
import dev.mehari.protocol.gemini.GeminiCodec;
import dev.mehari.protocol.openai.OpenAiChat;
import dev.mehari.protocol.openai.OpenAiCodec;
import dev.mehari.protocol.openaicommon.ErrorFormat;
import dev.mehari.protocol.responses.ResponsesChat;
import dev.mehari.protocol.responses.ResponsesCodec;
import dev.mehari.protocol.sse.SseReader;
import java.io.IOException;
import java.io.InputStream;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;

/** The two sides of a case. */
public final class Pair {
    private static final Map<String, ChatCodec> CODECS = Map.of(
            "openai-chat", new OpenAiChat(),
            "openai-completions", OpenAiCodec.completions(ErrorFormat.PROTOCOL).chat(),
            "zai-chat", new OpenAiChat(),
            "openai-responses", new ResponsesChat(),
            "anthropic-messages", new AnthropicChat(),
            "zai-anthropic", new AnthropicChat(),
            "gemini-generate", new GeminiChat(),
            "gemini-stream", new GeminiChat());

    private static final Map<String, Codec> WIRES = Map.of(
            "openai-chat", new OpenAiCodec(),
            "openai-completions", OpenAiCodec.completions(ErrorFormat.PROTOCOL),
            "openai-responses", new ResponsesCodec(),
            "anthropic-messages", new AnthropicCodec(),
            "gemini-generate", new GeminiCodec(),
            "gemini-stream", new GeminiCodec());

    private Pair() {}

    /** The format of a caller's protocol. */
    static Codec wire(String protocol) {
        Codec codec = WIRES.get(protocol);
        if (codec == null) {
            throw new IllegalArgumentException(protocol);
        }
        return codec;
    }

    public static boolean knows(String protocol) {
        return CODECS.containsKey(protocol);
    }

    public static ChatCodec codec(String protocol) {
        ChatCodec codec = CODECS.get(protocol);
        if (codec == null) {
            throw new IllegalArgumentException(protocol);
        }
        return codec;
    }

    /** Whether a case goes through events: a call between two of the same protocol passes as it is, but for quirks. */
    public static boolean translated(GoldenCase golden) {
        return !codec(golden.inbound())
                        .getClass()
                        .equals(codec(golden.upstream()).getClass())
                || golden.root().path("config").has("reasoning_render")
                || !GoldenModels.quirks(golden).stream().allMatch(Quirk::harmless);
    }

    static ChatRequest request(GoldenCase golden, Losses losses) {
        JsonNode body = golden.root().path("client_request");
        return codec(golden.inbound()).read(body, golden.streamed(), losses);
    }

    public static Written write(GoldenCase golden, Losses losses) {
        return codec(golden.upstream()).write(request(golden, losses), aim(golden), losses);
    }

    /** The upstream's model, which every case calls as the caller does. */
    static String model(GoldenCase golden) {
        JsonNode path = golden.get("client_path");
        if (path != null) {
            String text = path.textValue();
            return text.substring(text.lastIndexOf('/') + 1, text.lastIndexOf(':'));
        }
        return golden.root().at("/client_request/model").asText();
    }

    static Aim aim(GoldenCase golden) {
        JsonNode config = golden.root().path("config");
        JsonNode own = config.path("capabilities").path(model(golden));
        Capabilities usual = GoldenModels.of(golden.upstream(), model(golden));
        Capabilities capabilities = new Capabilities(
                own.path("sampling").asBoolean(usual.sampling()),
                own.has("thinking") ? words(own.path("thinking")) : usual.thinking(),
                own.has("effort") ? words(own.path("effort")) : usual.effort(),
                own.path("mid_conversation_system").asBoolean(usual.midSystem()),
                own.path("forced_tool").asBoolean(usual.forcedTool()),
                own.path("streaming").asBoolean(usual.streaming()),
                own.path("tools").asBoolean(usual.tools()),
                own.path("images").asBoolean(usual.images()),
                own.path("tools_with_effort").asBoolean(usual.toolsWithEffort()),
                own.path("json_schema").asBoolean(usual.jsonSchema()),
                own.path("json_with_tools").asBoolean(usual.jsonWithTools()),
                own.path("stop_sequences").asBoolean(usual.stops()),
                own.path("prefill").asBoolean(usual.prefill()),
                own.path("max_output_tokens").asInt(usual.maxOutputTokens()),
                config.path("anthropic_default_max_tokens").asInt(usual.defaultMaxTokens()),
                usual.maxThinkingBudget(),
                usual.tokenizer());
        return new Aim(model(golden), capabilities, GoldenModels.quirks(golden));
    }

    private static Set<String> words(JsonNode list) {
        Set<String> words = new HashSet<>();
        list.forEach(word -> words.add(word.textValue()));
        return words;
    }

    static Frame frame(GoldenCase golden) {
        AtomicInteger count = new AtomicInteger();
        JsonNode request = golden.root().path("client_request");
        return new Frame(
                () -> "x" + count.incrementAndGet(),
                "req_1",
                1_700_000_000L,
                model(golden),
                codec(golden.inbound()).repeated(request),
                request.path("stream_options").path("include_usage").asBoolean(),
                true,
                () -> 10,
                golden.root().at("/config/reasoning_render").asText("").equals("v1-tags")
                        ? ThinkingShown.TAGS
                        : ThinkingShown.FIELD,
                false);
    }

    static void read(
            InputStream bytes, AnswerDecoder decoder, Consumer<ChatEvent> out, Runnable taken, BooleanSupplier failed)
            throws IOException {
        SseReader reader = new SseReader(bytes);
        for (WireEvent event = reader.next(); event != null && !failed.getAsBoolean(); event = reader.next()) {
            decoder.event(event.name(), event.data(), out);
            taken.run();
            if (decoder.over()) {
                return;
            }
        }
    }

    static Refusal refusal(ErrorFacts facts) {
        ErrorKind kind = Failover.shipped().meaning(facts.status(), facts.code(), facts.type(), facts.message());
        return new Refusal(kind == null ? ErrorKind.UPSTREAM_ERROR : kind, String.valueOf(facts.message()));
    }

    static Refusal incomplete() {
        return new Refusal(
                ErrorKind.UPSTREAM_STREAM_INTERRUPTED, "the upstream ended its stream before it was complete");
    }
}
