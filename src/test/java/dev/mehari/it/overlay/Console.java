package dev.mehari.it.overlay;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.mehari.it.GatewayProcess;
import dev.mehari.it.GatewaySetup;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.time.Duration;

/** An admin of one gateway. */
record Console(GatewayProcess gateway) {
    private static final ObjectMapper JSON = new ObjectMapper();

    HttpResponse<String> get(String path) {
        return gateway.send(gateway.admin(path));
    }

    HttpResponse<String> put(String path, String json) {
        return gateway.send(gateway.admin(path).PUT(BodyPublishers.ofString(json)));
    }

    HttpResponse<String> put(String path, String json, String ifMatch) {
        return gateway.send(gateway.admin(path).header("If-Match", ifMatch).PUT(BodyPublishers.ofString(json)));
    }

    HttpResponse<String> post(String path, String json) {
        return gateway.send(gateway.admin(path).POST(BodyPublishers.ofString(json)));
    }

    HttpResponse<String> delete(String path) {
        return gateway.send(gateway.admin(path).DELETE());
    }

    /** The JSON of an answer that must have this status. */
    static JsonNode json(HttpResponse<String> reply, int status) {
        assertThat(reply.statusCode()).as(reply.body()).isEqualTo(status);
        try {
            return JSON.readTree(reply.body());
        } catch (IOException e) {
            throw new UncheckedIOException(reply.body(), e);
        }
    }

    /** The message of an error in the shape of the admin side. */
    static String error(HttpResponse<String> reply, int status) {
        JsonNode root = json(reply, status);
        assertThat(root.path("request_id").asText()).startsWith("req_");
        return root.path("error").path("message").asText() + " "
                + root.path("error").path("details");
    }

    JsonNode page(String path) {
        return json(get(path), 200);
    }

    /** Status of a chat with this model. */
    int chat(String model) {
        return chatReply(model).statusCode();
    }

    HttpResponse<String> chatReply(String model) {
        return gateway.send(HttpRequest.newBuilder(URI.create(gateway.url() + "/v1/chat/completions"))
                .timeout(Duration.ofSeconds(20))
                .header("Authorization", "Bearer " + GatewaySetup.KEY)
                .POST(BodyPublishers.ofString(
                        "{\"model\":\"" + model + "\",\"messages\":[{\"role\":\"user\",\"content\":\"hi\"}]}")));
    }

    /** An upstream that speaks OpenAI's chat. */
    static String upstream(String baseUrl, String key) {
        return "{\"protocol\":\"openai-chat\",\"base-url\":\"" + baseUrl
                + "\",\"credentials\":[{\"id\":\"main\",\"key\":\"" + key + "\"}]}";
    }

    static String alias(String target) {
        return "{\"targets\":[\"" + target + "\"]}";
    }
}
