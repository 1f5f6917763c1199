package dev.mehari;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@DisplayName("Virtual threads run on when those that cannot leave their carriers hold all of them")
class CarrierWatchTest {
    /** In a JVM of its own: others must not stand still with it. */
    @Test
    void heldCarriersAreJoinedByMore() throws IOException {
        assumeTrue(Runtime.version().feature() >= 24, "older ones have no way to add carriers");
        Process held = new ProcessBuilder(List.of(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-Djdk.virtualThreadScheduler.parallelism=2",
                        "-cp",
                        System.getProperty("java.class.path"),
                        HeldCarriers.class.getName()))
                .redirectErrorStream(true)
                .start();
        List<String> said = new ArrayList<>();
        try (BufferedReader lines = held.inputReader()) {
            for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                said.add(line);
                if (line.contains("stood still")) {
                    break;
                }
            }
        } finally {
            held.destroyForcibly();
        }
        assertThat(String.join("\n", said))
                .containsSubsequence("all carriers are held", "the owner of the lock ran on")
                .contains("virtual threads stood still: all 2 carriers were held; there may be 8 for now");
    }
}
