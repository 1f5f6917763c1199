package dev.mehari.it.failover;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.mehari.fake.Answer;
import dev.mehari.fake.AnthropicFake;
import dev.mehari.fake.FakeProvider;
import dev.mehari.fake.GeminiFake;
import dev.mehari.fake.OpenAiFake;
import dev.mehari.fake.RawClient;
import dev.mehari.it.GatewayProcess;
import dev.mehari.it.GatewaySetup;
import dev.mehari.it.wire.Eventually;
import dev.mehari.it.wire.Ledger;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** One gateway in front of three fakes of each vendor: u1, u2, u3. What it is configured with: {@link ChainConfig}. */
final class Chain implements AutoCloseable {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final Duration SOON = Duration.ofSeconds(10);
    private static @Nullable Chain shared;

    private final Map<String, List<FakeProvider>> vendors = Map.of(
            "openai", List.of(OpenAiFake.start(), OpenAiFake.start(), OpenAiFake.start()),
            "anthropic", List.of(AnthropicFake.start(), AnthropicFake.start(), AnthropicFake.start()),
            "gemini", List.of(GeminiFake.start(), GeminiFake.start(), GeminiFake.start()));
    private final Map<Way, List<String>> alone = new EnumMap<>(Way.class);
    private final NoHttp noHttp = NoHttp.start();
    private final GatewayProcess gateway;

    private Chain(UnaryOperator<GatewaySetup> change) {
        reset();
        for (Way way : Way.values()) {
            alone.put(way, List.of(direct(way, 1), direct(way, 2), direct(way, 3)));
        }
        gateway = change.apply(ChainConfig.of(vendors, noHttp.port())).start();
    }

    static Chain with(UnaryOperator<GatewaySetup> change) {
        return new Chain(change);
    }

    /** Of this JVM; ends with it. */
    static synchronized Chain shared() {
        Chain chain = shared;
        if (chain == null) {
            chain = new Chain(setup -> setup);
            shared = chain;
        }
        return chain;
    }

    /** Without what is different in each answer of a fake and says nothing, and without an array's last line end. */
    static String withoutNumbers(byte[] reply) {
        return new String(reply, StandardCharsets.UTF_8)
                .replaceAll("(fake[-a-z]*|20261101120000)\\d+", "$1")
                .replaceFirst("\\s+]\\s*$", "]");
    }

    static JsonNode json(String text) {
        try {
            return JSON.readTree(text);
        } catch (JsonProcessingException e) {
            throw new AssertionError("not JSON: " + text, e);
        }
    }

    GatewayProcess gateway() {
        return gateway;
    }

    FakeProvider fake(Way way, int n) {
        return Objects.requireNonNull(vendors.get(way.vendor())).get(n - 1);
    }

    /** Requests that the n-th fake saw in this test. */
    int calls(Way way, int n) {
        return fake(way, n).requests().size();
    }

    List<FakeProvider> fakes() {
        return vendors.values().stream().flatMap(List::stream).toList();
    }

    /** Every fake answers as a model again, each with words of its own, and forgets what it saw. */
    void reset() {
        for (List<FakeProvider> three : vendors.values()) {
            for (int n = 1; n <= 3; n++) {
                three.get(n - 1).always(good(n));
                three.get(n - 1).server().forget();
            }
        }
    }

    /** What the n-th fake says when nothing goes wrong. */
    static Answer good(int n) {
        return Answer.text("Target " + n + " says it is warm, " + n + " times.");
    }

    /** What the caller reads when the n-th fake alone answers it; without numbers. */
    String alone(Way way, int n) {
        return Objects.requireNonNull(alone.get(way)).get(n - 1);
    }

    private String direct(Way way, int n) {
        FakeProvider fake = fake(way, n);
        try (RawClient client = RawClient.to(fake.baseUrl())) {
            return withoutNumbers(
                    client.send(way.direct(n, fake.key())).response().body());
        } finally {
            fake.server().forget();
        }
    }

    RawClient connect() {
        return RawClient.to(gateway.url());
    }

    RawClient send(Way way, String alias) {
        return connect().send(way.request(alias));
    }

    RawClient.Response call(Way way, String alias) {
        return call(way.request(alias));
    }

