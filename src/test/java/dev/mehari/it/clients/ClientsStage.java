package dev.mehari.it.clients;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import dev.mehari.fake.AnthropicFake;
import dev.mehari.fake.FakeProvider;
import dev.mehari.fake.GeminiFake;
import dev.mehari.fake.OpenAiFake;
import dev.mehari.fake.ResponsesFake;
import dev.mehari.fake.Seal;
import dev.mehari.fake.SeenRequest;
import dev.mehari.it.GatewayProcess;
import dev.mehari.it.GatewaySetup;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.Executors;

/**
 * The packaged jar before strict vendors, for clients that are no Java: {@code clients/run} starts it, reads the
 * addresses from its standard output and ends it by closing its standard input. It exits with 1 when a vendor refused a
 * request.
 *
 * <p>A client learns what the vendors saw from a page of its own: {@code /seen/MODEL} and, after it has hung up,
 * {@code /gone/MODEL}, which waits for the vendor to notice.
 */
public final class ClientsStage implements AutoCloseable {
    private static final Duration PATIENCE = Duration.ofSeconds(5);
    /** In all at one target, so that a client that repeats a spent call is seen at once. */
    private static final String ATTEMPTS = "2";

    private final Play play = new Play();
    private final Map<String, FakeProvider> fakes = Map.of(
            "openai", OpenAiFake.start().answering(play::answer),
            "anthropic", AnthropicFake.start().answering(play::answer),
            "gemini", GeminiFake.start().answering(play::answer),
            "responses", ResponsesFake.start().answering(play::answer),
            "chat", OpenAiFake.start().compatible().wantingReasoning().answering(play::answer));
    private final GatewayProcess gateway;
    private final HttpServer pages;

    private ClientsStage() throws IOException {
        GatewaySetup setup = GatewayProcess.setup()
                .withoutBreakers()
                .env("RETRY_MAX_ATTEMPTS", ATTEMPTS)
                .env("RETRY_DELAY_MS", "10")
                .edit(
                        "config/upstreams.yaml",
                        text -> text.replaceAll(
                                "(?m)^(    base-url: (?!.*CODEGEN_).*)$", "$1\n    timeouts: {keepalive: 1s}"));
        Set.of("openai", "anthropic", "gemini").forEach(name -> setup.upstream(fake(name)));
        pairs(setup);
        gateway = setup.start();
        pages = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        pages.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
        pages.createContext("/seen/", page -> answer(page, seen(model(page))));
        pages.createContext("/gone/", page -> answer(page, gone(model(page))));
        pages.start();
    }

    private FakeProvider fake(String name) {
        return Objects.requireNonNull(fakes.get(name));
    }

    /** Two upstreams beside the shipped ones, so that there is one for each protocol whose models think. */
    private void pairs(GatewaySetup setup) {
        Map.of("chat", "openai-chat", "responses", "openai-responses").forEach((name, protocol) -> {
            FakeProvider fake = fake(name);
            setup.env(name.toUpperCase(Locale.ROOT) + "_KEY", fake.key());
            setup.edit(
                    "config/upstreams.yaml",
                    text -> text
                            + """

                      at-%s:
                        protocol: %s
                        base-url: %s
                        credentials:
                          - {id: main, key: "env:%s_KEY"}
                        quirks: [%s]
                    """.formatted(
                                            name,
                                            protocol,
                                            fake.baseUrl(),
                                            name.toUpperCase(Locale.ROOT),
                                            name.equals("chat") ? "reasoning-content" : ""));
        });
        setup.edit(
                "config/models.yaml",
                text -> text.replaceFirst("(?m)^models:$", """
                models:
                  "open-thinker-*": {targets: ["at-chat/*"]}
                  "gpt-5.6-*": {targets: ["at-responses/*"]}""")
                        + "capabilities:\n  \"at-chat/open-thinker*\": {thinking: [enabled], effort: [low, medium, high]}\n");
    }

    public static void main(String[] args) throws IOException {
        List<String> refusals;
        try (ClientsStage stage = new ClientsStage()) {
            System.out.println("MEHARI_URL=" + stage.gateway.url());
            System.out.println("MEHARI_KEY=" + GatewaySetup.KEY);
            System.out.println(
                    "STAGE_URL=http://127.0.0.1:" + stage.pages.getAddress().getPort());
            System.out.println("READY");
            System.in.transferTo(OutputStream.nullOutputStream());
            refusals = stage.refusals();
        }
        refusals.forEach(refusal -> System.err.println("refused by " + refusal));
        System.exit(refusals.isEmpty() ? 0 : 1);
    }

    private List<String> refusals() {
        return fakes.entrySet().stream()
                .flatMap(fake -> fake.getValue().refusals().stream().map(refused -> fake.getKey() + ": " + refused))
                .toList();
    }

    private static String model(HttpExchange page) {
        String path = page.getRequestURI().getPath();
        return path.substring(path.lastIndexOf('/') + 1);
    }

    private List<SeenRequest> requests(String model) {
        return fakes.values().stream()
                .flatMap(fake -> fake.requests().stream())
                .filter(request -> request.method().equals("POST"))
                .filter(request -> Play.model(request).equals(model))
                .toList();
    }

    /**
     * How often a vendor was asked for the model, whether it got its seal back the last time, and how many signs of life
     * the gateway has sent to anybody.
     */
    private String seen(String model) {
        List<SeenRequest> requests = requests(model);
        boolean sealed = !requests.isEmpty() && Seal.isIn(requests.getLast());
        return "{\"requests\":" + requests.size() + ",\"sealed\":" + sealed + ",\"keepalives\":" + keepalives() + "}";
    }

    /** Whether the vendor lost the peer of the last request for the model before all was said. */
    private String gone(String model) {
        SeenRequest last = requests(model).getLast();
        for (FakeProvider fake : fakes.values()) {
            if (fake.requests().contains(last)) {
                try {
                    fake.server().awaitClosed(last, PATIENCE);
                } catch (AssertionError e) {
                    return "{\"gone\":false}";
                }
            }
        }
        return "{\"gone\":" + (last.closedByPeerAt() != null) + ",\"events\":" + last.eventsWritten() + "}";
    }

    private long keepalives() {
        return gateway.adminPage("/v1/metrics")
                .lines()
                .filter(line -> line.startsWith("mehari_keepalives_total"))
                .mapToLong(line -> (long) Double.parseDouble(line.substring(line.lastIndexOf(' ') + 1)))
                .sum();
    }

    private static void answer(HttpExchange page, String json) throws IOException {
        byte[] bytes = json.getBytes(StandardCharsets.UTF_8);
        try (page) {
            page.getResponseHeaders().set("Content-Type", "application/json");
            page.sendResponseHeaders(200, bytes.length);
            page.getResponseBody().write(bytes);
        }
    }

    @Override
    public void close() {
        pages.stop(0);
        gateway.stop();
        fakes.values().forEach(FakeProvider::close);
    }
}
