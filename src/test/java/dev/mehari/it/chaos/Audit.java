package dev.mehari.it.chaos;

import dev.mehari.it.GatewayProcess;
import dev.mehari.it.soak.Verdict;
import dev.mehari.it.wire.Eventually;
import dev.mehari.it.wire.Ledger;
import java.time.Duration;
import java.util.List;

/** Holds what callers got, what upstreams took, what metrics count and what rows say against each other. */
record Audit(Upstreams upstreams, GatewayProcess gateway, Crowd crowd) {
    private static final Duration SOON = Duration.ofSeconds(20);
    private static final int SIGTERM = 143;

    /** Attempts that never left the gateway. */
    private static final String SENT =
            "(error_kind IS NULL OR error_kind NOT IN ('upstream_unavailable', 'upstream_busy'))";

    void judge(List<Verdict> verdicts) {
        Ledger ledger = new Ledger("jdbc:sqlite:" + gateway.settings().data().resolve("mehari.db"));
        settle(ledger);
        double calls = metric(gateway, "mehari_calls_total");
        double attempts = metric(gateway, "mehari_upstream_attempts_total");
        double answered = metric(gateway, "mehari_calls_total{", "error=\"none\"");
        verdicts.add(Verdict.exactly("usage records dropped", (long) metric(gateway, "mehari_usage_dropped_total"), 0));
        verdicts.add(Verdict.exactly("exit code after SIGTERM", gateway.stop(), SIGTERM));
        Tally tally = crowd.tally();
        verdicts.add(Verdict.exactly("rows of calls", ledger.count("SELECT count(*) FROM calls"), crowd.made()));
        verdicts.add(Verdict.exactly(
                "calls with a row", ledger.count("SELECT count(DISTINCT label) FROM calls"), crowd.made()));
        verdicts.add(Verdict.exactly("calls by the metrics", (long) calls, crowd.made()));
        verdicts.add(Verdict.exactly(
                "rows without an error",
                ledger.count("SELECT count(*) FROM calls WHERE error_kind IS NULL"),
                tally.answers()));
        verdicts.add(Verdict.exactly("answers by the metrics", (long) answered, tally.answers()));
        verdicts.add(Verdict.exactly(
                "attempts by the metrics", (long) attempts, ledger.count("SELECT count(*) FROM attempts")));
        for (String upstream : Upstreams.NAMES) {
            long sent = attempts(ledger, upstream, SENT);
            // One that was outrun may have been stopped before its request was there.
            long outrun = attempts(ledger, upstream, "error_kind = 'outrun' OR next_step = 'outrun'");
            verdicts.add(Verdict.between(
                    "requests that " + upstream + " took, by its attempts",
                    upstreams.asked(upstream),
                    sent - outrun,
                    sent));
        }
    }

    private static long attempts(Ledger ledger, String upstream, String condition) {
        return ledger.count(
                "SELECT count(*) FROM attempts WHERE upstream = '" + upstream + "' AND (" + condition + ")");
    }

    /** Rows come in batches, soon after the calls. */
    private void settle(Ledger ledger) {
        try {
            long unused = Eventually.get(
                    SOON, () -> ledger.count("SELECT count(*) FROM calls"), rows -> rows == crowd.made());
        } catch (AssertionError e) {
            // Then the verdict says how many are missing.
        }
    }

    /** The sum of a metric over its labels; {@code name} may end with the beginning of these. */
    static double metric(GatewayProcess gateway, String name) {
        return metric(gateway, name.contains("{") ? name : name + "{", name.contains("{") ? "" : name + " ", "");
    }

    private static double metric(GatewayProcess gateway, String begin, String holding) {
        return metric(gateway, begin, "", holding);
    }

    private static double metric(GatewayProcess gateway, String begin, String orBegin, String holding) {
        return gateway.adminPage("/v1/metrics")
                .lines()
                .filter(line -> line.startsWith(begin) || (!orBegin.isEmpty() && line.startsWith(orBegin)))
                .filter(line -> line.contains(holding))
                .mapToDouble(line -> Double.parseDouble(line.substring(line.lastIndexOf(' ') + 1)))
                .sum();
    }
}
