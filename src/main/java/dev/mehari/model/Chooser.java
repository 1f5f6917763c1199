package dev.mehari.model;

import dev.mehari.call.Call;
import dev.mehari.call.Target;
import dev.mehari.call.TargetStates;
import dev.mehari.config.Affinity;
import dev.mehari.config.Canary;
import dev.mehari.config.Models;
import dev.mehari.config.Prices;
import dev.mehari.config.Strategy;
import dev.mehari.model.Order.Named;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.OptionalDouble;

/**
 * The strategies. Whatever takes turns goes by a counter, never by chance: shares are exact then, and what is said of the
 * next call before it comes is what it does.
 */
final class Chooser {
    /** One call in so many goes to a target in turn, so that one that has become quick again is found. */
    private static final int LOOKS_AROUND = 64;

    /** What a canary's share is a part of: more digits than these of a percent change nothing. */
    private static final long WHOLE = 1_000_000;

    private final Prices prices;
    private final Turns turns;
    private final TargetStates states;

    Chooser(Prices prices, Turns turns, TargetStates states) {
        this.prices = prices;
        this.turns = turns;
        this.states = states;
    }

    /** The chosen one first, the others behind it as they are to follow when it fails; two at least. */
    List<Named> ordered(Strategy strategy, Call call, Models.Alias alias, List<Named> group, boolean onlyLook) {
        return switch (strategy) {
            case ORDERED, PRIORITY -> group;
            case ROUND_ROBIN ->
                from(group, (int) Long.remainderUnsigned(turn(call, alias, group, onlyLook), group.size()));
            case WEIGHTED -> weighted(group, turn(call, alias, group, onlyLook));
            case LEAST_BUSY -> leastBusy(group, turn(call, alias, group, onlyLook));
            case LOWEST_LATENCY -> quickest(group, turn(call, alias, group, onlyLook));
            case LOWEST_COST -> cheapest(group);
            case STICKY -> sticky(group, Likeness.of(call, alias.routing().sticky()));
        };
    }

    private long turn(Call call, Models.Alias alias, List<Named> group, boolean onlyLook) {
        List<Target> written = new ArrayList<>(group.size());
        group.forEach(one -> written.add(one.written().target()));
        return turn(call, alias.name(), written, onlyLook);
    }

    /** What is only explained takes none, and counts those that it would have taken by then. */
    private long turn(Call call, String name, List<Target> written, boolean onlyLook) {
        if (!call.isExplained()) {
            return turns.next(name, written, onlyLook);
        }
        List<Object> whose = List.of(name, written);
        return turns.next(name, written, true)
                + (onlyLook ? call.preview().turnsShown(whose) : call.preview().showTurn(whose));
    }

    /** The one at {@code first}, and the others as they follow it. */
    private static List<Named> from(List<Named> group, int first) {
        List<Named> ordered = new ArrayList<>(group.size());
        for (int i = 0; i < group.size(); i++) {
            ordered.add(group.get((first + i) % group.size()));
        }
        return ordered;
    }

    private static List<Named> weighted(List<Named> group, long turn) {
        long total = 0;
        long unit = 0;
        for (Named one : group) {
            total += one.weight();
            unit = Mix.divisor(one.weight(), unit);
        }
        if (total == 0) {
            return from(group, (int) Long.remainderUnsigned(turn, group.size()));
        }
        long left = Mix.place(turn, total / unit) * unit - group.getFirst().weight();
        int first = 0;
        while (left >= 0) {
            first++;
            left -= group.get(first).weight();
        }
        List<Named> ordered = new ArrayList<>(from(group, first));
        ordered.subList(1, ordered.size()).sort(Comparator.comparing(one -> one.weight() == 0));
        return ordered;
    }

    private List<Named> leastBusy(List<Named> group, long turn) {
        List<Named> ordered = new ArrayList<>(from(group, (int) Long.remainderUnsigned(turn, group.size())));
        ordered.sort(new Known(group, one -> states.inFlight(one.target())));
        return ordered;
    }

    /**
     * Of two, the one that is expected to answer sooner: its latency times what it has to do. Choosing of all would send
     * every call of a moment to the same one.
     */
    private List<Named> quickest(List<Named> group, long turn) {
        int size = group.size();
        double best = Double.MAX_VALUE;
        for (Named one : group) {
            OptionalDouble latency = states.latencyMillis(one.target());
            best = latency.isPresent() ? Math.min(best, latency.getAsDouble()) : best;
        }
        // One of which nothing is known is taken for the quickest that there is, until it has shown what it is.
        double unknown = best == Double.MAX_VALUE ? 1 : best;
        Known expected = new Known(
                group,
                one -> Math.max(0.001, states.latencyMillis(one.target()).orElse(unknown))
                        * (1 + states.inFlight(one.target())));
        long mixed = Mix.bits(turn);
        int one = (int) Long.remainderUnsigned(mixed, size);
        int other = (one + 1 + (int) Long.remainderUnsigned(mixed >>> 32, size - 1)) % size;
        int first = expected.compare(group.get(one), group.get(other)) <= 0 ? one : other;
        if (turn % LOOKS_AROUND == LOOKS_AROUND - 1) {
            first = (int) (turn / LOOKS_AROUND % size);
        }
        Named chosen = group.get(first);
        List<Named> ordered = new ArrayList<>(group);
        ordered.remove(first);
        ordered.sort(expected);
        ordered.addFirst(chosen);
        return ordered;
    }

    private List<Named> cheapest(List<Named> group) {
        List<Named> ordered = new ArrayList<>(group);
        ordered.sort(new Known(
                group, one -> prices.of(one.target()).map(Chooser::dollars).orElse(Double.MAX_VALUE)));
        return ordered;
    }

    /** Of a call that says three times as much as it is answered, which is about what chats do. */
    private static double dollars(Prices.Price price) {
        return price.input().doubleValue() * 3 + price.output().doubleValue();
    }

    /**
     * Rendezvous hashing: each target draws a number for what the calls have in common, and the highest is first. When a
     * target leaves, only its own calls move, and each of them to the target that drew the next number.
     */
    private static List<Named> sticky(List<Named> group, long likeness) {
        List<Named> ordered = new ArrayList<>(group);
        ordered.sort(new Known(
                group,
                one -> one.weight() == 0
                        ? Double.MAX_VALUE
                        : -Math.log(Mix.fraction(likeness ^ Mix.bits(one.target()))) / one.weight()));
        return ordered;
    }

    boolean canary(Call call, Models.Alias alias, double share, boolean onlyLook) {
        Canary canary = alias.routing().canary();
        if (canary == null) {
            return false;
        }
        if (canary.by().by() != Affinity.By.CALL) {
            // Another number than that of "sticky", which goes by the same: else one target would give all of them.
            return Mix.fraction(Likeness.of(call, canary.by()) + 1) < share;
        }
        long turn =
                turn(call, alias.name() + " canary", List.of(canary.candidate().target()), onlyLook);
        long parts = Math.round(share * WHOLE);
        long unit = Mix.divisor(parts, WHOLE);
        return Mix.place(turn, WHOLE / unit) < parts / unit;
    }
}
