package dev.mehari.live;

import dev.mehari.call.Call;
import dev.mehari.call.Race;
import dev.mehari.upstream.Dispatch;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.apache.camel.CamelContext;
import org.apache.camel.Exchange;
import org.apache.camel.InvalidPayloadException;
import org.apache.camel.ProducerTemplate;
import org.jspecify.annotations.Nullable;

/**
 * The step of {@code dispatch.camel.yaml} for an attempt that need not be waited for alone ({@code hedge-after}). Each
 * attempt is a fork of the call on a thread of its own; the call's own thread waits, and takes over the answer of the one
 * that came first. Up to a fork's claim nothing of it is an answer, so there are never two.
 */
public final class Hedge {
    /** How long a cancelled attempt is waited for, so that the reply can say that there was one. */
    private static final Duration CANCELLED_SOON = Duration.ofMillis(100);

    private final Dispatch dispatch;
    private volatile @Nullable ProducerTemplate template;

    public Hedge(Dispatch dispatch) {
        this.dispatch = dispatch;
    }

    /** Step: tries the current target, and when it is slow the next one of the plan at the same time. */
    public void race(Exchange exchange) throws Exception {
        Heat heat = new Heat(exchange);
        try {
            heat.run();
        } finally {
            heat.running.forEach(ForkedAttempt::outrun);
        }
    }

    private ProducerTemplate template(CamelContext context) {
        ProducerTemplate known = template;
        if (known == null) {
            known = context.createProducerTemplate();
            template = known;
        }
        return known;
    }

    /** How a fork ended; {@code failed} is null when it has the answer. */
    private record Outcome(ForkedAttempt of, @Nullable Exception failed) {}

    /** One race. Thread of the call, but for what the forks put into the queue. */
    private final class Heat {
        private final Exchange exchange;
        private final Call call;
        private final Duration patience;
        private final Race race = new Race();
        private final BlockingQueue<Outcome> outcomes = new LinkedBlockingQueue<>();
        private final List<ForkedAttempt> running = new ArrayList<>();
        private final long since = System.nanoTime();
        private boolean firstFailed;

        Heat(Exchange exchange) throws InvalidPayloadException {
            this.exchange = exchange;
            this.call = exchange.getMessage().getMandatoryBody(Call.class);
            this.patience = dispatch.hedges(call);
        }

        void run() throws Exception {
            ForkedAttempt first = start();
            Outcome outcome = outcomes.poll(patience.toNanos(), TimeUnit.NANOSECONDS);
            if (outcome == null) {
                if (dispatch.second(call, first.target(), patience)) {
                    start();
                } else {
                    // It may have waited itself, and a caller who leaves stops what waited last.
                    callerStopsAll();
                }
            }
            while (true) {
                Outcome next = outcome == null ? outcomes.take() : outcome;
                outcome = null;
                running.remove(next.of());
                Exception failed = next.failed();
                if (failed == null) {
                    won(next.of());
                    return;
                }
                boolean ofFirst = next.of().equals(first);
                firstFailed |= ofFirst;
                if (ofFirst ? running.isEmpty() || dispatch.isAnswer(call, failed) : firstFailed) {
                    lost(next.of());
                    throw failed;
                }
                next.of().tell(call);
                dispatch.failedBeside(call, next.of().target(), failed);
            }
        }

        private ForkedAttempt start() {
            ForkedAttempt attempt = ForkedAttempt.of(call, race);
            running.add(attempt);
            callerStopsAll();
            call.atEnd(() -> attempt.end(call));
            attempt.start(template(exchange.getContext()), failed -> outcomes.add(new Outcome(attempt, failed)));
            return attempt;
        }

        private void callerStopsAll() {
            List<ForkedAttempt> all = List.copyOf(running);
            call.cancellation().stops(() -> all.forEach(ForkedAttempt::cancel));
        }

        private void won(ForkedAttempt winner) throws InterruptedException {
            stopOthers();
            winner.tell(call);
            winner.adoptedBy(call);
            call.times().waitedUpstream(System.nanoTime() - since - winner.overheadNanos());
        }

        private void lost(ForkedAttempt last) throws InterruptedException {
            call.cancellation().stops(null);
            stopOthers();
            last.tell(call);
            call.course().turnTo(last.target());
            call.times().waitedUpstream(System.nanoTime() - since - last.overheadNanos());
        }

        /** Who was slower is stopped at once; its row is waited for as long as nobody notices. */
        private void stopOthers() throws InterruptedException {
            running.forEach(ForkedAttempt::outrun);
            long until = System.nanoTime() + CANCELLED_SOON.toNanos();
            while (!running.isEmpty()) {
                Outcome next = outcomes.poll(until - System.nanoTime(), TimeUnit.NANOSECONDS);
                if (next == null) {
                    return;
                }
                running.remove(next.of());
                next.of().tell(call);
            }
        }
    }
}
