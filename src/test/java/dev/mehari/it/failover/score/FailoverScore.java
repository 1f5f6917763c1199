package dev.mehari.it.failover.score;

import java.io.PrintStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;

/** {@code make failover}: prints how the packaged gateway and a naive proxy fare; ends with 1 below 16 of 16. */
public final class FailoverScore {
    @SuppressWarnings("SystemOut") // the table is what this program is for
    private static final PrintStream OUT = System.out;

    private static final Executor TOGETHER = task -> Thread.ofVirtual().start(task);

    private final Map<String, Scorecard> cards;

    private FailoverScore(Map<String, Scorecard> cards) {
        this.cards = cards;
    }

    /**
     * How all of them fared.
     *
     * @param same the gateway with a fallback that speaks the caller's protocol
     * @param other the gateway with one that does not
     * @param reckless the gateway told to go on after whatever failure, in what the naive proxy passes
     */
    record Cards(Scorecard same, Scorecard other, Scorecard naive, Scorecard reckless) {}

    /** Runs it. */
    public static void main(String[] args) {
        Cards cards = play();
        boolean good =
                new FailoverScore(Map.of("same", cards.same(), "other", cards.other(), "naive", cards.naive())).print();
        System.exit(good ? 0 : 1);
    }

    static Cards play() {
        List<Lane> same = Lane.all(false);
        List<Lane> other = Lane.all(true);
        List<Lane> naive = Lane.all(false);
        List<Lane> both = new ArrayList<>(same);
        both.addAll(other);
        try (NaiveProxy proxy = new NaiveProxy(naive)) {
            // It has more to wait for than the gateway, and the gateway has to start first.
            var theirs = CompletableFuture.supplyAsync(() -> Scorecard.of(proxy, naive, Scenarios.ALL), TOGETHER);
            try (Gateway gateway = new Gateway(both)) {
                var ours = CompletableFuture.supplyAsync(() -> Scorecard.of(gateway, same, Scenarios.ALL), TOGETHER);
                var changed =
                        CompletableFuture.supplyAsync(() -> Scorecard.of(gateway, other, Scenarios.ALL), TOGETHER);
                Scorecard plain = ours.join();
                Scorecard reckless = Scorecard.of(gateway, same, Reckless.ALL);
                return new Cards(plain, changed.join(), theirs.join(), reckless);
            }
        } finally {
            both.forEach(Lane::close);
            naive.forEach(Lane::close);
        }
    }

    private boolean print() {
        List<String> subjects = List.of("same", "other", "naive");
        OUT.println(
                "same: the gateway, U2 speaks the caller's protocol. other: U2 speaks another. naive: a proxy that forwards.");
        StringBuilder head = new StringBuilder(" ".repeat(32));
        StringBuilder names = new StringBuilder(" ".repeat(32));
        for (Side side : Side.values()) {
            head.append(String.format(Locale.ROOT, "%-25s", protocol(side)));
            subjects.forEach(subject -> names.append(String.format(Locale.ROOT, "%-8s", subject)));
            names.append(' ');
        }
        OUT.println(head.toString().stripTrailing());
        OUT.println(names.toString().stripTrailing());
        for (Scenario scenario : Scenarios.ALL) {
            row(
                    String.format(Locale.ROOT, "%2d  %s", scenario.number(), scenario.name()),
                    (card, side) -> card.cell(side, scenario));
        }
        for (Mark mark : Mark.values()) {
            row("    " + mark.name().toLowerCase(Locale.ROOT), (card, side) -> Long.toString(card.count(side, mark)));
        }
        boolean good = true;
        for (String subject : List.of("same", "other")) {
            Scorecard card = card(subject);
            card.remarks().forEach(remark -> OUT.println(subject + ": " + remark));
            for (Side side : Side.values()) {
                good &= card.count(side, Mark.PASS) == Scenarios.ALL.size();
            }
        }
        OUT.println(good ? "16 of 16 in every protocol" : "BELOW 16 of 16");
        return good;
    }

    private interface Cell {
        String of(Scorecard card, Side side);
    }

    private void row(String name, Cell cell) {
        StringBuilder row = new StringBuilder(String.format(Locale.ROOT, "%-32s", name));
        for (Side side : Side.values()) {
            for (String subject : List.of("same", "other", "naive")) {
                row.append(String.format(Locale.ROOT, "%-8s", cell.of(card(subject), side)));
            }
            row.append(' ');
        }
        OUT.println(row.toString().stripTrailing());
    }

    private Scorecard card(String subject) {
        return java.util.Objects.requireNonNull(cards.get(subject));
    }

    private static String protocol(Side side) {
        return switch (side) {
            case CHAT -> "chat completions";
            case RESPONSES -> "responses";
            case ANTHROPIC -> "messages";
            case GEMINI -> "generateContent";
        };
    }
}
