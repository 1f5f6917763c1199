package dev.mehari;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;

/** Prints how many of our lines the tests run, in one line. The gate itself is {@code jacoco:check}. */
public final class CoverageFigure {
    private CoverageFigure() {}

    /**
     * Reads the table that {@code jacoco:report} wrote; says nothing when there is none, because no test was run.
     *
     * @param args the table, and the share of lines that the gate wants
     * @throws IOException when the table cannot be read
     */
    @SuppressWarnings("SystemOut") // the last word of a build, not a log line
    public static void main(String[] args) throws IOException {
        Path table = Path.of(args[0]);
        if (Files.exists(table)) {
            System.out.println(figure(Files.readAllLines(table), Double.parseDouble(args[1])));
        }
    }

    static String figure(List<String> table, double wanted) {
        List<String> names = List.of(table.getFirst().split(",", -1));
        long missed = sum(table, names.indexOf("LINE_MISSED"));
        long covered = sum(table, names.indexOf("LINE_COVERED"));
        return String.format(
                Locale.ROOT,
                "Line coverage: %.1f%% (%d of %d lines; at least %.0f%% are wanted)",
                Math.floor(1000.0 * covered / (covered + missed)) / 10,
                covered,
                covered + missed,
                100 * wanted);
    }

    private static long sum(List<String> table, int column) {
        return table.stream()
                .skip(1)
                .mapToLong(row -> Long.parseLong(row.split(",", -1)[column]))
                .sum();
    }
}
