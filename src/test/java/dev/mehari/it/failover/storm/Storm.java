package dev.mehari.it.failover.storm;

import dev.mehari.fake.Answer;
import dev.mehari.fake.AnthropicFake;
import dev.mehari.fake.FakeProvider;
import dev.mehari.fake.GeminiFake;
import dev.mehari.fake.OpenAiFake;
import dev.mehari.fake.RawClient;
import dev.mehari.it.GatewayProcess;
import dev.mehari.it.GatewaySetup;
import dev.mehari.it.wire.Dialect;
import dev.mehari.it.wire.Eventually;
import dev.mehari.it.wire.Ledger;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.CountDownLatch;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * A gateway with two providers for each protocol: the first is the one that falls sick, the second stays well. The first
 * is configured three times, with the usual timers, with short ones and with a small pool.
 */
final class Storm implements AutoCloseable {
    static final List<Dialect> DIALECTS = List.of(Dialect.OPENAI, Dialect.ANTHROPIC, Dialect.GEMINI);

    static final String NO_BREAKER = "{window: 100000, minimum-calls: 100000}";

    /** The timers of the impatient upstreams, in seconds: who is alive answers in less, with hundreds at once too. */
    private static final int SHORT = 4;

    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static @Nullable Storm shared;

    private final Map<Dialect, FakeProvider> sick = Map.of(
            Dialect.OPENAI, OpenAiFake.start(),
            Dialect.ANTHROPIC, AnthropicFake.start(),
            Dialect.GEMINI, GeminiFake.start());
    private final Map<Dialect, FakeProvider> well = Map.of(
            Dialect.OPENAI, OpenAiFake.start(),
            Dialect.ANTHROPIC, AnthropicFake.start(),
            Dialect.GEMINI, GeminiFake.start());
    private final GatewayProcess gateway;

    /** Which targets a call may go to. */
    enum Way {
        SICK("sick"),
        IMPATIENT("impatient"),
        SMALL("small"),
        WELL("well"),
        FALLBACK("sick well"),
        IMPATIENT_FALLBACK("impatient well"),
        SMALL_FALLBACK("small well");

        /** Kinds of upstreams in their order. */
        private final String kinds;

        Way(String kinds) {
            this.kinds = kinds;
        }
    }

    /** @param breaker of the sick upstreams, as YAML */
    Storm(String breaker, UnaryOperator<GatewaySetup> more) {
        GatewaySetup setup = GatewayProcess.setup();
        StringBuilder upstreams = new StringBuilder("upstreams:\n");
        StringBuilder models = new StringBuilder("models:\n");
        String timers = "response-headers: " + SHORT + "s, first-event: " + SHORT + "s, gap: " + SHORT + "s";
        for (Dialect dialect : DIALECTS) {
            setup.env(keyName(dialect), sick(dialect).key());
            upstreams
                    .append(upstream(dialect, "sick", "breaker: " + breaker))
                    .append(upstream(dialect, "impatient", "timeouts: {" + timers + "}\n    breaker: " + NO_BREAKER))
                    .append(upstream(
                            dialect,
                            "small",
                            "timeouts: {pool-wait: 3s}\n    pool: {max-connections: 20}\n    breaker: " + NO_BREAKER))
                    .append(upstream(dialect, "well", "breaker: " + NO_BREAKER));
            for (Way way : Way.values()) {
                List<String> targets = Stream.of(way.kinds.split(" "))
                        .map(kind -> "\"" + name(dialect, kind) + "/" + dialect.model + "\"")
                        .toList();
                models.append("  " + alias(dialect, way) + ": {targets: " + targets + "}\n");
            }
            models.append("  " + dialect.upstream + "-late: {targets: [\"" + name(dialect, "sick") + "/" + dialect.model
                    + "\"], timeouts: {total: 1s}}\n");
        }
        setup.file("config/upstreams.yaml", upstreams.toString())
                .file("config/models.yaml", models.toString())
                .file("config/prices.yaml", "version: storm\nprices: {}\n");
        gateway = more.apply(setup).start();
    }

