package dev.mehari.it.wire;

import dev.mehari.fake.RawClient;
import dev.mehari.it.GatewaySetup;
import java.util.Map;

/** How a caller speaks to the gateway, and to the vendor behind it in the same words. */
public enum Dialect {
    OPENAI("openai", "openai-chat", "gpt-4.1", 78_000),
    ANTHROPIC("anthropic", "anthropic-messages", "claude-haiku-4-5", 46_000),
    GEMINI("gemini", "gemini", "gemini-3.5-flash", 79_500),
    /** The same without {@code alt=sse}: the stream is one JSON array. */
    GEMINI_ARRAY("gemini", "gemini", "gemini-3.5-flash", 79_500),
    ZAI("zai", "openai-chat", "glm-4.6", 22_000);

    public final String upstream;
    public final String protocol;
    public final String model;
    /** What the fakes' usual 11 tokens in and 7 out cost with the shipped prices, in billionths of a dollar. */
    public final long cost;

    Dialect(String upstream, String protocol, String model, long cost) {
        this.upstream = upstream;
        this.protocol = protocol;
        this.model = model;
        this.cost = cost;
    }

    /** The same as a row shows it. */
    public String dollars() {
        return java.math.BigDecimal.valueOf(cost, 9).stripTrailingZeros().toPlainString();
    }

    public boolean isGemini() {
        return this == GEMINI || this == GEMINI_ARRAY;
    }

    public String path(String model, boolean stream) {
        return switch (this) {
            case OPENAI -> "/v1/chat/completions";
            case ZAI -> "/v1/chat/completions";
            case ANTHROPIC -> "/v1/messages";
            case GEMINI -> "/v1beta/models/" + model + (stream ? ":streamGenerateContent?alt=sse" : ":generateContent");
            case GEMINI_ARRAY -> "/v1beta/models/" + model + (stream ? ":streamGenerateContent" : ":generateContent");
        };
    }

    /** The path at the vendor, where it differs from ours. */
    public String vendorPath(boolean stream) {
        return this == ZAI ? "/api/paas/v4/chat/completions" : path(model, stream);
    }

    public Map<String, String> headers(String key) {
        return switch (this) {
            case OPENAI, ZAI -> Map.of("Authorization", "Bearer " + key);
            case ANTHROPIC -> Map.of("x-api-key", key, "anthropic-version", "2023-06-01");
            case GEMINI, GEMINI_ARRAY -> Map.of("x-goog-api-key", key);
        };
    }

    public String body(boolean stream) {
        return body(stream, "How warm is it in Paris?");
    }

    /** A stream of OpenAI asks for its usage, so that nothing has to be changed on the way. */
    public String body(boolean stream, String question) {
        return body(model, stream, question);
    }

    /** The same of another model, where the body names it. */
    public String body(String model, boolean stream, String question) {
        String asked = "[{\"role\":\"user\",\"content\":\"" + question + "\"}]";
        String streamed = stream ? ",\"stream\":true" : "";
        return switch (this) {
            case OPENAI ->
                "{\"model\":\"" + model + "\",\"messages\":" + asked + streamed
                        + (stream ? ",\"stream_options\":{\"include_usage\":true}" : "") + "}";
            case ZAI -> "{\"model\":\"" + model + "\",\"messages\":" + asked + streamed + "}";
            case ANTHROPIC -> "{\"model\":\"" + model + "\",\"max_tokens\":99,\"messages\":" + asked + streamed + "}";
            case GEMINI, GEMINI_ARRAY ->
                "{\"contents\":[{\"role\":\"user\",\"parts\":[{\"text\":\"" + question + "\"}]}]}";
        };
    }

    /** A whole request to the gateway. */
    public String request(boolean stream) {
        return request(stream, body(stream));
    }

    public String request(boolean stream, String body) {
        return RawClient.post(path(model, stream), headers(GatewaySetup.KEY), body);
    }

    /** Events before the first that brings text: role, message start and the like. */
    public int openingEvents() {
        return switch (this) {
            case OPENAI -> 1;
            case ANTHROPIC -> 3;
            case GEMINI, GEMINI_ARRAY, ZAI -> 0;
        };
    }

    /** What only a stream that ended well has. */
    public String terminator() {
        return switch (this) {
            case OPENAI, ZAI -> "[DONE]";
            case ANTHROPIC -> "message_stop";
            case GEMINI, GEMINI_ARRAY -> "finishReason";
        };
    }

    /** How an error inside a stream begins. */
    public String errorMark() {
        return switch (this) {
            case OPENAI, ZAI, GEMINI -> "data: {\"error\":{";
            case ANTHROPIC -> "event: error\ndata: {\"type\":\"error\"";
            case GEMINI_ARRAY -> "{\"error\":{";
        };
    }
}
