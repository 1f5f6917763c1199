package dev.mehari.live;

import dev.mehari.call.Attempt;
import dev.mehari.call.Call;
import dev.mehari.call.Decision;
import dev.mehari.call.ErrorKind;
import dev.mehari.call.Race;
import dev.mehari.call.Target;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;
import org.apache.camel.Exchange;
import org.apache.camel.ProducerTemplate;
import org.jspecify.annotations.Nullable;

/** An attempt of a call beside another one: a fork of the call, on a thread of its own until it has an answer or failed. */
final class ForkedAttempt {
    private static final Duration LONGEST_END = Duration.ofSeconds(2);

    private final Call fork;
    private final Target target;
    private final AtomicBoolean over = new AtomicBoolean();
    private volatile @Nullable Thread thread;
    private volatile long tookNanos;
    private boolean told;

    private ForkedAttempt(Call fork, Target target) {
        this.fork = fork;
        this.target = target;
    }

    /** An attempt at the call's current target. Thread of the call. */
    static ForkedAttempt of(Call call, Race race) {
        Target target = call.getTarget();
        if (target == null) {
            throw new IllegalStateException("no current target");
        }
        return new ForkedAttempt(call.fork(race), target);
    }

    Target target() {
        return target;
    }

    /** @param ended told once on the fork's thread: why it failed, null when it has the answer */
    void start(ProducerTemplate template, Consumer<@Nullable Exception> ended) {
        thread = Thread.ofVirtual().name("mehari-hedge").start(() -> {
            long since = System.nanoTime();
            Exception failed = new IllegalStateException("the attempt ended without a word");
            try {
                failed = attempt(template);
            } finally {
                tookNanos = System.nanoTime() - since;
                tellOutrun();
                ended.accept(failed);
                if (failed != null || isSecond()) {
                    endFork();
                }
            }
        });
    }

    /** Nobody decides what follows an attempt that was outrun; that it took so long is known all the same. */
    private void tellOutrun() {
        for (Attempt attempt : fork.attempts().own()) {
            if (attempt.error() == ErrorKind.OUTRUN) {
                attempt.watch().over(fork.cancellation().reason(), false);
            }
        }
    }

    private @Nullable Exception attempt(ProducerTemplate template) {
        try {
            Exchange done = template.send("direct:upstream-" + target.upstream(), exchange -> {
                exchange.setProperty(HttpHop.CALL, fork);
                exchange.getMessage().setBody(fork);
            });
            if (done.getException() != null) {
                return done.getException();
            }
            return fork.isAnswered() ? null : new IllegalStateException("the upstream's route gave no answer");
        } catch (RuntimeException e) {
            return e;
        }
    }

    /** What of its time was the gateway's own. Once it ended. */
    long overheadNanos() {
        return Math.max(0, tookNanos - fork.times().upstreamNanos());
    }

    /** The caller of the call has gone. Any thread. */
    void cancel() {
        fork.cancellation().cancel();
    }

    /** Another one has the answer. Closing a connection may block, and the answer must not wait for it. */
    void outrun() {
        Thread.ofVirtual().name("mehari-outrun").start(fork.cancellation()::outrun);
    }

    /** It has the answer, and ended. Thread of the call. */
    void adoptedBy(Call call) {
        call.adopt(fork);
        call.cancellation().stops(fork.cancellation()::cancel);
    }

    /** Writes it into the call's attempts. Thread of the call, once it ended; the second time it does nothing. */
    void tell(Call call) {
        if (told) {
            return;
        }
        told = true;
        for (Attempt attempt : fork.attempts().own()) {
            call.attemptedBeside(attempt);
        }
        for (Decision.Note note : fork.decision().notes()) {
            call.decision().note(note.kind(), note.subject(), note.why());
        }
    }

    /** The call ends: so does what is left of the attempt. Thread of the call. */
    void end(Call call) {
        Thread running = thread;
        try {
            if (running != null && running.join(LONGEST_END)) {
                tell(call);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        if (isSecond()) {
            endFork();
        }
    }

    /** The call goes on, and has this to end: the bytes of the request would be held as long as another's answer streams. */
    private void endFork() {
        fork.end();
        fork.releaseRequest();
    }

    /** Of the thread's end and the call's: what has an answer is used by one of them until then. */
    private boolean isSecond() {
        return !over.compareAndSet(false, true);
    }
}