    private String upstream(Dialect dialect, String kind, String more) {
        FakeProvider fake = kind.equals("well") ? well(dialect) : sick(dialect);
        String protocol = dialect == Dialect.OPENAI ? "openai" : dialect.upstream;
        return "  " + name(dialect, kind) + ":\n    protocol: " + protocol
                + "\n    cooldown: {longest: 0s}\n    base-url: " + fake.baseUrl()
                + "\n    credentials: [{id: main, key: \"env:" + keyName(dialect) + "\"}]\n    " + more + "\n";
    }

    private static String keyName(Dialect dialect) {
        return "STORM_" + dialect.name() + "_KEY";
    }

    /** Without breakers; each target is tried four times, the second time about so long after the first. */
    static Storm retrying(Duration after) {
        String millis = Long.toString(after.toMillis());
        Storm storm = new Storm(
                NO_BREAKER, setup -> setup.env("RETRY_DELAY_MS", millis).env("RETRY_MAX_ATTEMPTS", "4"));
        storm.haveACallWait();
        return storm;
    }

    /** Of this JVM; ends with it. */
    static synchronized Storm shared() {
        Storm storm = shared;
        if (storm == null) {
            storm = retrying(Duration.ofMillis(200));
            shared = storm;
        }
        return storm;
    }

    /**
     * For the first virtual thread that waits at a socket the JVM starts threads and opens files of its own, which it
     * keeps. Calls whose answer is there when they look for it need none of them, so one has to wait.
     */
    private void haveACallWait() {
        CountDownLatch latch = new CountDownLatch(1);
        sick(Dialect.OPENAI).always(Answer.text("late, but here").heldUntil(latch));
        try (RawClient client = send(Dialect.OPENAI, false, Way.SICK, "waits")) {
            List<Running> unused = Eventually.get(
                    PATIENCE, () -> Running.in(gateway), all -> all.stream().anyMatch(Running::isAtASocket));
            latch.countDown();
            RawClient.Response served = client.response();
            if (served.status() != 200) {
                throw new AssertionError(served.text());
            }
        }
    }

    FakeProvider sick(Dialect dialect) {
        return Objects.requireNonNull(sick.get(dialect));
    }

    FakeProvider well(Dialect dialect) {
        return Objects.requireNonNull(well.get(dialect));
    }

    Stream<FakeProvider> fakes() {
        return Stream.concat(sick.values().stream(), well.values().stream());
    }

    GatewayProcess gateway() {
        return gateway;
    }

    Ledger ledger() {
        return new Ledger("jdbc:sqlite:" + gateway.settings().data().resolve("mehari.db"));
    }

    /** Of an upstream: one of "sick", "impatient", "small" and "well". */
    static String name(Dialect dialect, String kind) {
        return dialect.upstream + "-" + kind;
    }

    static String alias(Dialect dialect, Way way) {
        return dialect.upstream + "-to-"
                + way.name().toLowerCase(java.util.Locale.ROOT).replace('_', '-');
    }

    /** Both answer as models again, the well one in words of its own, and forget what they saw. */
    void reset() {
        for (Dialect dialect : DIALECTS) {
            sick(dialect).always(Answer.text("the first one says so"));
            well(dialect).always(Answer.text("the second one says so"));
        }
        fakes().forEach(fake -> fake.server().forget());
    }

    RawClient send(Dialect dialect, boolean stream, Way way, String label) {
        return send(dialect, stream, alias(dialect, way), label);
    }

    /** @param label also what the provider is asked */
    RawClient send(Dialect dialect, boolean stream, String alias, String label) {
        String body = dialect.body(stream, label).replace(dialect.model, alias);
        String request = RawClient.post(dialect.path(alias, stream), dialect.headers(GatewaySetup.KEY), body)
                .replaceFirst("\r\n", "\r\nX-Request-Id: " + label + "\r\n");
        return RawClient.to(gateway.url()).patience(PATIENCE).send(request);
    }

    RawClient.Response call(Dialect dialect, boolean stream, Way way, String label) {
        try (RawClient client = send(dialect, stream, way, label)) {
            return client.response();
        }
    }

    /** Requests that the providers saw, all together. */
    static int asked(Stream<FakeProvider> fakes) {
        return fakes.mapToInt(fake -> fake.requests().size()).sum();
    }

    Stream<FakeProvider> sickOnes() {
        return sick.values().stream();
    }

    Stream<FakeProvider> wellOnes() {
        return well.values().stream();
    }

    /** The sum of a metric over the lines that hold all these labels. */
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
        fakes().forEach(FakeProvider::close);
    }
}
