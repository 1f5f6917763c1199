package dev.mehari.config;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeSet;

/** Whole numbers in a range as a regular expression, without leading zeros. */
final class Digits {
    private Digits() {}

    /** Of numbers that are not negative. */
    static String between(int least, int most) {
        SortedSet<Long> ends = new TreeSet<>(Set.of((long) most));
        for (long ten = 10; ten <= 10L * most; ten *= 10) {
            // The last of as many nines as can follow the first number, and the last before as many zeros.
            ends.add(least - least % ten + ten - 1);
            ends.add((most + 1L) - (most + 1L) % ten - 1);
        }
        List<String> parts = new ArrayList<>();
        long from = least;
        for (long to : ends.tailSet((long) least).headSet(most + 1L)) {
            parts.add(part(String.valueOf(from), String.valueOf(to)));
            from = to + 1;
        }
        return String.join("|", parts);
    }

    private static String part(String from, String to) {
        StringBuilder pattern = new StringBuilder();
        int free = 0;
        for (int i = 0; i < from.length(); i++) {
            char a = from.charAt(i);
            char b = to.charAt(i);
            if (a == '0' && b == '9') {
                free++;
            } else if (a == b) {
                pattern.append(a);
            } else {
                pattern.append('[').append(a).append('-').append(b).append(']');
            }
        }
        if (free > 0) {
            pattern.append("[0-9]").append(free > 1 ? "{" + free + "}" : "");
        }
        return pattern.toString();
    }
}
