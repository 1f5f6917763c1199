package dev.mehari.admin;

import static org.assertj.core.api.Assertions.assertThat;

import dev.mehari.it.wire.Many;
import io.micrometer.core.instrument.MultiGauge;
import io.micrometer.core.instrument.MultiGauge.Row;
import io.micrometer.core.instrument.Tags;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

final class MetricsControllerTest {
    private static final int ROWS = 50;

    @Test
    void whoScrapesWhileAnotherDoesSeesEachRowOnce() {
        PrometheusMeterRegistry registry = new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);
        MultiGauge looked = MultiGauge.builder("looked.at").register(registry);
        MetricsController metrics = new MetricsController(
                registry,
                () -> looked.register(
                        IntStream.range(0, ROWS)
                                .mapToObj(i -> Row.of(Tags.of("row", "r" + i), 1))
                                .toList(),
                        true));

        List<Long> rows = Many.of(
                400,
                8,
                i -> metrics.scrape()
                        .lines()
                        .filter(line -> line.startsWith("looked_at{"))
                        .count());

        assertThat(rows).containsOnly((long) ROWS);
    }
}
