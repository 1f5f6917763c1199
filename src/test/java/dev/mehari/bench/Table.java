package dev.mehari.bench;

import java.util.List;
import java.util.Locale;

/** The table of the targets, and the figures behind it. */
final class Table {
    private static final String NOT_BUILT = "not built yet";
    private static final String NOT_RUN = "not run here";

    private final Settings settings;
    private final Figures figures;
    private final List<String> faults;
    private final StringBuilder text = new StringBuilder();

    Table(Settings settings, Figures figures, List<String> faults) {
        this.settings = settings;
        this.figures = figures;
        this.faults = faults;
    }

    /** Of what rules cost, alone. */
    String ofRules() {
        head();
        targetsHead();
        rules();
        return text.toString();
    }

    String text() {
        head();
        line("");
        targets();
        promises();
        details();
        return text.toString();
    }

    private void head() {
        line(String.format(
                Locale.ROOT,
                "%s run, %d processors, JDK %s, flags `%s`.",
                settings.quick() ? "Smoke" : "Full",
                Runtime.getRuntime().availableProcessors(),
                Runtime.version(),
                String.join(" ", settings.jvm())));
        line(
                faults.isEmpty()
                        ? "Every reply was a 200; client, fake and database agree on every call."
                        : "**Failed**:");
        faults.forEach(fault -> line("- " + fault));
        neighbours();
    }

    private void neighbours() {
        line(String.format(
                Locale.ROOT,
                "A read out of 4 MB took %.1f ns in the median round, %.1f to %.1f ns in all.",
                figures.of("memory ns", "all"),
                figures.least("memory ns", "all"),
                figures.most("memory ns", "all")));
    }

    private void targetsHead() {
        line("| what | measured | first bench | | goal |");
        line("|---|---|---|---|---|");
    }

    private void rules() {
        rules("calls/s with ten rules", RuleCost.TEN);
        rules("... two of them on the body", RuleCost.BODY);
    }

    private void targets() {
        targetsHead();
        double ratio = figures.ratio("calls/s at 32", Bench.GATEWAY, Bench.BARE);
        target("throughput, 32 connections, 1 KB", "%.2f x bare", ratio, ">= 0.60 x bare", ratio >= 0.60, ">= 0.85");
        added("added at 1 connection", "1 connection", 0.20, "p50 <= 0.08 ms, p99 <= 1 ms");
        added("added at half of saturation", "half of saturation", 1, "p50 <= 0.5 ms, p99 <= 5 ms");
        added("first event of a stream, added", "first event", 1, "p50 <= 0.3 ms");
        double lost = figures.of("events lost", Bench.GATEWAY);
        target("1,000 streams, 10 events/s each: lost", "%.0f", lost, "none", lost == 0, "");
        row("... event after it was sent, p99", number("%.1f ms", "event p99"), "", "", "<= 50 ms");
        row("... live heap of a stream", number("%.1f KB", "KB a stream"), "", "", "<= 64 KB");
        rules();
        row("response-cache hit", NOT_BUILT, "", "", "p50 <= 0.2 ms");
        row("translation of a 4 KB body", NOT_RUN + ": `make jmh`", "", "", "<= 100 µs, then <= 40 µs");
        added("a 2 MB body, 50 a second, added (fault 2.19)", "2 MB", 10, "p50 <= 5 ms");
        overheadSaid();
        rows("usage rows written to SQLite, the ledger alone", Bench.GATEWAY);
        rows("usage rows written to PostgreSQL, the ledger alone", Bench.ON_POSTGRESQL);
        row("against other gateways, calls/s", NOT_RUN, "", "", ">= 2.5 x Go, >= 15 x Node, >= 75 x Python");
        row(
                "idle: live heap / RSS, before and after load",
                number("%.0f MB", "live MB before") + " / " + number("%.0f MB", "RSS MB before") + ", "
                        + number("%.0f MB", "live MB after") + " / " + number("%.0f MB", "RSS MB after"),
                "reported",
                "",
                "<= 50 / <= 200 MB");
        row("soak with 30% aborted streams", NOT_RUN + ": `make soak`", "heap <= 1.1 x the 10% mark", "", "< 10 MB/h");
        row("ready after start", number("%.1f s", "ready s"), "reported", "", "<= 6 s");
        row(
                "reload under load",
                number("0 of %.0f calls failed", "calls while reloading") + number(", p50 %.0f ms", "reload ms"),
                "0 failed calls",
                verdict(true),
                "<= 200 ms");
        line("");
    }

    /** What the older system that Mehari stands in for said of itself. */
    private void promises() {
        line("| promised elsewhere | measured | |");
        line("|---|---|---|");
        double most = 0;
        for (int connections : Rounds.CONNECTIONS) {
            most = Math.max(most, figures.of("calls/s at " + connections, Bench.GATEWAY));
        }
        overhead("p50", 10);
        overhead("p95", 15);
        overhead("p99", 25);
        promise("more than 99.9% succeed", faults.isEmpty() ? "all" : "see above", faults.isEmpty());
        for (int promised : new int[] {12_000, 41_667, 200_000}) {
            String title = String.format(Locale.ROOT, "%,d calls/s", promised);
            promise(title, String.format(Locale.ROOT, "%,.0f calls/s", most), most >= promised);
        }
        promise(
                "less than 30 MB, as live heap",
                number("%.0f MB before load", "live MB before") + number(", %.0f MB after", "live MB after"),
                figures.of("live MB before", Bench.GATEWAY) < 30 && figures.of("live MB after", Bench.GATEWAY) < 30);
        line("");
    }

