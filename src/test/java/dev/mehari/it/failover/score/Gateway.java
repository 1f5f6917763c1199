package dev.mehari.it.failover.score;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.mehari.fake.FakeProvider;
import dev.mehari.it.GatewayProcess;
import dev.mehari.it.GatewaySetup;
import dev.mehari.it.wire.Eventually;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.List;

/** The packaged gateway. Each lane has two upstreams in its configuration, and two aliases; timers are short. */
final class Gateway implements Subject, AutoCloseable {
    private static final Duration PATIENCE = Duration.ofSeconds(15);
    private static final Duration SOON = Duration.ofSeconds(10);
    private static final ObjectMapper JSON = new ObjectMapper();

    private final GatewayProcess process;

    Gateway(List<Lane> lanes) {
        GatewaySetup setup = GatewayProcess.setup().env("RETRY_DELAY_MS", "10");
        StringBuilder upstreams = new StringBuilder("upstreams:\n");
        StringBuilder models = new StringBuilder("models:\n");
        StringBuilder prices = new StringBuilder("version: test\nprices:\n");
        for (Lane lane : lanes) {
            String name = lane.name();
            String first = name + "-1/" + lane.first.first;
            upstreams.append(upstream(setup, name + "-1", lane.first, lane.u1));
            upstreams.append(upstream(setup, name + "-2", lane.second, lane.u2));
            models.append("  %s: {targets: [%s, %s-2/%s]}%n".formatted(lane.two(), first, name, lane.second.second));
            String second = name + "-2/" + lane.second.second;
            models.append("  %s: {targets: [%s]}%n".formatted(lane.one(), first));
            models.append("  %s: {targets: [%s], on-context-length: %s}%n".formatted(lane.longer(), first, second));
            models.append("  %s: {targets: [%s, %s], timeouts: {minimum-rate: {events: 6, over: 1s}}}%n"
                    .formatted(lane.brisk(), first, second));
            models.append("  %s: {targets: [%s, %s], failover: {switch-on: any-4xx}}%n"
                    .formatted(lane.reckless(), first, second));
            prices.append(price(name + "-1", 1000, 2000)).append(price(name + "-2", 1, 2));
        }
        process = setup.edit(
                        "routes/usage.camel.yaml",
                        text -> text.replaceAll("(pollTimeout: |completionTimeout\\w*: \")\\d+", "$1" + 20))
                .file("config/upstreams.yaml", upstreams.toString())
                .file("config/models.yaml", models.toString())
                .file("config/prices.yaml", prices.toString())
                .start();
    }

    /** Without a breaker to speak of: what is tried here fails on purpose, scenario after scenario. */
    private static String upstream(GatewaySetup setup, String name, Side side, FakeProvider fake) {
        String key = name.toUpperCase(java.util.Locale.ROOT).replace('-', '_') + "_KEY";
        setup.env(key, fake.key());
        return """
                  %s:
                    protocol: %s
                    base-url: %s
                    credentials:
                      - {id: main, key: "env:%s"}
                    timeouts: {response-headers: 2s, first-event: 2s, gap: 2s, total: 12s}
                    breaker: {window: 100000, minimum-calls: 100000}
                    cooldown: {longest: 0s}
                """.formatted(name, side.protocol, fake.baseUrl(), key);
    }

    private static String price(String upstream, int input, int output) {
        return "  \"%s/*\": {input: %d, output: %d, date: 2026-11-01, source: test}%n"
                .formatted(upstream, input, output);
    }

    @Override
    public String url(Lane lane) {
        return process.url();
    }

    @Override
    public Duration patience() {
        return PATIENCE;
    }

    @Override
    public JsonNode row(String requestId) {
        HttpResponse<String> page = Eventually.get(
                SOON,
                () -> process.send(process.admin("/api/admin/logs/" + requestId)),
                found -> found.statusCode() == 200);
        try {
            return JSON.readTree(page.body());
        } catch (JsonProcessingException e) {
            throw new AssertionError(page.body(), e);
        }
    }

    @Override
    public void close() {
        process.close();
    }
}
