package dev.mehari;

import com.fasterxml.jackson.databind.JsonNode;
import dev.mehari.TestGateway.Answer;
import dev.mehari.fake.AnthropicFake;
import dev.mehari.fake.FakeProvider;
import dev.mehari.fake.GeminiFake;
import dev.mehari.fake.OpenAiFake;
import dev.mehari.fake.ResponsesFake;
import dev.mehari.fake.SeenRequest;
import dev.mehari.live.Changes;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import org.awaitility.Awaitility;

/** A gateway in front of six fakes, with keys of every kind. */
final class ExplainWorld implements AutoCloseable {
    /** Keys of each fake. */
    static final int CREDENTIALS = 3;

    record Upstream(String name, String protocol, FakeProvider fake) {
        String baseUrl() {
            return fake.baseUrl();
        }

        String variable(int n) {
            return name.toUpperCase(Locale.ROOT) + "_KEY_" + n;
        }

        String key(int n) {
            return n == 0 ? fake.key() : fake.key() + "-" + n;
        }
    }

    private final Map<String, Upstream> upstreams = new LinkedHashMap<>();
    private final Map<String, JsonNode> keys = new LinkedHashMap<>();
    private final TestHome home;
    private final TestGateway gateway;

    ExplainWorld(Path folder) {
        add("o1", "openai-chat", OpenAiFake.start().compatible());
        add("o2", "openai-chat", OpenAiFake.start().compatible());
        add("r1", "openai-responses", ResponsesFake.start());
        add("a1", "anthropic", AnthropicFake.start());
        add("a2", "anthropic", AnthropicFake.start());
        add("g1", "gemini", GeminiFake.start());
        upstreams.put("off", new Upstream("off", "openai-chat", fake("o1")));
        upstreams.put("copies", new Upstream("copies", "openai-chat", fake("o1")));
        home = TestHome.shipped(folder).set("MEHARI_LIVE_WATCH", "false");
        for (Upstream upstream : upstreams.values()) {
            for (int n = 0; n < CREDENTIALS; n++) {
                home.set(upstream.variable(n), upstream.key(n));
            }
        }
        gateway = TestGateway.start(home);
        key("all", "\"team\": \"acme\"");
        key("narrow", "\"allowed_models\": [\"m0\", \"m2\", \"o1/gpt-4.1\", \"a1/claude-haiku-4-5\"]");
        key("through", "\"role\": \"passthrough\"");
        key("default", "\"default_model\": \"m3\"");
        key("disabled", "\"disabled\": true");
        key("readonly", "\"role\": \"readonly\"");
    }

    private void add(String name, String protocol, FakeProvider fake) {
        Upstream upstream = new Upstream(name, protocol, fake);
        for (int n = 1; n < CREDENTIALS; n++) {
            fake.taking(upstream.key(n));
        }
        upstreams.put(name, upstream);
    }

    private void key(String name, String fields) {
        keys.put(
                name,
                gateway.admin("/api/admin/keys", "{\"name\": \"" + name + "\", " + fields + "}")
                        .json());
    }

    TestGateway gateway() {
        return gateway;
    }

    List<Upstream> upstreams() {
        return List.copyOf(upstreams.values());
    }

    List<FakeProvider> fakes() {
        return upstreams.values().stream().map(Upstream::fake).distinct().toList();
    }

    private FakeProvider fake(String name) {
        return Objects.requireNonNull(upstreams.get(name)).fake();
    }

    /** The value of a key by its name. */
    String key(String name) {
        return Objects.requireNonNull(keys.get(name)).path("key").asText();
    }

    /** Every credential of every fake, the longest first: some begin like others. */
    List<String> secrets() {
        List<String> secrets = new ArrayList<>();
        upstreams.values().forEach(u -> {
            for (int n = 0; n < CREDENTIALS; n++) {
                secrets.add(u.key(n));
            }
        });
        secrets.sort(Comparator.comparingInt(String::length).reversed());
        return secrets;
    }

    /** The number of the credential that came with a request. */
    int credential(SeenRequest came) {
        for (int n = 0; n < CREDENTIALS; n++) {
            for (Upstream upstream : upstreams.values()) {
                String key = upstream.key(n);
                if (came.headers().lines().stream()
                        .anyMatch(line -> line.value().endsWith(key))) {
                    return n;
                }
            }
        }
        throw new AssertionError("no credential came with " + came);
    }

    /** What all fakes saw since they forgot, in the order of coming; without copies, for which nobody waits. */
    List<SeenRequest> seen() {
        return fakes().stream()
                .flatMap(fake -> fake.requests().stream())
                .filter(request -> !request.text().contains("gpt-mirror"))
                .sorted(Comparator.comparingLong(SeenRequest::receivedAt))
                .toList();
    }

    void forget() {
        fakes().forEach(fake -> fake.server().forget());
    }

    /** Another configuration, and other routes. */
    void become(ExplainDice dice) {
        write("config/upstreams.yaml", dice.upstreams(this));
        write("config/models.yaml", dice.models());
        write("config/failover.yaml", dice.failover());
        write("config/prices.yaml", dice.prices());
        write("routes/routing.camel.yaml", dice.routing());
        gateway.part(Changes.class).reload();
    }

    private void write(String file, String text) {
        try {
            Files.writeString(home.folder().resolve(file), text);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The request as it is made. */
    Answer call(ExplainCalls.Request request) {
        return gateway.callWith(
                request.method(), key(request.key()), request.path(), request.body(), request.headers());
    }

    /** What a model says that nobody gave a script. */
    static dev.mehari.fake.Answer model() {
        return dev.mehari.fake.Answer.text("It is warm.").thenText("It is 21 degrees.");
    }

    /** The row of a call; it is written soon after its end. */
    JsonNode row(String id) {
        return Awaitility.await()
                .pollDelay(Duration.ZERO)
                .until(() -> gateway.adminPage("/api/admin/logs/" + id), page -> page.status() == 200)
                .json();
    }

    @Override
    public void close() {
        gateway.close();
        fakes().forEach(FakeProvider::close);
    }
}
