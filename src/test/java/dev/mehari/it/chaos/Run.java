package dev.mehari.it.chaos;

import dev.mehari.fake.RawClient;
import dev.mehari.it.GatewayProcess;
import dev.mehari.it.failover.storm.Held;
import dev.mehari.it.soak.Verdict;
import dev.mehari.it.wire.Eventually;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.Consumer;

/** One run: a crowd, upstreams that go wild, an editor; then what is held against each other. */
final class Run {
    private static final Duration SOON = Duration.ofSeconds(30);
    private static final Duration BETWEEN_EDITS = Duration.ofMillis(1300);
    private static final int ROWS = 10;
    /** Of them the last is a mistake. */
    private static final int FEWEST_EDITS = 4;

    /** What must be let go when the last call is over. */
    private static final List<String> HELD = List.of(
            "mehari_calls_in_flight",
            "mehari_attempts_in_flight",
            "mehari_pool_leased",
            "mehari_pool_waiting",
            "mehari_requests_held_bytes",
            "mehari_generations_draining");

    private final Upstreams upstreams;
    private final GatewayProcess gateway;
    private final Consumer<String> out;
    private final List<String> reasons = new ArrayList<>();

    Run(Upstreams upstreams, GatewayProcess gateway, Consumer<String> out) {
        this.upstreams = upstreams;
        this.gateway = gateway;
        this.out = out;
    }

    List<Verdict> play(Duration time) throws InterruptedException {
        Editor editor = new Editor(gateway);
        try (Crowd crowd = new Crowd(gateway, upstreams)) {
            crowd.warmUp();
            Held before = held();
            upstreams.goWild();
            out.accept("   time    calls  answers   errors  broken  wrong  edits  generation  in flight"
                    + "       u1       u2       u3");
            crowd.start();
            int rows = Math.clamp(time.dividedBy(BETWEEN_EDITS), FEWEST_EDITS, ROWS);
            for (int i = 1; i <= rows; i++) {
                edit(editor, time.dividedBy(rows));
                row(time.multipliedBy(i).dividedBy(rows), crowd, editor);
            }
            crowd.stop();
            crowd.tally().errors().forEach((status, count) -> out.accept("errors with " + status + ": " + count));
            List<Verdict> verdicts = new ArrayList<>();
            calls(crowd, verdicts);
            edits(editor, verdicts);
            held(before, editor, verdicts);
            new Audit(upstreams, gateway, crowd).judge(verdicts);
            reasons.addAll(crowd.tally().reasons());
            reasons.addAll(upstreams.refused().stream().limit(ROWS).toList());
            return verdicts;
        }
    }

    /** What was wrong, the first few. */
    List<String> reasons() {
        return reasons;
    }

    /** Each edit is taken or refused before the next one comes, so that they can be counted. */
    private void edit(Editor editor, Duration time) {
        long end = System.nanoTime() + time.toNanos();
        do {
            editor.edit();
            double unused =
                    Eventually.get(SOON, () -> metric("mehari_reloads_total"), tried -> tried >= editor.edits());
            upstreams.forget();
            RawClient.waitFor(Duration.ofNanos(Math.clamp(end - System.nanoTime(), 0, BETWEEN_EDITS.toNanos())));
        } while (System.nanoTime() - end < 0);
    }

    private void calls(Crowd crowd, List<Verdict> verdicts) {
        Tally tally = crowd.tally();
        verdicts.add(Verdict.exactly("calls that are neither an answer nor an honest error", tally.wrong(), 0));
        verdicts.add(Verdict.exactly(
                "requests that a strict upstream refused", upstreams.refused().size(), 0));
        verdicts.add(Verdict.exactly("calls over, of those made", tally.calls(), crowd.made()));
        verdicts.add(Verdict.atLeast("answers, half of the calls", tally.answers(), crowd.made() / 2));
    }

    private void edits(Editor editor, List<Verdict> verdicts) {
        verdicts.add(Verdict.exactly(
                "edits that went live, all but the mistakes",
                (long) metric("mehari_reloads_total{outcome=\"live\""),
                editor.edits() - editor.mistakes()));
        verdicts.add(Verdict.exactly(
                "edits refused, each mistake",
                (long) metric("mehari_reloads_total{outcome=\"refused\""),
                editor.mistakes()));
        verdicts.add(Verdict.atLeast("mistakes among the edits", editor.mistakes(), 1));
    }

    private void held(Held before, Editor editor, List<Verdict> verdicts) {
        for (String held : HELD) {
            long left;
            try {
                left = (long) (double) Eventually.get(SOON, () -> metric(held), value -> value == 0);
            } catch (AssertionError e) {
                left = (long) metric(held);
            }
            verdicts.add(Verdict.exactly(held, left, 0));
        }
        try {
            // One that each generation leaves behind is more than this.
            before.awaitSoLittle(SOON, editor.edits() / 2, this::held);
            verdicts.add(Verdict.exactly("threads, files and sockets beyond those before", 0, 0));
        } catch (AssertionError e) {
            reasons.add(String.valueOf(e.getMessage()));
            verdicts.add(Verdict.exactly("threads, files and sockets beyond those before", 1, 0));
        }
    }

    private Held held() {
        return Held.by(gateway, (int) metric("mehari_pool_idle"));
    }

    private double metric(String name) {
        return Audit.metric(gateway, name);
    }

    private void row(Duration time, Crowd crowd, Editor editor) {
        Tally tally = crowd.tally();
        out.accept(String.format(
                Locale.ROOT,
                "%4d:%02d %8d %8d %8d %7d %6d %6d %11d %10d %8d %8d %8d",
                time.toMinutes(),
                time.toSecondsPart(),
                tally.calls(),
                tally.answers(),
                tally.allErrors(),
                tally.brokenOff(),
                tally.wrong(),
                editor.edits(),
                (long) metric("mehari_generation"),
                (long) metric("mehari_calls_in_flight"),
                upstreams.asked("u1"),
                upstreams.asked("u2"),
                upstreams.asked("u3")));
    }
}
