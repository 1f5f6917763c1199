package dev.mehari.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestReporter;

class StartIT {
    @Test
    void startsServesAndStops() {
        try (GatewayProcess gateway = GatewayProcess.setup().start()) {
            assertThat(gateway.adminPage("/api/admin/live")).contains("\"generation\":1");
            assertThat(gateway.stop()).as(gateway.output()).isEqualTo(143);
            assertThat(gateway.output())
                    .doesNotContain(GatewaySetup.KEY, GatewaySetup.ADMIN_PASSWORD)
                    .doesNotContain("\tat ");
        }
    }

    @Test
    @DisplayName(
            "fault 5.4a: ready after less than 40 s of a processor, in less than 512 MB; make bench says how much less")
    void itStartsSoonAndSmall(TestReporter reporter) throws IOException {
        try (GatewayProcess gateway =
                GatewayProcess.setup().jvm("-XX:TieredStopAtLevel=4").start()) {
            Duration ready = ProcessHandle.of(gateway.pid())
                    .flatMap(process -> process.info().totalCpuDuration())
                    .orElseThrow();
            long resident = residentMegabytes(gateway.pid());
            reporter.publishEntry(Map.of(
                    "processor ms until ready", Long.toString(ready.toMillis()), "RSS MB", Long.toString(resident)));
            assertThat(ready).isLessThan(Duration.ofSeconds(40));
            assertThat(resident).isBetween(50L, 512L);
        }
    }

    private static long residentMegabytes(long pid) throws IOException {
        Path status = Path.of("/proc", Long.toString(pid), "status");
        assumeTrue(Files.exists(status), "only Linux tells");
        try (Stream<String> lines = Files.lines(status)) {
            return lines.filter(line -> line.startsWith("VmRSS:"))
                            .mapToLong(line -> Long.parseLong(line.replaceAll("\\D", "")))
                            .sum()
                    / 1024;
        }
    }
}
