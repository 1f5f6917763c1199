package dev.mehari.live;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.mehari.call.ErrorKind;
import dev.mehari.call.Refusal;
import dev.mehari.sample.Samples;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import org.apache.camel.impl.DefaultCamelContext;
import org.junit.jupiter.api.Test;

final class GenerationsTest {
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

    private static Generation generation(int number, DefaultCamelContext context) {
        return new Generation(number, Samples.NOW, Samples.snapshot(), List.of(), context, new HoldsNothing());
    }

    private static ErrorKind refusal(Generations generations) {
        return catchThrowableOfType(Refusal.class, generations::acquire).kind();
    }
}
