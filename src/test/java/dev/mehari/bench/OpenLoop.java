package dev.mehari.bench;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.ConcurrentLinkedDeque;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;
import java.util.concurrent.locks.ReentrantLock;
import org.HdrHistogram.ConcurrentHistogram;
import org.HdrHistogram.Histogram;

/**
 * Sends calls at a fixed rate, whether or not earlier ones were answered, and measures each from the moment it was due:
 * a gateway that stalls is charged for all the calls that come meanwhile.
 *
 * <p>The connection that was used last is taken first, so that calls share one as long as their answers are in time. A
 * call that finds none idle opens another. With {@link #MOST} answers outstanding the next call waits for one; what it
 * waits is measured.
 *
 * @param firstEvent whether a call is measured to the first line of its answer, or else to its last byte
 */
record OpenLoop(Subject subject, String body, double perSecond, boolean firstEvent) {
    /** Calls that wait for their answer at the same time. */
    static final int MOST = 256;

    /** In the time before, connections are made and caches filled; it is not measured. */
    private static final long LEAD_NANOS = TimeUnit.MILLISECONDS.toNanos(500);

    /**
     * Times in nanoseconds.
     *
     * @param said what the answers themselves named as overhead, empty when they named none
     * @param calls that were sent in all
     */
    record Result(Histogram times, Histogram said, long calls) {
        double millis(double percentile) {
            return times.getValueAtPercentile(percentile) / 1e6;
        }

        double saidMillis(double percentile) {
            return said.getValueAtPercentile(percentile) / 1e6;
        }
    }

    /** @throws IllegalStateException when a call was not answered with 200 */
    Result run(Duration time) {
        Run run = new Run(System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(100), time.toNanos());
        try (ExecutorService threads = Executors.newFixedThreadPool(MOST)) {
            List<Future<?>> workers = new ArrayList<>();
            for (int i = 0; i < MOST; i++) {
                workers.add(threads.submit(run::work));
            }
            for (Future<?> worker : workers) {
                worker.get();
            }
        } catch (ExecutionException e) {
            throw new IllegalStateException("a call to " + subject.name() + " failed", e.getCause());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        } finally {
            run.close();
        }
        return new Result(run.times, run.said, run.calls.get());
    }

    private final class Run {
        private final byte[] request = subject.request(body);
        private final Histogram times = new ConcurrentHistogram(3);
        private final Histogram said = new ConcurrentHistogram(3);
        private final AtomicLong calls = new AtomicLong();
        private final Deque<Wire> idle = new ConcurrentLinkedDeque<>();
        private final ReentrantLock turn = new ReentrantLock();
        private final long start;
        private final long measureFrom;
        private final long end;
        private long next;

        Run(long start, long nanos) {
            this.start = start;
            this.measureFrom = start + LEAD_NANOS;
            this.end = measureFrom + nanos;
        }

        void work() {
            try {
                for (long due; (due = due()) - end < 0; ) {
                    Wire known = idle.poll();
                    Wire wire = known == null ? new Wire(subject) : known;
                    long[] arrived = {0};
                    wire.call(request, (line, nanos) -> arrived[0] = arrived[0] == 0 ? nanos : arrived[0]);
                    long done = firstEvent ? arrived[0] : System.nanoTime();
                    idle.push(wire);
                    calls.incrementAndGet();
                    if (due - measureFrom >= 0) {
                        times.recordValue(done - due);
                        if (wire.saidNanos() > 0) {
                            said.recordValue(wire.saidNanos());
                        }
                    }
                }
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }

        /** Returns at the moment a call is due. One thread waits for it; the others wait for answers or their turn. */
        private long due() {
            turn.lock();
            try {
                long due = start + (long) (next++ * 1e9 / perSecond);
                for (long left; due - end < 0 && (left = due - System.nanoTime()) > 0; ) {
                    LockSupport.parkNanos(left);
                }
                return due;
            } finally {
                turn.unlock();
            }
        }

        void close() {
            for (Wire wire : idle) {
                try {
                    wire.close();
                } catch (IOException e) {
                    throw new UncheckedIOException(e);
                }
            }
        }
    }
}
