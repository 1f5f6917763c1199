package dev.mehari.it.chaos;

import static org.assertj.core.api.Assertions.assertThat;

import dev.mehari.it.GatewayProcess;
import dev.mehari.it.soak.Verdict;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@DisplayName("three upstreams that fail at random; make chaos looks for longer")
@Timeout(180)
class ShortChaosIT {
    private static final Duration TIME = Duration.ofSeconds(8);

    @Test
    @DisplayName(
            "100 callers at once while files are edited: answers and honest errors, no leaks, and all counts agree")
    void everyCallEndsWell() throws Exception {
        long seed = Long.getLong("seed", System.nanoTime());
        List<String> table = new ArrayList<>(List.of("seed " + seed));
        try (Upstreams upstreams = new Upstreams(seed);
                GatewayProcess gateway = upstreams.setup().start()) {
            Run run = new Run(upstreams, gateway, table::add);
            List<Verdict> verdicts = run.play(TIME);

            assertThat(verdicts)
                    .as("%s%n%s", String.join("\n", table), String.join("\n", run.reasons()))
                    .allMatch(Verdict::good);
        }
    }
}
