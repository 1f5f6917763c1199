package dev.mehari;

import static org.assertj.core.api.Assertions.assertThat;

import dev.mehari.health.Checks;
import dev.mehari.health.Health;
import dev.mehari.health.Switch;
import dev.mehari.health.SwitchStore;
import dev.mehari.health.Switchboard;
import dev.mehari.sample.Samples;
import java.time.Clock;
import java.time.Duration;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

final class HealthRoundsTest {
    private static final Duration SOON = Duration.ofMillis(20);

    private final Clock clock = Clock.fixed(Samples.NOW, ZoneOffset.UTC);
    private final Health health = new Health(clock);

    @Test
    @DisplayName(
            "fault 2.10: upstreams that let a check wait do not keep what was switched off elsewhere from being read")
    void aSlowCheck() throws InterruptedException {
        Semaphore read = new Semaphore(0);
        SwitchStore store = new SwitchStore() {
            @Override
            public List<Switch> all() {
                read.release();
                return List.of();
            }

            @Override
            public void put(Switch now) {}
        };
        CountDownLatch asked = new CountDownLatch(1);
        CountDownLatch never = new CountDownLatch(1);
        Checks checks = new Checks(
                health,
                () -> {
                    asked.countDown();
                    await(never);
                    return Optional.empty();
                },
                (upstream, credential) -> null);
        HealthRounds rounds = new HealthRounds(new Switchboard(health, store, clock), checks, SOON, SOON);
        rounds.start();
        try {
            assertThat(asked.await(20, TimeUnit.SECONDS)).isTrue();
            read.drainPermits();
            assertThat(read.tryAcquire(2, 20, TimeUnit.SECONDS)).isTrue();
        } finally {
            rounds.stop();
        }
    }

    private static void await(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
