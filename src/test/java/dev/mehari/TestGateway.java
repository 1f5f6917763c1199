package dev.mehari;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Base64;
import java.util.Map;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.web.servlet.context.ServletWebServerApplicationContext;
import org.springframework.context.ApplicationContextInitializer;
import org.springframework.context.ConfigurableApplicationContext;

/** The whole gateway inside the test's JVM, on a loopback port of its own. */
final class TestGateway implements AutoCloseable {
    private static final ObjectMapper JSON = new ObjectMapper();

    private final ConfigurableApplicationContext context;
    private final HttpClient client = HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .connectTimeout(Duration.ofSeconds(5))
            .build();

    private TestGateway(ConfigurableApplicationContext context) {
        this.context = context;
    }

    /** Starts it; fails as the application would when its files cannot be used. */
    static TestGateway start(TestHome home) {
        return start(home, context -> {});
    }

    /** Starts it in an application that has beans of its own. */
    static TestGateway start(TestHome home, ApplicationContextInitializer<ConfigurableApplicationContext> host) {
        SpringApplication application = MehariApplication.application(home.home());
        application.addInitializers(host);
        return new TestGateway(
                application.run("--server.port=0", "--server.address=127.0.0.1", "--logging.level.root=WARN"));
    }

    String url() {
        return "http://127.0.0.1:"
                + ((ServletWebServerApplicationContext) context).getWebServer().getPort();
    }

    /** A virtual key that may use every model. */
    String key() {
        return TestHome.KEY;
    }

    String adminPassword() {
        return TestHome.ADMIN_PASSWORD;
    }

    <T> T part(Class<T> type) {
        return context.getBean(type);
    }

    /** A call with the key. */
    Answer call(String path, String json, Map<String, String> headers) {
        HttpRequest.Builder request = request(path, json).header("Authorization", "Bearer " + key());
        headers.forEach(request::header);
        return send(request);
    }

    Answer callWithoutKey(String path, String json) {
        return send(request(path, json));
    }

    /** A call with another key than {@link #key}. */
    Answer callWith(String method, String key, String path, String body, Map<String, String> headers) {
        HttpRequest.Builder request = HttpRequest.newBuilder(URI.create(url() + path))
                .timeout(Duration.ofSeconds(30))
                .method(method, HttpRequest.BodyPublishers.ofString(body))
                .header("Authorization", "Bearer " + key);
        headers.forEach(request::header);
        return send(request);
    }

    /** A POST as the admin. */
    Answer admin(String path, String json) {
        return send(request(path, json).header("Authorization", "Basic " + login()));
    }

    /** A page that the admin reads. */
    Answer adminPage(String path) {
        return send(request(path, "").GET().header("Authorization", "Basic " + login()));
    }

    private String login() {
        return Base64.getEncoder().encodeToString(("admin:" + adminPassword()).getBytes(StandardCharsets.UTF_8));
    }

    /** Changes the key of {@link #key} as the admin does; fails when the gateway does not take it. */
    void changeFirstKey(String json) {
        String login =
                Base64.getEncoder().encodeToString(("admin:" + adminPassword()).getBytes(StandardCharsets.UTF_8));
        String id = send(request("/api/admin/keys", "").GET().header("Authorization", "Basic " + login))
                .json()
                .at("/keys/0/id")
                .asText();
        Answer answer = send(request("/api/admin/keys/" + id, json)
                .method("PATCH", HttpRequest.BodyPublishers.ofString(json))
                .header("Authorization", "Basic " + login));
        if (answer.status() != 200) {
            throw new AssertionError(answer.status() + ": " + answer.text());
        }
    }

    private HttpRequest.Builder request(String path, String json) {
        return HttpRequest.newBuilder(URI.create(url() + path))
                .timeout(Duration.ofSeconds(30))
                .header("Content-Type", "application/json")
                .POST(HttpRequest.BodyPublishers.ofString(json));
    }

    private Answer send(HttpRequest.Builder request) {
        try {
            return new Answer(client.send(request.build(), HttpResponse.BodyHandlers.ofString()));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    /** What came back. */
    record Answer(HttpResponse<String> http) {
        int status() {
            return http.statusCode();
        }

        /** A header of the reply, empty when it is absent. */
        String header(String name) {
            return http.headers().firstValue(name).orElse("");
        }

        String text() {
            return http.body();
        }

        JsonNode json() {
            try {
                return JSON.readTree(http.body());
            } catch (IOException e) {
                throw new AssertionError("not JSON: " + http.body(), e);
            }
        }
    }

    @Override
    public void close() {
        client.close();
        context.close();
    }
}
