package dev.mehari.it.wire;

import dev.mehari.fake.Answer;
import dev.mehari.fake.AnthropicFake;
import dev.mehari.fake.RawClient;
import dev.mehari.fake.SeenRequest;
import dev.mehari.it.GatewayProcess;
import dev.mehari.it.GatewaySetup;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** An alias with three targets that fail in many ways, and what their fakes counted of each call. */
final class Mixed implements AutoCloseable {
    private static final String ALIAS = "mixed";
    private static final Dialect DIALECT = Dialect.ANTHROPIC;
    private static final Pattern CALL = Pattern.compile("this is call (\\d+)\\.");

    /** What a fake did with a request, and what the row of that attempt must say. */
    enum Outcome {
        GOOD(200, "null"),
        OVERLOADED(503, "upstream_overloaded"),
        LIMITED(429, "upstream_rate_limited"),
        RESET(0, "upstream_unreachable"),
        /** An error inside a 200: of a stream after its usage and before any content. */
        HIDDEN(200, "upstream_error"),
        /** After content. */
        CUT(200, "upstream_stream_interrupted");

        final String status;
        final String error;

        Outcome(int status, String error) {
            this.status = Integer.toString(status);
            this.error = error;
        }

        Answer answer() {
            Answer good = Answer.text("a few words to say");
            return switch (this) {
                case GOOD -> good;
                case OVERLOADED -> Answer.error(503);
                case LIMITED -> Answer.error(429);
                case RESET -> Answer.reset();
                case HIDDEN -> good.errorAfter(1, 500, "api_error", "hidden");
                case CUT -> good.cutAfter(4);
            };
        }
    }

    /** One request as its fake counted it. */
    record Seen(String upstream, Outcome outcome, boolean stream) {}

    final Map<String, AnthropicFake> fakes = new LinkedHashMap<>();
    final GatewaySetup setup = GatewayProcess.setup();
    private final Map<Integer, List<Seen>> seen = new ConcurrentHashMap<>();

    Mixed() {
        StringBuilder upstreams = new StringBuilder("upstreams:\n");
        for (String name : List.of("one", "two", "three")) {
            AnthropicFake fake = AnthropicFake.start();
            fakes.put(name, fake);
            fake.answering(request -> answer(name, request));
            upstreams.append("  ").append(name).append(":\n    protocol: anthropic\n    base-url: ");
            upstreams
                    .append(fake.baseUrl())
                    .append("\n    credentials:\n      - {id: key-of-")
                    .append(name);
            upstreams.append(
                    ", key: \"env:FAKE_KEY\"}\n    breaker: {window: 100000, minimum-calls: 100000}\n    cooldown: {longest: 0s}\n");
            setup.env("FAKE_KEY", fake.key());
        }
        // Never as long as a test may wait, and of no harm where nothing is tried again.
        setup.env("RETRY_DELAY_MS", "5");
        setup.edit("config/upstreams.yaml", text -> text.replaceFirst("(?m)^upstreams:\n", upstreams.toString()));
        setup.edit(
                "config/models.yaml",
                text -> text.replaceFirst(
                        "(?m)^models:$",
                        "models:\n  " + ALIAS + ": {targets: [one/" + DIALECT.model + ", two/" + DIALECT.model
                                + ", three/" + DIALECT.model + "]}"));
        setup.edit("config/prices.yaml", text -> text.replaceFirst("(?m)^prices:$", """
                        prices:
                          "one/*": {input: 1, output: 2, date: 2026-11-01, source: test}
                          "two/*": {input: 3, output: 5, date: 2026-11-01, source: test}"""));
    }

    /** What this many tokens cost there; null without a price. */
    static String cost(String upstream, long input, long output) {
        return switch (upstream) {
            case "one" -> Long.toString(1_000 * input + 2_000 * output);
            case "two" -> Long.toString(3_000 * input + 5_000 * output);
            default -> "null";
        };
    }

    /** The first is bad, the second not good, the third always right. By number, so that each run has as many of each. */
    private static Outcome outcome(String upstream, int number, boolean stream) {
        int slot = Math.floorMod(number * 7, 20);
        return switch (upstream) {
            case "one" ->
                slot < 6
                        ? Outcome.GOOD
                        : slot < 10
                                ? Outcome.OVERLOADED
                                : slot < 13
                                        ? Outcome.LIMITED
                                        : slot < 15
                                                ? Outcome.RESET
                                                : slot < 18 ? Outcome.HIDDEN : stream ? Outcome.CUT : Outcome.GOOD;
            case "two" -> slot < 12 ? Outcome.GOOD : slot < 16 ? Outcome.OVERLOADED : Outcome.LIMITED;
            default -> Outcome.GOOD;
        };
    }

    private Answer answer(String upstream, SeenRequest request) {
        String text = request.text();
        Matcher call = CALL.matcher(text);
        if (!call.find()) {
            throw new IllegalArgumentException("no call of this test: " + text);
        }
        boolean stream = text.contains("\"stream\":true");
        Outcome outcome = outcome(upstream, request.number(), stream);
        // A call is one thread: its attempts come one after the other.
        seen.computeIfAbsent(Integer.parseInt(call.group(1)), i -> new CopyOnWriteArrayList<>())
                .add(new Seen(upstream, outcome, stream));
        return outcome.answer();
    }

    /** Makes the i-th call, each second one a stream; the status that came back. */
    static int call(GatewayProcess gateway, int i) {
        boolean stream = i % 2 == 0;
        String body = DIALECT.body(stream, "this is call " + i + ".").replace(DIALECT.model, ALIAS);
        String request = RawClient.post(DIALECT.path(ALIAS, stream), DIALECT.headers(GatewaySetup.KEY), body)
                .replaceFirst("\r\n", "\r\nX-Request-Id: mixed-" + i + "\r\n");
        try (RawClient client = RawClient.to(gateway.url()).patience(Duration.ofSeconds(20))) {
            return client.send(request).response().status();
        }
    }

    /** What the fakes counted of the i-th call, in its order. */
    List<Seen> seen(int i) {
        return List.copyOf(seen.getOrDefault(i, List.of()));
    }

    List<Seen> seen() {
        List<Seen> all = new ArrayList<>();
        seen.values().forEach(all::addAll);
        return all;
    }

    @Override
    public void close() {
        fakes.values().forEach(AnthropicFake::close);
    }
}
