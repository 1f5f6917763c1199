package dev.mehari.bench;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.HdrHistogram.Histogram;

/**
 * Sends calls at a fixed rate, whether or not earlier ones were answered, and measures each from the moment it was due:
 * a gateway that stalls is charged for all the calls that would have come meanwhile.
 *
 * @param connections that share the rate evenly, each with a thread of its own
 * @param firstEvent whether a call is measured to the first line of its answer, or else to its last byte
 */
record OpenLoop(Subject subject, String body, int connections, double perSecond, boolean firstEvent) {
    /** In the time before, connections are made and caches filled; it is not measured. */
    private static final long LEAD_NANOS = TimeUnit.MILLISECONDS.toNanos(500);

    OpenLoop(Subject subject, String body, int connections, double perSecond) {
        this(subject, body, connections, perSecond, false);
    }

    /** Times in nanoseconds, and how many calls were sent in all. */
    record Result(Histogram times, long calls) {
        double millis(double percentile) {
            return times.getValueAtPercentile(percentile) / 1e6;
        }
    }

    /** @throws IllegalStateException when a call was not answered with 200 */
    Result run(Duration time) {
        long start = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(100);
        long end = start + LEAD_NANOS + time.toNanos();
        Histogram all = new Histogram(3);
        long calls = 0;
        try (ExecutorService threads = Executors.newFixedThreadPool(connections)) {
            List<Future<Result>> results = new ArrayList<>();
            for (int i = 0; i < connections; i++) {
                long first = start + (long) (i * 1e9 / perSecond);
                results.add(threads.submit(() -> one(first, start + LEAD_NANOS, end)));
            }
            for (Future<Result> result : results) {
                all.add(result.get().times());
                calls += result.get().calls();
            }
        } catch (ExecutionException e) {
            throw new IllegalStateException("a call to " + subject.name() + " failed", e.getCause());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
        return new Result(all, calls);
    }

    private Result one(long first, long measureFrom, long end) {
        Histogram times = new Histogram(3);
        byte[] request = subject.request(body);
        double gap = connections * 1e9 / perSecond;
        long calls = 0;
        try (Wire wire = new Wire(subject)) {
            for (long due; (due = first + (long) (calls * gap)) - end < 0; calls++) {
                for (long left; (left = due - System.nanoTime()) > 0; ) {
                    LockSupport.parkNanos(left);
                }
                long[] arrived = {0};
                wire.call(request, (line, nanos) -> arrived[0] = arrived[0] == 0 ? nanos : arrived[0]);
                long done = firstEvent ? arrived[0] : System.nanoTime();
                if (due - measureFrom >= 0) {
                    times.recordValue(done - due);
                }
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return new Result(times, calls);
    }
}
