package dev.mehari.it.chaos;

import dev.mehari.fake.Answer;
import dev.mehari.fake.AnthropicFake;
import dev.mehari.fake.FakeProvider;
import dev.mehari.fake.GeminiFake;
import dev.mehari.fake.OpenAiBothFake;
import dev.mehari.fake.SeenRequest;
import dev.mehari.it.GatewayProcess;
import dev.mehari.it.GatewaySetup;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Three strict vendors, who together speak four protocols, and what of their requests is counted. */
final class Upstreams implements AutoCloseable {
    static final List<String> NAMES = List.of("u1", "u2", "u3");
    static final List<String> ALIASES = List.of("chaos-1", "chaos-2", "chaos-3");
    static final List<String> TARGETS = List.of("u1/gpt-4.1", "u2/claude-haiku-4-5", "u3/gemini-2.5-flash");

    private static final Pattern LABEL = Pattern.compile("chaos-call-\\d+");
    private static final String LIMITS = """
                timeouts: {response-headers: 1s, first-event: 1s, gap: 1s, total: 10s}
                breaker: {failure-rate: 55, window: 50, minimum-calls: 30, open-for: 1s}
            """;

    private final Map<String, FakeProvider> fakes = new LinkedHashMap<>();
    private final Map<String, AtomicLong> asked = new ConcurrentHashMap<>();
    private final Map<String, Integer> tries = new ConcurrentHashMap<>();
    private final long seed;
    private volatile boolean wild;

    Upstreams(long seed) {
        this.seed = seed;
        fakes.put("u1", OpenAiBothFake.start());
        fakes.put("u2", AnthropicFake.start());
        fakes.put("u3", GeminiFake.start());
        fakes.forEach((name, fake) -> {
            asked.put(name, new AtomicLong());
            fake.answering(request -> answer(name, request));
        });
    }

    /** Until now they were well. */
    void goWild() {
        wild = true;
    }

    /** What this upstream says to this call, whenever it says anything. */
    static String text(String label, String upstream) {
        return "I am " + upstream + " and this is for " + label + ": one two three four five six seven eight.";
    }

    private Answer answer(String upstream, SeenRequest request) {
        String body = request.text();
        Matcher label = LABEL.matcher(body);
        if (!label.find()) {
            throw new IllegalArgumentException("not one of the crowd: " + body);
        }
        java.util.Objects.requireNonNull(asked.get(upstream)).incrementAndGet();
        String text = text(label.group(), upstream);
        if (!wild) {
            return Answer.text(text);
        }
        int tried = tries.merge(label.group() + '@' + upstream, 1, Integer::sum);
        boolean stream = body.contains("\"stream\":true") || request.path().contains(":stream");
        return Mischief.of(seed, label.group(), upstream, tried).answer(text, stream);
    }

    /** The call is over: nothing of it has to be kept, or a long run would fill the memory. */
    void over(String label) {
        NAMES.forEach(name -> tries.remove(label + '@' + name));
    }

    /** The same for what the fakes note of their requests. */
    void forget() {
        fakes.values().forEach(fake -> fake.server().forget());
    }

    /** Requests that an upstream took. */
    long asked(String upstream) {
        return java.util.Objects.requireNonNull(asked.get(upstream)).get();
    }

    long asked() {
        return NAMES.stream().mapToLong(this::asked).sum();
    }

    List<String> refused() {
        return fakes.values().stream()
                .flatMap(fake -> fake.refusals().stream())
                .map(String::valueOf)
                .toList();
    }

    GatewaySetup setup() {
        GatewaySetup setup = GatewayProcess.setup().env("RETRY_DELAY_MS", "20");
        StringBuilder upstreams = new StringBuilder("upstreams:\n");
        List<String> protocols = List.of("openai", "anthropic", "gemini");
        for (int i = 0; i < NAMES.size(); i++) {
            FakeProvider fake = java.util.Objects.requireNonNull(fakes.get(NAMES.get(i)));
            setup.env("KEY_" + (i + 1), fake.key());
            upstreams
                    .append(
                            "  %s:%n    protocol: %s%n    base-url: %s%n    credentials: [{id: main, key: \"env:KEY_%d\"}]%n"
                                    .formatted(NAMES.get(i), protocols.get(i), fake.baseUrl(), i + 1))
                    .append(LIMITS);
        }
        return setup.file("config/upstreams.yaml", upstreams.toString())
                .file("config/models.yaml", models(0))
                .file("config/prices.yaml", "version: chaos\nprices: {}\n");
    }

    /** Each alias begins with another target, and with the next one at the next turn. */
    static String models(int turn) {
        StringBuilder models = new StringBuilder("# turn " + turn + "\nmodels:\n");
        for (int alias = 0; alias < ALIASES.size(); alias++) {
            int first = alias + turn;
            models.append("  %s: {targets: [%s, %s, %s]%s}%n"
                    .formatted(
                            ALIASES.get(alias),
                            TARGETS.get(first % 3),
                            TARGETS.get((first + 1) % 3),
                            TARGETS.get((first + 2) % 3),
                            alias == 2 ? ", hedge-after: 300ms" : ""));
        }
        return models.toString();
    }

    @Override
    public void close() {
        fakes.values().forEach(FakeProvider::close);
    }
}
