package dev.mehari.it.faults;

import dev.mehari.fake.RawClient;
import dev.mehari.it.GatewaySetup;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/** Who calls, in the words of its protocol. */
public enum Caller {
    CHAT,
    RESPONSES,
    MESSAGES,
    GEMINI,
    /** The same without {@code alt=sse}: its streams are JSON arrays. */
    GEMINI_ARRAY;

    /** Those whose streams are server-sent events. */
    static Stream<Caller> withEvents() {
        return Stream.of(CHAT, RESPONSES, MESSAGES, GEMINI);
    }

    public boolean google() {
        return this == GEMINI || this == GEMINI_ARRAY;
    }

    private String path(String model, boolean stream) {
        return switch (this) {
            case CHAT -> "/v1/chat/completions";
            case RESPONSES -> "/v1/responses";
            case MESSAGES -> "/v1/messages";
            case GEMINI -> "/v1beta/models/" + model + (stream ? ":streamGenerateContent?alt=sse" : ":generateContent");
            case GEMINI_ARRAY -> "/v1beta/models/" + model + (stream ? ":streamGenerateContent" : ":generateContent");
        };
    }

    private Map<String, String> headers() {
        return switch (this) {
            case CHAT, RESPONSES -> Map.of("Authorization", "Bearer " + GatewaySetup.KEY);
            case MESSAGES -> Map.of("x-api-key", GatewaySetup.KEY, "anthropic-version", "2023-06-01");
            case GEMINI, GEMINI_ARRAY -> Map.of("x-goog-api-key", GatewaySetup.KEY);
        };
    }

    /** One question. */
    public String asks(String text) {
        return switch (this) {
            case CHAT, MESSAGES -> "\"messages\":[{\"role\":\"user\",\"content\":\"" + text + "\"}]";
            case RESPONSES -> "\"input\":\"" + text + "\"";
            case GEMINI, GEMINI_ARRAY -> "\"contents\":[{\"role\":\"user\",\"parts\":[{\"text\":\"" + text + "\"}]}]";
        };
    }

    /** Tools of these names, without arguments. */
    public String tools(List<String> names) {
        List<String> all = names.stream().map(this::tool).toList();
        String list = String.join(",", all);
        return google() ? "\"tools\":[{\"functionDeclarations\":[" + list + "]}]" : "\"tools\":[" + list + "]";
    }

    private String tool(String name) {
        String schema = "{\"type\":\"object\",\"properties\":{}}";
        return switch (this) {
            case CHAT ->
                "{\"type\":\"function\",\"function\":{\"name\":\"" + name + "\",\"parameters\":" + schema + "}}";
            case RESPONSES ->
                "{\"type\":\"function\",\"name\":\"" + name + "\",\"parameters\":" + schema + ",\"strict\":false}";
            case MESSAGES -> "{\"name\":\"" + name + "\",\"input_schema\":" + schema + "}";
            case GEMINI, GEMINI_ARRAY -> "{\"name\":\"" + name + "\",\"parametersJsonSchema\":" + schema + "}";
        };
    }

    /**
     * A whole request.
     *
     * @param members of the body, but for model, stream and a cap where the protocol needs one
     */
    public String request(String model, boolean stream, String... members) {
        String named = google() ? "" : "\"model\":\"" + model + "\",";
        String streamed = google() || !stream ? "" : "\"stream\":true,";
        String cap = this == MESSAGES ? "\"max_tokens\":2000," : "";
        String body = "{" + named + streamed + cap + String.join(",", members) + "}";
        return RawClient.post(path(model, stream), headers(), body);
    }

    public Heard hear(RawClient.Response response, boolean stream) {
        String text = response.text();
        boolean json = !stream || response.status() != 200;
        return switch (this) {
            case CHAT -> json ? HeardChat.whole(text) : HeardChat.stream(text);
            case RESPONSES -> json ? HeardResponses.whole(text) : HeardResponses.stream(text);
            case MESSAGES -> json ? HeardMessages.whole(text) : HeardMessages.stream(text);
            case GEMINI -> json ? HeardGemini.whole(text) : HeardGemini.stream(text);
            case GEMINI_ARRAY -> json ? HeardGemini.whole(text) : HeardGemini.array(text);
        };
    }
}
