package dev.mehari.it;

import static org.assertj.core.api.Assertions.assertThat;

import dev.mehari.fake.AnthropicFake;
import dev.mehari.fake.FakeProvider;
import dev.mehari.fake.GeminiFake;
import dev.mehari.fake.OpenAiFake;
import dev.mehari.fake.RawClient;
import dev.mehari.fake.SeenRequest;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/** A gateway between a caller and three strict vendors. */
final class World implements AutoCloseable {
    private static @Nullable World shared;

    private final OpenAiFake openai = OpenAiFake.start();
    private final AnthropicFake anthropic = AnthropicFake.start();
    private final GeminiFake gemini = GeminiFake.start();
    private final GatewayProcess gateway;

    private World(UnaryOperator<GatewaySetup> change) {
        GatewaySetup setup = GatewayProcess.setup()
                .upstream(openai)
                .upstream(anthropic)
                .upstream(gemini)
                .withoutBreakers()
                .withoutRetries();
        gateway = change.apply(setup).start();
    }

    static World with(UnaryOperator<GatewaySetup> change) {
        return new World(change);
    }

    /**
     * One for all tests that need no settings of their own: starting one takes longer than most of them. It ends with
     * the JVM. Its models: {@code a} and {@code b} are openai/a and openai/b, {@code to-b} is openai/b too.
     */
    static synchronized World shared() {
        World world = shared;
        if (world == null) {
            world = with(setup -> setup.edit("config/models.yaml", World::moreModels));
            shared = world;
        }
        return world;
    }

    static String moreModels(String text) {
        return text.replace("models:\n", """
                models:
                  a: {targets: [openai/a]}
                  b: {targets: [openai/b]}
                  to-b: {targets: [openai/b]}
                  only-claude: {targets: [anthropic/claude-sonnet-4-5]}
                """);
    }

    GatewayProcess gateway() {
        return gateway;
    }

    OpenAiFake openai() {
        return openai;
    }

    AnthropicFake anthropic() {
        return anthropic;
    }

    GeminiFake gemini() {
        return gemini;
    }

    FakeProvider vendor(Dialect dialect) {
        return switch (dialect) {
            case OPENAI -> openai;
            case ANTHROPIC -> anthropic;
            case GEMINI -> gemini;
        };
    }

    RawClient client() {
        return RawClient.to(gateway.url());
    }

    /** The reply to these bytes on a connection of its own. */
    RawClient.Response send(String bytes) {
        try (RawClient client = client()) {
            return client.send(bytes).response();
        }
    }

    RawClient.Response post(String path, Map<String, String> headers, String json) {
        return send(RawClient.post(path, headers, json));
    }

    RawClient.Response get(String path, Map<String, String> headers) {
        return request("GET", path, headers);
    }

    /** A request without a body. */
    RawClient.Response request(String method, String path, Map<String, String> headers) {
        StringBuilder head = new StringBuilder(method + " " + path + " HTTP/1.1\r\nHost: localhost\r\n");
        headers.forEach(
                (name, value) -> head.append(name).append(": ").append(value).append("\r\n"));
        return send(head + "\r\n");
    }

    /** A good call, with some headers more. */
    RawClient.Response call(Dialect dialect, Map<String, String> more) {
        Map<String, String> headers = new LinkedHashMap<>(dialect.key());
        headers.putAll(more);
        return post(dialect.path(), headers, dialect.body());
    }

    RawClient.Response call(Dialect dialect) {
        return call(dialect, Map.of());
    }

    /** Requests that reached any vendor so far. */
    int reached() {
        return openai.requests().size()
                + anthropic.requests().size()
                + gemini.requests().size();
    }

    /** Fails unless a good call goes through, and the vendor finds nothing wrong with it. */
    SeenRequest serves(Dialect dialect) {
        FakeProvider vendor = vendor(dialect);
        int refused = vendor.refusals().size();
        RawClient.Response reply = call(dialect);
        assertThat(reply.status()).as(reply.text()).isEqualTo(200);
        assertThat(vendor.refusals()).hasSize(refused);
        return vendor.lastRequest();
    }

    List<FakeProvider> vendors() {
        return List.of(openai, anthropic, gemini);
    }

    @Override
    public void close() {
        gateway.close();
        vendors().forEach(FakeProvider::close);
    }
}
