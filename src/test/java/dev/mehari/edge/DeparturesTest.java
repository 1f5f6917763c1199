package dev.mehari.edge;

import static org.assertj.core.api.Assertions.assertThat;

import dev.mehari.call.Call;
import dev.mehari.call.Protocol;
import dev.mehari.call.Reply;
import java.time.Instant;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@DisplayName("fault 2.1: who has left, and who was served")
class DeparturesTest {
    private final ScheduledExecutorService clockwork = Executors.newSingleThreadScheduledExecutor();
    private final Departures departures = new Departures(clockwork);

    @AfterEach
    void stop() {
        clockwork.shutdownNow();
    }

    private record Looked(CountDownLatch looks, boolean isGone) implements CallerSocket {
        @Override
        public boolean gone() {
            looks.countDown();
            return isGone;
        }

        @Override
        public void abandonRequest() {}

        @Override
        public long waitAtMost(long millis) {
            return millis;
        }
    }

    private static Call call() {
        return new Call("req_1", Protocol.OPENAI_CHAT, Instant.EPOCH, Map.of(), null, "m", false, true);
    }

    /** Lets the clockwork look at a caller who is gone. */
    private boolean cancelled(Call call) throws InterruptedException {
        CountDownLatch looked = new CountDownLatch(2);
        AtomicBoolean stopped = new AtomicBoolean();
        CountDownLatch cancelled = new CountDownLatch(1);
        call.cancellation().stops(() -> {
            stopped.set(true);
            cancelled.countDown();
        });
        departures.watch(call, new Looked(looked, true));
        // It looks once at who is gone, so a second caller tells that a round is over.
        departures.watch(call(), new Looked(looked, false));
        assertThat(looked.await(10, TimeUnit.SECONDS)).isTrue();
        assertThat(cancelled.await(call.isFinished() ? 300 : 10_000, TimeUnit.MILLISECONDS))
                .isEqualTo(stopped.get());
        return call.isCancelled();
    }

    @Test
    void aCallerWhoLeavesWhileTheUpstreamWorksCancelsTheCall() throws InterruptedException {
        assertThat(cancelled(call())).isTrue();
    }

    @Test
    void aCallerWhoLeavesWithTheWholeAnswerDoesNot() throws InterruptedException {
        Call call = call();
        call.answer(Reply.of(200, "application/json", new byte[] {'{', '}'}));

        assertThat(cancelled(call)).isFalse();
    }

    @Test
    void norOneWhoLeavesWithTheLastEvent() throws InterruptedException {
        Call call = call();
        call.finished();

        assertThat(cancelled(call)).isFalse();
    }
}
