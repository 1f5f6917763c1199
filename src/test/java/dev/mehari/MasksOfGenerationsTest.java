package dev.mehari;

import static org.assertj.core.api.Assertions.assertThat;

import dev.mehari.live.Changes;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class MasksOfGenerationsTest {
    private static final int ROTATIONS = 30;

    @Test
    @DisplayName("secrets that rotate are masked while a generation uses them, and do not add up")
    void rotatedSecretsDoNotAddUp(@TempDir Path folder, @TempDir Path outside) throws IOException {
        Path secret = Files.writeString(outside.resolve("secret"), "rotating-secret-0");
        TestHome home = TestHome.shipped(folder)
                .edit(
                        "config/upstreams.yaml",
                        text -> text + "  rotating: {protocol: openai, base-url: \"http://127.0.0.1:1/v1\","
                                + " credentials: [{id: main, key: \"file:" + secret + "\"}]}\n")
                .set("MEHARI_LIVE_WATCH", "false");
        try (TestGateway gateway = TestGateway.start(home)) {
            Changes changes = gateway.part(Changes.class);
            int before = Masks.count();
            for (int i = 1; i <= ROTATIONS; i++) {
                Files.writeString(secret, "rotating-secret-" + i);
                changes.reload();
                assertThat(Masks.apply("x rotating-secret-" + i + " y")).isEqualTo("x *** y");
            }

            long end = System.nanoTime() + Duration.ofSeconds(60).toNanos();
            while (Masks.count() > before + 12) {
                assertThat(System.nanoTime() - end)
                        .as("%d values are masked, %d before", Masks.count(), before)
                        .isNegative();
                System.gc();
                LockSupport.parkNanos(Duration.ofMillis(100).toNanos());
                changes.reload();
            }
            assertThat(Masks.apply("x rotating-secret-" + ROTATIONS + " y")).isEqualTo("x *** y");
        }
    }
}
