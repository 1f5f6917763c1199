package dev.mehari.it.soak;

import dev.mehari.fake.RawClient;
import dev.mehari.it.GatewayProcess;
import dev.mehari.it.GatewaySetup;
import dev.mehari.it.wire.Eventually;
import dev.mehari.it.wire.Ledger;
import java.io.PrintStream;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** {@code make soak}: prints what a loaded gateway holds minute by minute, and ends with 1 when it holds on to something. */
public final class Soak {
    private static final Duration WARM_UP = Duration.ofSeconds(30);
    private static final Duration SOON = Duration.ofSeconds(20);
    private static final int RELOAD_SECONDS = 10;
    private static final int ROWS = 10;
    private static final double MOST_GROWTH = 1.1;
    /** Files of the database, carriers of virtual threads and the like come and go. */
    private static final int PLAY = 12;

    private static final int SIGTERM = 143;
    /** What must be let go when the last call is over. */
    static final List<String> HELD = List.of(
            "mehari_calls_in_flight",
            "mehari_attempts_in_flight",
            "mehari_pool_leased",
            "mehari_pool_waiting",
            "mehari_requests_held_bytes");

    @SuppressWarnings("SystemOut") // the table is what this program is for
    private static final PrintStream OUT = System.out;

    private final Provider provider;
    private final GatewayProcess gateway;
    private final Callers callers;
    private final Reloads reloads;
    private final List<Sample> samples = new ArrayList<>();
    private final List<Verdict> verdicts = new ArrayList<>();
    private int leastUnderWay = Integer.MAX_VALUE;

    private Soak(Provider provider, GatewayProcess gateway, Callers callers) {
        this.provider = provider;
        this.gateway = gateway;
        this.callers = callers;
        this.reloads = new Reloads(gateway);
    }

    /**
     * Runs it.
     *
     * @param args minutes, at least 1
     * @throws InterruptedException never, in a process of its own
     */
    public static void main(String[] args) throws InterruptedException {
        int minutes = Integer.parseInt(args[0]);
        if (minutes < 1) {
            throw new IllegalArgumentException("MINUTES must be 1 or more: " + minutes);
        }
        boolean good;
        try (Provider provider = new Provider();
                GatewayProcess gateway = setup(provider).start();
                Callers callers = new Callers(gateway, provider)) {
            good = new Soak(provider, gateway, callers).run(Duration.ofMinutes(minutes));
        }
        System.exit(good ? 0 : 1);
    }

    /** With little heap: what held the bodies of its calls would not come through. */
    static GatewaySetup setup(Provider provider) {
        GatewaySetup setup = GatewayProcess.setup()
                .jvm("-XX:TieredStopAtLevel=4", "-Xmx256m")
                .env("OPENAI_BASE_URL", provider.url() + "/v1");
        for (String vendor : List.of("OPENAI", "ANTHROPIC", "GEMINI")) {
            setup.env(vendor + "_API_KEY", "sk-soak-" + vendor.toLowerCase(Locale.ROOT) + "-key-0001");
        }
        return setup.env("ANTHROPIC_BASE_URL", provider.url()).env("GEMINI_BASE_URL", provider.url());
    }

    private boolean run(Duration time) throws InterruptedException {
        callers.warmUp();
        reloads.reload();
        callers.warmUp();
        awaitIdle();
        Sample before = sample(3);
        if (!reloads.there()) {
            OUT.println("This gateway has no POST /api/admin/live/reload: it is not reloaded.");
        }
        OUT.printf(
                Locale.ROOT,
                "%d streams at once, 3 of 10 left by their callers, 1 MB requests, -Xmx256m%n",
                Callers.AT_ONCE);
        OUT.println("   time    calls     left   failed  under way  reloads  heap MB  threads  virtual  open files");
        row("idle", before);
        callers.start();
        RawClient.waitFor(WARM_UP);
        for (int i = 1; i <= ROWS; i++) {
            pass(time.dividedBy(ROWS));
            Sample sample = sample(i == 1 || i == ROWS ? 12 : 3);
            samples.add(sample);
            leastUnderWay = Math.min(leastUnderWay, callers.underWay());
            row(clock(time.multipliedBy(i).dividedBy(ROWS)), sample);
        }
        callers.stop();
        awaitIdle();
        Sample after = sample(3);
        row("idle", after);
        judge(before, after);
        verdicts.forEach(OUT::println);
        callers.failures().forEach(failure -> OUT.println("failed: " + failure));
        if (!reloads.refusal().isEmpty()) {
            OUT.println("refused: " + reloads.refusal());
        }
        return verdicts.stream().allMatch(Verdict::good);
    }

