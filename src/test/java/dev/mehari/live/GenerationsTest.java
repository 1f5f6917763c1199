package dev.mehari.live;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.mehari.call.ErrorKind;
import dev.mehari.call.Refusal;
import dev.mehari.sample.Samples;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.Stream;
import org.apache.camel.impl.DefaultCamelContext;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

final class GenerationsTest {
    private static final int FLIPS = 500;

    @Test
    void beforeTheFirstOneNothingIsServed() {
        Generations generations = new Generations(Duration.ofMinutes(1));

        assertThat(generations.live()).isEmpty();
        assertThat(refusal(generations)).isEqualTo(ErrorKind.NOT_READY);
    }

    @Test
    void aLeaseHoldsTheGenerationThatWasLiveThen() throws IOException {
        Generations generations = new Generations(Duration.ofMinutes(1));
        try (DefaultCamelContext first = new DefaultCamelContext();
                DefaultCamelContext second = new DefaultCamelContext()) {
            Generation old = generation(1, first);
            generations.install(old);
            Generations.Lease lease = generations.acquire();

            generations.install(generation(2, second));

            assertThat(lease.generation()).isSameAs(old);
            assertThat(old.inUse()).isEqualTo(1);
            assertThat(generations.live().orElseThrow().number()).isEqualTo(2);
            assertThat(generations.live().orElseThrow().inUse()).isZero();
            lease.release();
            assertThat(old.inUse()).isZero();
        }
    }

    @Test
    void theEndStopsTheLiveOneAndServesNoMore() throws IOException {
        try (DefaultCamelContext context = new DefaultCamelContext()) {
            context.start();
            Generations generations = new Generations(Duration.ofMinutes(1));
            generations.install(generation(1, context));

            generations.close();
            generations.close();

            assertThat(context.isStopped()).isTrue();
            assertThat(refusal(generations)).isEqualTo(ErrorKind.NOT_READY);
        }
    }

    @Test
    void itIsQuietOnceTheLastLeaseIsReleased() throws IOException {
        try (DefaultCamelContext context = new DefaultCamelContext()) {
            Generations generations = new Generations(Duration.ofMinutes(1));
            generations.install(generation(1, context));
            Generations.Lease lease = generations.acquire();

            assertThat(generations.quiet(Duration.ofMillis(20))).isFalse();
            lease.release();

            assertThat(generations.quiet(Duration.ZERO)).isTrue();
        }
    }

    @Test
    @DisplayName(
            "fault 5.2: calls that come at the very moment of a flip hold one generation, and leave no hold behind")
    void flipsAmidCalls() throws IOException, InterruptedException {
        try (DefaultCamelContext context = new DefaultCamelContext()) {
            Generations generations = new Generations(Duration.ofMinutes(1));
            generations.install(generation(1, context));
            AtomicBoolean enough = new AtomicBoolean();
            List<Thread> callers = Stream.generate(() -> Thread.ofPlatform().start(() -> {
                        while (!enough.get()) {
                            generations.acquire().release();
                        }
                    }))
                    .limit(3)
                    .toList();
            for (int number = 2; number <= FLIPS; number++) {
                generations.install(generation(number, context));
            }
            enough.set(true);
            for (Thread caller : callers) {
                caller.join();
            }

            ChangesTest.until(() -> generations.draining().isEmpty());
            assertThat(generations.inUse()).isZero();
        }
    }

    private static Generation generation(int number, DefaultCamelContext context) {
        return new Generation(
                number, Samples.NOW, Samples.snapshot(), List.of(), List.of(), context, new HoldsNothing());
    }

    private static ErrorKind refusal(Generations generations) {
        return catchThrowableOfType(Refusal.class, generations::acquire).kind();
    }
}
