package dev.mehari.it.wire;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.mehari.fake.Answer;
import dev.mehari.fake.AnthropicFake;
import dev.mehari.fake.FakeProvider;
import dev.mehari.fake.GeminiFake;
import dev.mehari.fake.OpenAiFake;
import dev.mehari.fake.RawClient;
import dev.mehari.fake.ZaiFake;
import dev.mehari.it.GatewayProcess;
import dev.mehari.it.GatewaySetup;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** One gateway in front of the four fakes, shared by all classes that do not need one of their own. */
final class Rig {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final Duration SOON = Duration.ofSeconds(10);
    private static @Nullable Rig shared;

    final OpenAiFake openai = OpenAiFake.start();
    final AnthropicFake anthropic = AnthropicFake.start();
    final GeminiFake gemini = GeminiFake.start();
    final ZaiFake zai = ZaiFake.start();
    final List<FakeProvider> fakes = List.of(openai, anthropic, gemini, zai);
    private final GatewaySetup setup = GatewayProcess.setup().plainZai();
    private GatewayProcess gateway;

    private Rig() {
        fakes.forEach(setup::upstream);
        setup.withoutBreakers().withoutRetries();
        setup.edit(
                "config/prices.yaml",
                text -> text.replaceFirst(
                        "(?m)^prices:$",
                        "prices:\n  openai/gpt-4.1: {input: 2, output: 8, date: 2026-11-01, source: test}"));
        setup.edit(
                "config/models.yaml",
                text -> text.replaceFirst(
                        "(?m)^models:$",
                        "models:\n  claude-or-glm: {targets: [anthropic/claude-haiku-4-5, zai/glm-4.6]}"));
        for (Dialect dialect : Dialect.values()) {
            setup.edit(
                    "config/models.yaml",
                    text -> text.replaceFirst(
                            "(?m)^models:$",
                            "models:\n  " + alias(dialect) + ": {targets: [" + dialect.upstream + "/" + dialect.model
                                    + "]}"));
        }
        gateway = setup.start();
    }

    /** Of this JVM; ends with it. */
    static synchronized Rig shared() {
        Rig rig = shared;
        if (rig == null) {
            rig = new Rig();
            shared = rig;
        }
        return rig;
    }

    /** A name of the gateway's own for the dialect's model. */
    static String alias(Dialect dialect) {
        return "my-" + dialect.name().toLowerCase(java.util.Locale.ROOT).replace('_', '-');
    }

    GatewayProcess gateway() {
        return gateway;
    }

    void restart() {
        gateway.stop();
        gateway = setup.start();
    }

    FakeProvider fake(Dialect dialect) {
        return switch (dialect) {
            case OPENAI -> openai;
            case ANTHROPIC -> anthropic;
            case GEMINI, GEMINI_ARRAY -> gemini;
            case ZAI -> zai;
        };
    }

    /** Every fake answers as a model again, and forgets what it saw. */
    void reset() {
        for (FakeProvider fake : fakes) {
            fake.always(Answer.text("It is warm, I think."));
            fake.server().forget();
        }
    }

    RawClient connect() {
        return RawClient.to(gateway.url());
    }

    RawClient send(Dialect dialect, boolean stream) {
        return connect().send(dialect.request(stream));
    }

    RawClient.Response call(Dialect dialect, boolean stream) {
        try (RawClient client = send(dialect, stream)) {
            return client.response();
        }
    }

    /** What the vendor itself would answer now, without a gateway in between. */
    RawClient.Response direct(Dialect dialect, boolean stream) {
        FakeProvider fake = fake(dialect);
        try (RawClient client = RawClient.to(fake.baseUrl())) {
            return client.send(RawClient.post(
                            dialect.vendorPath(stream), dialect.headers(fake.key()), dialect.body(stream)))
                    .response();
        }
    }

    /** The row of a call; it is written soon after the call's end. */
    JsonNode row(RawClient.Response response) {
        return row(Objects.requireNonNull(response.headers().first("x-request-id"), "no x-request-id"));
    }

    JsonNode row(String requestId) {
        HttpResponse<String> page = Eventually.get(
                SOON,
                () -> gateway.send(gateway.admin("/api/admin/logs/" + requestId)),
                found -> found.statusCode() == 200);
        return json(page.body());
    }

    /** Connections that calls hold at this moment, over all upstreams. */
    int leased() {
        int leased = 0;
        for (JsonNode upstream : json(gateway.adminPage("/api/admin/live")).path("upstreams")) {
            leased += upstream.at("/connections/leased").asInt();
        }
        return leased;
    }

    /** The sum of a metric over its labels. */
    double metric(String name) {
        return metric(gateway, name);
    }

    static double metric(GatewayProcess gateway, String name) {
        return gateway.adminPage("/v1/metrics")
                .lines()
                .filter(line -> line.startsWith(name + " ") || line.startsWith(name + "{"))
                .mapToDouble(line -> Double.parseDouble(line.substring(line.lastIndexOf(' ') + 1)))
                .sum();
    }

    /** Nothing is held any more: no connection, no attempt, no call. */
    void assertIdle() {
        Eventually.get(SOON, this::leased, leased -> leased == 0);
        Eventually.get(SOON, () -> metric("mehari_attempts_in_flight"), attempts -> attempts == 0);
        Eventually.get(SOON, () -> metric("mehari_calls_in_flight"), calls -> calls == 0);
    }

    static JsonNode json(String text) {
        try {
            return JSON.readTree(text);
        } catch (JsonProcessingException e) {
            throw new AssertionError("not JSON: " + text, e);
        }
    }
}
