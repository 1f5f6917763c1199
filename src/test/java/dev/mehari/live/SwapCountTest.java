package dev.mehari.live;

import static org.assertj.core.api.Assertions.assertThat;

import dev.mehari.sample.Samples;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicBoolean;
import org.apache.camel.impl.DefaultCamelContext;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

final class SwapCountTest {
    private static final int SWAPS = 3000;

    @Test
    @DisplayName("a call is counted at every moment of a swap")
    void everyCallIsCounted() throws IOException {
        Generations generations = new Generations(Duration.ofMinutes(1));
        try (DefaultCamelContext context = new DefaultCamelContext()) {
            generations.install(generation(0, context));
            Generations.Lease lease = generations.acquire();
            AtomicBoolean over = new AtomicBoolean();
            CompletableFuture<Integer> fewest = CompletableFuture.supplyAsync(() -> {
                int least = Integer.MAX_VALUE;
                while (!over.get()) {
                    least = Math.min(least, generations.inUse());
                }
                return least;
            });
            for (int i = 1; i <= SWAPS; i++) {
                generations.install(generation(i, context));
                Generations.Lease next = generations.acquire();
                lease.release();
                lease = next;
            }
            over.set(true);

            assertThat(fewest.join()).isEqualTo(1);
            lease.release();
        }
    }

    private static Generation generation(int number, DefaultCamelContext context) {
        return new Generation(
                number, Samples.NOW, Samples.snapshot(), List.of(), List.of(), context, new HoldsNothing());
    }
}
