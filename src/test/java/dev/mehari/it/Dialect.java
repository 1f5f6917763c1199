package dev.mehari.it;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.mehari.fake.RawClient;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.LinkedHashMap;
import java.util.Map;

/** How callers of a protocol speak, and what an error looks like to them. */
enum Dialect {
    OPENAI("gpt-4.1", "Authorization", "Bearer "),
    ANTHROPIC("claude-sonnet-4-5", "x-api-key", ""),
    GEMINI("gemini-2.5-flash", "x-goog-api-key", "");

    private static final ObjectMapper JSON = new ObjectMapper();

    private final String model;
    private final String keyHeader;
    private final String keyPrefix;

    Dialect(String model, String keyHeader, String keyPrefix) {
        this.model = model;
        this.keyHeader = keyHeader;
        this.keyPrefix = keyPrefix;
    }

    /** A model that a wildcard of the shipped configuration leads to this protocol's vendor. */
    String model() {
        return model;
    }

    String path() {
        return path(model);
    }

    String path(String asked) {
        return switch (this) {
            case OPENAI -> "/v1/chat/completions";
            case ANTHROPIC -> "/v1/messages";
            case GEMINI -> "/v1beta/models/" + asked + ":generateContent";
        };
    }

    /** A body that is fine. */
    String body() {
        return body(model);
    }

    String body(String asked) {
        String said = "\"messages\":[{\"role\":\"user\",\"content\":\"hi\"}]";
        return switch (this) {
            case OPENAI -> "{\"model\":\"" + asked + "\"," + said + "}";
            case ANTHROPIC -> "{\"model\":\"" + asked + "\",\"max_tokens\":64," + said + "}";
            case GEMINI -> "{\"contents\":[{\"role\":\"user\",\"parts\":[{\"text\":\"hi\"}]}]}";
        };
    }

    /** The header in which SDKs of this protocol send a key. */
    Map<String, String> key(String value) {
        Map<String, String> headers = new LinkedHashMap<>();
        headers.put(keyHeader, keyPrefix + value);
        return headers;
    }

    Map<String, String> key() {
        return key(GatewaySetup.KEY);
    }

    /** A whole good request over the wire. */
    String request() {
        return RawClient.post(path(), key(), body());
    }

    /** An error that a caller of this protocol can read: its message. */
    String error(RawClient.Response reply, int status) {
        String shown = reply.status() + " " + reply.headers() + "\n" + reply.text();
        assertThat(reply.status()).as(shown).isEqualTo(status);
        String message = shape(reply, shown);
        assertThat(message).as(shown).isNotBlank();
        return message;
    }

    private String shape(RawClient.Response reply, String shown) {
        Errors.common(reply);
        JsonNode root = json(reply.text());
        JsonNode error = root.path("error");
        switch (this) {
            case OPENAI -> {
                assertThat(error.path("type").isTextual()).as(shown).isTrue();
                assertThat(error.path("code").isTextual()).as(shown).isTrue();
                assertThat(error.has("param")).as(shown).isTrue();
            }
            case ANTHROPIC -> {
                assertThat(root.path("type").asText()).as(shown).isEqualTo("error");
                assertThat(error.path("type").isTextual()).as(shown).isTrue();
                assertThat(reply.headers().all("request-id"))
                        .as(shown)
                        .containsExactly(reply.headers().first("x-request-id"));
            }
            case GEMINI -> {
                assertThat(error.path("code").asInt()).as(shown).isEqualTo(reply.status());
                assertThat(error.path("status").asText()).as(shown).matches("[A-Z_]+");
            }
        }
        return error.path("message").asText();
    }

    static JsonNode json(String text) {
        try {
            return JSON.readTree(text);
        } catch (IOException e) {
            throw new UncheckedIOException("not JSON: " + text, e);
        }
    }
}