    private void overhead(String percentile, double below) {
        double added = figures.added("half of saturation " + percentile, Bench.GATEWAY, Bench.DIRECT);
        String title = String.format(Locale.ROOT, "overhead %s < %.0f ms", percentile, below);
        String measured = String.format(Locale.ROOT, "%.3f ms at half of saturation", added);
        // Slower without the gateway than with it: then the machine was measured, not the gateway.
        line(String.join(" | ", "| " + title, measured, added < 0 ? "too busy a machine" : verdict(added < below))
                + " |");
    }

    private void promise(String what, String measured, boolean met) {
        line(String.join(" | ", "| " + what, measured, verdict(met)) + " |");
    }

    private void details() {
        line("| | direct | nginx | bare | gateway |");
        line("|---|---|---|---|---|");
        for (int connections : Rounds.CONNECTIONS) {
            detail("calls/s, " + connections + " connections", "%.0f", "calls/s at " + connections);
            detail("p50 ms, " + connections + " connections", "%.3f", "p50 ms at " + connections);
            detail(
                    "own processor time of a call, µs, " + connections + " connections",
                    "%.1f",
                    "cpu us at " + connections);
        }
        for (String what : List.of("1 connection", "half of saturation", "first event", "2 MB")) {
            detail("p50 ms at a fixed rate, " + what, "%.3f", what + " p50");
            detail("p99 ms at a fixed rate, " + what, "%.3f", what + " p99");
        }
        detail("event of 1,000 streams, p50 ms", "%.2f", "event p50");
        detail("event of 1,000 streams, p99 ms", "%.2f", "event p99");
        line("");
        line(String.format(
                Locale.ROOT,
                "Half of saturation, measured anew before each round, is %.0f calls/s for all. Of nginx's calls/s at 32 connections the gateway makes %.2f.",
                figures.of("rate at half", "all"),
                figures.ratio("calls/s at 32", Bench.GATEWAY, Bench.NGINX)));
        if (figures.has("calls/s at 32", Bench.ON_POSTGRESQL)) {
            line(String.format(
                    Locale.ROOT,
                    "With PostgreSQL on the same machine: %.0f calls/s, %.2f x bare.",
                    figures.of("calls/s at 32", Bench.ON_POSTGRESQL),
                    figures.ratio("calls/s at 32", Bench.ON_POSTGRESQL, Bench.BARE)));
        }
    }

    private void added(String title, String what, double most, String goal) {
        double p50 = figures.added(what + " p50", Bench.GATEWAY, Bench.DIRECT);
        double p99 = figures.added(what + " p99", Bench.GATEWAY, Bench.DIRECT);
        double bare = figures.added(what + " p50", Bench.BARE, Bench.DIRECT);
        row(
                title,
                String.format(Locale.ROOT, "p50 %.3f ms, p99 %.3f ms (bare: p50 %.3f)", p50, p99, bare),
                String.format(Locale.ROOT, "p50 <= %.2f ms", most),
                verdict(p50 <= most),
                goal);
    }

    /** The header {@code x-mehari-overhead-ms} against what was measured from outside. */
    private void overheadSaid() {
        double said = figures.of("2 MB said p50", Bench.GATEWAY);
        double measured = figures.added("2 MB p50", Bench.GATEWAY, Bench.DIRECT);
        boolean near = Math.abs(said - measured) <= 0.2 * measured;
        row(
                "... what `x-mehari-overhead-ms` says of it",
                String.format(Locale.ROOT, "p50 %.3f ms of %.3f ms", said, measured),
                "within 20%",
                verdict(near),
                "");
    }

    private void rules(String title, String kind) {
        double ratio = figures.ratio(RuleCost.WHAT, kind, RuleCost.NONE);
        target(title, "%.3f x without", ratio, ">= 0.97 x without", ratio >= 0.97, "");
    }

    private void rows(String title, String gateway) {
        if (!figures.has("rows/s", gateway)) {
            row(title, "not run", ">= 5,000/s", "", "");
            return;
        }
        double rate = figures.of("rows/s", gateway);
        target(title, "%.0f/s", rate, ">= 5,000/s", rate >= 5_000, "path slowed < 5%");
    }

    private void detail(String title, String format, String what) {
        StringBuilder cells = new StringBuilder("| " + title);
        for (String subject : List.of(Bench.DIRECT, Bench.NGINX, Bench.BARE, Bench.GATEWAY)) {
            cells.append(" | ").append(String.format(Locale.ROOT, format, figures.of(what, subject)));
        }
        text.append(cells).append(" |\n");
    }

    private void target(String what, String format, double value, String first, boolean met, String goal) {
        row(what, String.format(Locale.ROOT, format, value), first, verdict(met), goal);
    }

    private void row(String what, String measured, String first, String verdict, String goal) {
        text.append(String.join(" | ", "| " + what, measured, first, verdict, goal))
                .append(" |\n");
    }

    private static String verdict(boolean met) {
        return met ? "met" : "**not met**";
    }

    private String number(String format, String what) {
        return String.format(Locale.ROOT, format, figures.of(what, Bench.GATEWAY));
    }

    private void line(String line) {
        text.append(line).append('\n');
    }
}
