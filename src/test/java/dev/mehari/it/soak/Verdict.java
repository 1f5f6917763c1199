package dev.mehari.it.soak;

import java.util.Locale;

/** One line of the result: what was measured, what it may be, and whether it is. */
public record Verdict(String what, String seen, String allowed, boolean good) {
    public static Verdict atMost(String what, long seen, long limit) {
        return new Verdict(what, Long.toString(seen), "<= " + limit, seen <= limit);
    }

    public static Verdict exactly(String what, long seen, long wanted) {
        return new Verdict(what, Long.toString(seen), "= " + wanted, seen == wanted);
    }

    public static Verdict atLeast(String what, long seen, long wanted) {
        return new Verdict(what, Long.toString(seen), ">= " + wanted, seen >= wanted);
    }

    public static Verdict between(String what, long seen, long least, long most) {
        return new Verdict(what, Long.toString(seen), least + " to " + most, seen >= least && seen <= most);
    }

    public static Verdict ratio(String what, double seen, double limit) {
        return new Verdict(
                what,
                String.format(Locale.ROOT, "%.2f", seen),
                String.format(Locale.ROOT, "<= %.2f", limit),
                seen <= limit);
    }

    @Override
    public String toString() {
        return String.format(Locale.ROOT, "%-44s %10s   %-10s  %s", what, seen, allowed, good ? "ok" : "BREACH");
    }
}
