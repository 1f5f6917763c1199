package dev.mehari.it.passthrough;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.mehari.fake.AnthropicFake;
import dev.mehari.fake.FakeProvider;
import dev.mehari.fake.GeminiFake;
import dev.mehari.fake.PlatformFake;
import dev.mehari.fake.RawClient;
import dev.mehari.it.GatewayProcess;
import dev.mehari.it.GatewaySetup;
import dev.mehari.it.wire.Eventually;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/** A gateway in front of OpenAI's platform, of a second of its kind that keeps responses too, and of two other vendors. */
final class Doors implements AutoCloseable {
    static final Duration SOON = Duration.ofSeconds(10);
    private static final ObjectMapper JSON = new ObjectMapper();
    private static @Nullable Doors shared;

    final PlatformFake openai = PlatformFake.start();
    final PlatformFake keeper = PlatformFake.start("sk-fake-keeper-key-0001");
    final AnthropicFake anthropic = AnthropicFake.start();
    final GeminiFake gemini = GeminiFake.start();
    final List<FakeProvider> fakes = List.of(openai, keeper, anthropic, gemini);
    final Early early = new Early();
    final GatewayProcess gateway;
    /** A key that may pass. */
    final String key;

    private Doors(UnaryOperator<GatewaySetup> change) {
        GatewaySetup setup = GatewayProcess.setup()
                .upstream(anthropic)
                .upstream(gemini)
                .env("OPENAI_API_KEY", openai.key())
                .env("OPENAI_BASE_URL", openai.baseUrl())
                .env("KEEPER_API_KEY", keeper.key())
                .withoutBreakers()
                .edit("config/failover.yaml", text -> text.replaceFirst("  delay: 1s", "  delay: 1ms"))
                .edit(
                        "config/upstreams.yaml",
                        text -> text.replaceFirst("upstreams:\n", """
                        upstreams:
                          keeper:
                            protocol: openai-responses
                            base-url: %s
                            credentials:
                              - {id: main, key: "env:KEEPER_API_KEY"}
                          early:
                            protocol: openai-chat
                            base-url: %s
                        """.formatted(keeper.baseUrl(), early.url())))
                .edit("config/models.yaml", text -> text.replaceFirst("(?m)^models:\n", """
                        models:
                          painter: {targets: [openai/gpt-image-1]}
                          "tts-*": {targets: ["openai/*"]}
                          only-gemini: {targets: [gemini/gemini-2.5-flash]}
                        """));
        gateway = change.apply(setup).start();
        key = key("\"role\":\"passthrough\"");
    }

    static Doors with(UnaryOperator<GatewaySetup> change) {
        return new Doors(change);
    }

    /** Of this JVM; ends with it. */
    static synchronized Doors shared() {
        Doors doors = shared;
        if (doors == null) {
            doors = new Doors(setup -> setup);
            shared = doors;
        }
        return doors;
    }

    /** The value of a new key with these fields. */
    String key(String fields) {
        HttpResponse<String> made = gateway.send(gateway.admin("/api/admin/keys")
                .header("Content-Type", "application/json")
                .POST(HttpRequest.BodyPublishers.ofString("{\"name\":\"it\"," + fields + "}")));
        return json(made.body()).path("key").asText();
    }

    /** A key that may pass, with these models and no others. */
    String keyFor(String... models) {
        return key("\"role\":\"passthrough\",\"allowed_models\":[\"" + String.join("\",\"", models) + "\"]");
    }

    RawClient connect() {
        return RawClient.to(gateway.url());
    }

    /** The reply to a request without a body. */
    RawClient.Response ask(String method, String path, String... headers) {
        return askAs(key, method, path, headers);
    }

    RawClient.Response askAs(String key, String method, String path, String... headers) {
        return send(head(key, method, path, headers) + "\r\n");
    }

    /** The reply to a request with a body. */
    RawClient.Response post(String key, String path, String type, String body) {
        return send(head(key, "POST", path, "Content-Type: " + type, "Content-Length: " + bytes(body).length) + "\r\n"
                + body);
    }

    RawClient.Response json(String key, String path, String body) {
        return post(key, path, "application/json", body);
    }

    static String head(String key, String method, String path, String... headers) {
        StringBuilder head = new StringBuilder(method + " " + path + " HTTP/1.1\r\nHost: localhost\r\n");
        if (!key.isEmpty()) {
            head.append("Authorization: Bearer ").append(key).append("\r\n");
        }
        for (String header : headers) {
            head.append(header).append("\r\n");
        }
        return head.toString();
    }

    RawClient.Response send(String bytes) {
        try (RawClient client = connect()) {
            return client.send(bytes).response();
        }
    }

    static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    /** The row of a call; it is written soon after the call's end. */
    JsonNode row(RawClient.Response response) {
        return row(Objects.requireNonNull(response.headers().first("x-request-id")));
    }

    JsonNode row(String requestId) {
        return json(Eventually.get(
                        SOON,
                        () -> gateway.send(gateway.admin("/api/admin/logs/" + requestId)),
                        page -> page.statusCode() == 200)
                .body());
    }

    /** Requests that any vendor saw. */
    int reached() {
        return fakes.stream().mapToInt(fake -> fake.requests().size()).sum();
    }

    void forget() {
        fakes.forEach(fake -> fake.server().forget());
    }

    /** Nothing is held any more: no connection, no attempt, no call. */
    void assertIdle() {
        for (String gauge : List.of(
                "mehari_pool_leased",
                "mehari_attempts_in_flight",
                "mehari_calls_in_flight",
                "mehari_requests_held_bytes")) {
            Eventually.get(SOON, () -> metric(gauge), held -> held == 0);
        }
    }

    double metric(String name) {
        return gateway.adminPage("/v1/metrics")
                .lines()
                .filter(line -> line.startsWith(name + " ") || line.startsWith(name + "{"))
                .mapToDouble(line -> Double.parseDouble(line.substring(line.lastIndexOf(' ') + 1)))
                .sum();
    }

    static JsonNode json(String text) {
        try {
            return JSON.readTree(text);
        } catch (JsonProcessingException e) {
            throw new AssertionError("not JSON: " + text, e);
        }
    }

    @Override
    public void close() {
        gateway.close();
        early.close();
        fakes.forEach(FakeProvider::close);
    }
}
