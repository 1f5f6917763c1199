package dev.mehari.bench;

import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.DoubleUnaryOperator;

/** What was measured: a few numbers for each thing and subject, one a round. */
final class Figures {
    private final Map<String, Map<String, double[]>> all = new LinkedHashMap<>();

    void add(String what, String subject, double value) {
        all.computeIfAbsent(what, w -> new LinkedHashMap<>()).merge(subject, new double[] {value}, (known, more) -> {
            double[] both = Arrays.copyOf(known, known.length + 1);
            both[known.length] = value;
            return both;
        });
    }

    boolean has(String what, String subject) {
        return all.getOrDefault(what, Map.of()).containsKey(subject);
    }

    /** The median of all rounds. */
    double of(String what, String subject) {
        return median(rounds(what, subject));
    }

    double least(String what, String subject) {
        return Arrays.stream(rounds(what, subject)).min().orElseThrow();
    }

    double most(String what, String subject) {
        return Arrays.stream(rounds(what, subject)).max().orElseThrow();
    }

    /** The median of what each round of the one is against the same round of the other. */
    double ratio(String what, String subject, String to) {
        double[] other = rounds(what, to);
        int[] round = {0};
        return median(each(rounds(what, subject), value -> value / other[round[0]++]));
    }

    double added(String what, String subject, String to) {
        double[] other = rounds(what, to);
        int[] round = {0};
        return median(each(rounds(what, subject), value -> value - other[round[0]++]));
    }

    private double[] rounds(String what, String subject) {
        double[] rounds = all.getOrDefault(what, Map.of()).get(subject);
        if (rounds == null) {
            throw new IllegalStateException("no figure of \"" + what + "\" for " + subject);
        }
        return rounds;
    }

    private static double[] each(double[] values, DoubleUnaryOperator change) {
        return Arrays.stream(values).map(change).toArray();
    }

    private static double median(double[] values) {
        double[] sorted = values.clone();
        Arrays.sort(sorted);
        int middle = sorted.length / 2;
        return sorted.length % 2 == 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
    }
}