    private void pass(Duration time) {
        long end = System.nanoTime() + time.toNanos();
        Duration until = Duration.ofSeconds(RELOAD_SECONDS);
        for (long left = time.toNanos(); left > 0; left = end - System.nanoTime()) {
            RawClient.waitFor(Duration.ofNanos(Math.min(left, until.toNanos())));
            reloads.reload();
        }
    }

    private void judge(Sample before, Sample after) {
        Sample first = samples.getFirst();
        Sample last = samples.getLast();
        verdicts.add(Verdict.ratio(
                "heap at the end, by that at the 10% mark", (double) last.heap() / first.heap(), MOST_GROWTH));
        verdicts.add(Verdict.exactly("calls that failed", callers.failed(), 0));
        verdicts.add(Verdict.atLeast("streams under way, the fewest seen", leastUnderWay, Callers.AT_ONCE * 9L / 10));
        for (String held : HELD) {
            verdicts.add(Verdict.exactly(held, (long) metric(gateway, held), 0));
        }
        verdicts.add(
                Verdict.atMost("threads", after.held().platform(), before.held().platform() + PLAY));
        verdicts.add(Verdict.atMost(
                "virtual threads", after.held().virtual(), before.held().virtual() + 2L));
        verdicts.add(Verdict.atMost(
                "open files and sockets, without idle ones",
                after.held().descriptors(),
                before.held().descriptors() + PLAY));
        if (reloads.there()) {
            verdicts.add(Verdict.exactly("reloads taken", reloads.taken(), reloads.asked()));
            verdicts.add(Verdict.exactly("generations that calls still hold", reloads.draining(), 0));
            verdicts.add(
                    Verdict.atLeast("generations", (long) metric(gateway, "mehari_generation"), reloads.taken() + 1L));
        }
        verdicts.add(Verdict.exactly("usage records dropped", (long) metric(gateway, "mehari_usage_dropped_total"), 0));
        verdicts.add(Verdict.exactly("exit code after SIGTERM", gateway.stop(), SIGTERM));
        Ledger ledger = new Ledger("jdbc:sqlite:" + gateway.settings().data().resolve("mehari.db"));
        verdicts.add(Verdict.exactly("rows", ledger.count("SELECT count(*) FROM calls"), callers.calls()));
        verdicts.add(Verdict.exactly(
                "calls with a row", ledger.count("SELECT count(DISTINCT label) FROM calls"), callers.calls()));
        verdicts.add(Verdict.exactly(
                "rows of callers who left",
                ledger.count("SELECT count(*) FROM calls WHERE error_kind = 'client_cancelled'"),
                callers.left()));
        verdicts.add(Verdict.atLeast("attempts", ledger.count("SELECT count(*) FROM attempts"), provider.requests()));
    }

    private void awaitIdle() {
        try {
            for (String held : HELD) {
                double unused = Eventually.get(SOON, () -> metric(gateway, held), value -> value == 0);
            }
        } catch (AssertionError e) {
            // Then the table says what is held.
        }
    }

    private Sample sample(int looks) {
        return Sample.of(gateway, looks, (int) metric(gateway, "mehari_pool_idle"));
    }

    /** The sum of a metric over its labels. */
    static double metric(GatewayProcess gateway, String name) {
        return gateway.adminPage("/v1/metrics")
                .lines()
                .filter(line -> line.startsWith(name + " ") || line.startsWith(name + "{"))
                .mapToDouble(line -> Double.parseDouble(line.substring(line.lastIndexOf(' ') + 1)))
                .sum();
    }

    private void row(String time, Sample sample) {
        OUT.printf(
                Locale.ROOT,
                "%7s %8d %8d %8d %10d %8s %8.1f %8d %8d %11d%n",
                time,
                callers.calls(),
                callers.left(),
                callers.failed(),
                callers.underWay(),
                reloads.there() ? Integer.toString(reloads.taken()) : "-",
                sample.megabytes(),
                sample.held().platform(),
                sample.held().virtual(),
                sample.held().descriptors());
    }

    private static String clock(Duration time) {
        return String.format(Locale.ROOT, "%d:%02d", time.toMinutes(), time.toSecondsPart());
    }
}