    RawClient.Response call(String request) {
        try (RawClient client = connect().send(request)) {
            return client.response();
        }
    }

    /** A new key that may use these models. */
    String key(String... models) {
        String body = "{\"name\":\"it\",\"allowed_models\":[\"" + String.join("\",\"", models) + "\"]}";
        HttpResponse<String> made = gateway.send(gateway.admin("/api/admin/keys")
                .header("Content-Type", "application/json")
                .POST(HttpRequest.BodyPublishers.ofString(body)));
        return json(made.body()).path("key").asText();
    }

    /** The row of a call; it is written soon after the call's end. */
    JsonNode row(RawClient.Response response) {
        return row(Objects.requireNonNull(response.headers().first("x-request-id"), "no x-request-id"));
    }

    JsonNode row(String id) {
        HttpResponse<String> page = Eventually.get(
                SOON, () -> gateway.send(gateway.admin("/api/admin/logs/" + id)), found -> found.statusCode() == 200);
        return json(page.body());
    }

    /** The row of a call whose caller did not wait for an answer, by the id that it brought. */
    JsonNode rowLabelled(String label) {
        Ledger ledger = new Ledger("jdbc:sqlite:" + gateway.settings().data().resolve("mehari.db"));
        Map<String, String> row = Eventually.get(SOON, () -> ledger.labelled(label), rows -> !rows.isEmpty())
                .getFirst();
        return row(Objects.requireNonNull(row.get("call_id")));
    }

    /** Its attempts, each as upstream, kind of failure and what followed: {@code 1 upstream_error retry}, {@code 2 done}. */
    static List<String> attempts(JsonNode row) {
        List<String> attempts = new ArrayList<>();
        for (JsonNode attempt : row.path("attempts")) {
            String upstream =
                    attempt.path("target").asText().replaceFirst("/.*", "").replaceFirst("^[a-z]+-", "");
            String error = attempt.path("error_kind").asText("").replace("null", "");
            attempts.add(String.join(" ", upstream, error, attempt.path("next").asText())
                    .replace("  ", " "));
        }
        return attempts;
    }

    List<String> attempts(RawClient.Response response) {
        return attempts(row(response));
    }

    /** State of an upstream's circuit breaker. */
    String breaker(String upstream) {
        for (JsonNode one : json(gateway.adminPage("/api/admin/live")).path("upstreams")) {
            if (one.path("name").asText().equals(upstream)) {
                return one.path("breaker").asText();
            }
        }
        throw new AssertionError("no upstream " + upstream);
    }

    /** Nothing is held any more: no connection, no attempt, no call. */
    void assertIdle() {
        Eventually.get(SOON, this::leased, leased -> leased == 0);
        Eventually.get(SOON, () -> metric("mehari_attempts_in_flight"), attempts -> attempts == 0);
        Eventually.get(SOON, () -> metric("mehari_calls_in_flight"), calls -> calls == 0);
    }

    private int leased() {
        int leased = 0;
        for (JsonNode upstream : json(gateway.adminPage("/api/admin/live")).path("upstreams")) {
            leased += upstream.at("/connections/leased").asInt();
        }
        return leased;
    }

    /** Edits a file of the running gateway, and waits until it is live. */
    void reload(String file, UnaryOperator<String> change) {
        gateway.settings().edit(file, change);
        HttpResponse<String> live =
                gateway.send(gateway.admin("/api/admin/live/reload").POST(HttpRequest.BodyPublishers.noBody()));
        if (live.statusCode() != 200) {
            throw new AssertionError(live.body());
        }
    }

    /** The sum of a meter over its labels, or those of them that hold this. */
    double metric(String name, String... labels) {
        return gateway.adminPage("/v1/metrics")
                .lines()
                .filter(line -> line.startsWith(name + " ") || line.startsWith(name + "{"))
                .filter(line -> Stream.of(labels).allMatch(line::contains))
                .mapToDouble(line -> Double.parseDouble(line.substring(line.lastIndexOf(' ') + 1)))
                .sum();
    }

    @Override
    public void close() {
        gateway.close();
        noHttp.close();
        fakes().forEach(FakeProvider::close);
    }
}
