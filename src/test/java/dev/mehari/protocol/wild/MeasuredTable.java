package dev.mehari.protocol.wild;

import com.fasterxml.jackson.databind.JsonNode;
import dev.mehari.protocol.chat.Tree;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;

/** Makes the table of {@code make jmh} of what JMH has left. */
public final class MeasuredTable {
    private static final double BODY = 100;
    private static final double EVENT = 5;

    /**
     * One measurement.
     *
     * @param time median, in microseconds
     * @param bytes allocated
     */
    private record Cost(double time, double bytes) {
        Cost each(int times) {
            return new Cost(time / times, bytes / times);
        }

        String in(double most) {
            return "%.1f µs%s, %.1f KB".formatted(time, time > most ? " **over**" : "", bytes / 1024);
        }
    }

    private MeasuredTable() {}

    /** @param arguments JMH's result as JSON, and the file to write to */
    public static void main(String[] arguments) throws IOException {
        Map<String, Map<String, Cost>> pairs = new TreeMap<>();
        for (JsonNode run : Tree.read(Files.readAllBytes(Path.of(arguments[0])))) {
            String name = run.path("benchmark").asText();
            pairs.computeIfAbsent(run.at("/params/pair").asText(), pair -> new TreeMap<>())
                    .put(name.substring(name.lastIndexOf('.') + 1), cost(run));
        }
        StringBuilder table = new StringBuilder(
                "| caller <- upstream | request of 4 KB | reply of 4 KB | event of a stream |\n|---|---|---|---|\n");
        pairs.forEach((pair, costs) -> table.append("| %s | %s | %s | %s |%n"
                .formatted(
                        pair.toLowerCase(Locale.ROOT).replace('_', ' '),
                        Objects.requireNonNull(costs.get("request")).in(BODY),
                        Objects.requireNonNull(costs.get("reply")).in(BODY),
                        Objects.requireNonNull(costs.get("stream"))
                                .each(Measured.of(pair).events())
                                .in(EVENT))));
        Files.writeString(Path.of(arguments[1]), table);
    }

    private static Cost cost(JsonNode run) {
        double time = run.at("/primaryMetric/scorePercentiles/50.0").doubleValue();
        double bytes = 0;
        for (Map.Entry<String, JsonNode> metric : run.path("secondaryMetrics").properties()) {
            if (metric.getKey().endsWith("gc.alloc.rate.norm")) {
                bytes = metric.getValue().path("score").doubleValue();
            }
        }
        return new Cost(time, bytes);
    }
}
