package dev.mehari.config;

import java.util.Comparator;
import java.util.List;
import java.util.Locale;

/** The names somebody probably meant. */
public final class Nearest {
    private Nearest() {}

    /** The {@code limit} nearest of {@code names} by edit distance, those farther than half the word left out. */
    public static List<String> of(String word, List<String> names, int limit) {
        String lower = word.toLowerCase(Locale.ROOT);
        int farthest = Math.max(2, word.length() / 2);
        record Near(String name, int distance) {}
        return names.stream()
                .map(n -> new Near(n, distance(lower, n.toLowerCase(Locale.ROOT))))
                .filter(n -> n.distance() <= farthest)
                .sorted(Comparator.comparingInt(Near::distance).thenComparing(Near::name))
                .limit(limit)
                .map(Near::name)
                .toList();
    }

    private static int distance(String a, String b) {
        int[] row = new int[b.length() + 1];
        for (int j = 0; j <= b.length(); j++) {
            row[j] = j;
        }
        for (int i = 1; i <= a.length(); i++) {
            int diagonal = row[0];
            row[0] = i;
            for (int j = 1; j <= b.length(); j++) {
                int above = row[j];
                int change = diagonal + (a.charAt(i - 1) == b.charAt(j - 1) ? 0 : 1);
                row[j] = Math.min(change, Math.min(row[j - 1], above) + 1);
                diagonal = above;
            }
        }
        return row[b.length()];
    }
}
