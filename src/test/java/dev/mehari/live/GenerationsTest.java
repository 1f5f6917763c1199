package dev.mehari.live;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.mehari.call.ErrorKind;
import dev.mehari.call.Refusal;
import dev.mehari.sample.Samples;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.apache.camel.Exchange;
import org.apache.camel.impl.DefaultCamelContext;
import org.apache.camel.support.DefaultExchange;
import org.junit.jupiter.api.Test;

final class GenerationsTest {
    @Test
    void beforeTheFirstOneNothingIsServed() {
        Generations generations = new Generations();

        assertThat(generations.live()).isEmpty();
        assertThat(refusal(generations)).isEqualTo(ErrorKind.NOT_READY);
    }

    @Test
    void aLeaseHoldsTheGenerationThatWasLiveThen() throws IOException {
        Generations generations = new Generations();
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
            Generations generations = new Generations();
            generations.install(generation(1, context));

            generations.close(() -> {}, Duration.ZERO);
            generations.close(() -> {}, Duration.ZERO);

            assertThat(context.isStopped()).isTrue();
            assertThat(refusal(generations)).isEqualTo(ErrorKind.NOT_READY);
        }
    }

    @Test
    void callsAreEndedBeforeTheirGenerationIs() throws IOException {
        try (DefaultCamelContext context = new DefaultCamelContext()) {
            context.start();
            Generations generations = new Generations();
            generations.install(generation(1, context));
            Generations.Lease lease = generations.acquire();
            List<Boolean> ranWhenToldToEnd = new ArrayList<>();

            generations.close(
                    () -> {
                        ranWhenToldToEnd.add(context.isStarted());
                        lease.release();
                    },
                    Duration.ofMinutes(1));

            assertThat(ranWhenToldToEnd).containsExactly(true);
            assertThat(context.isStopped()).isTrue();
        }
    }

    @Test
    void aCallThatDoesNotEndIsNotWaitedForForever() throws IOException {
        try (DefaultCamelContext context = new DefaultCamelContext()) {
            Generations generations = new Generations();
            generations.install(generation(1, context));
            Generations.Lease held = generations.acquire();

            generations.close(() -> {}, Duration.ofMillis(20));

            assertThat(held.generation().inUse()).isEqualTo(1);
            assertThat(context.isStarted()).isFalse();
        }
    }

    @Test
    void theUsageQueueCountsWhatItHasNoRoomFor() throws IOException, InterruptedException {
        try (DefaultCamelContext context = new DefaultCamelContext()) {
            UsageQueue queues = new UsageQueue();
            var queue = queues.create(2);
            Exchange record = new DefaultExchange(context);

            List<Boolean> taken = List.of(queue.offer(record), queue.offer(record), queue.offer(record));

            assertThat(taken).containsExactly(true, true, false);
            assertThat(queues.dropped()).isEqualTo(1);
            queues.drop(5);
            assertThat(queues.dropped()).isEqualTo(6);
            assertThat(queue.offer(record, 1, TimeUnit.NANOSECONDS)).isFalse();
            assertThat(queues.dropped()).as("the way Camel offers").isEqualTo(7);
            assertThat(queues.create().remainingCapacity()).isEqualTo(100_000);
        }
    }

    private static Generation generation(int number, DefaultCamelContext context) {
        return new Generation(number, Samples.NOW, Samples.snapshot(), List.of(), context);
    }

    private static ErrorKind refusal(Generations generations) {
        return catchThrowableOfType(Refusal.class, generations::acquire).kind();
    }
}
