package dev.mehari.bench;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.HdrHistogram.ConcurrentHistogram;
import org.HdrHistogram.Histogram;
import org.jspecify.annotations.Nullable;

/**
 * A thousand streams at once with ten events a second each. An event carries the moment it was sent, so its way is what
 * is measured, and a lost one is missed.
 */
final class ManyStreams {
    static final int STREAMS = 1_000;
    private static final int EVENTS_A_SECOND = 10;
    private static final String CONTENT = "\"delta\":{\"content\":\"";

    private ManyStreams() {}

    /**
     * @param lost events that did not come
     * @param liveKilobytes what {@code look} saw while all streams were open
     */
    record Result(Histogram times, long lost, long liveKilobytes) {
        double millis(double percentile) {
            return times.getValueAtPercentile(percentile) / 1e6;
        }
    }

    /** Looks at the gateway while the streams are open; what is measured then is left out of the times. */
    interface Look {
        long kilobytes();
    }

    static Result run(Subject subject, Duration time, @Nullable Look look) {
        int events = (int) time.toSeconds() * EVENTS_A_SECOND;
        String body = Payloads.stream(events, 1_000 / EVENTS_A_SECOND);
        Histogram times = new ConcurrentHistogram(3);
        long start = System.nanoTime();
        long measureFrom = start + time.toNanos() / 4;
        // Looking makes the gateway collect its garbage, which everybody waits for.
        long measureTo = start + time.toNanos() * 3 / 4;
        CountDownLatch end = new CountDownLatch(STREAMS);
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            List<Future<Integer>> streams = new ArrayList<>();
            for (int i = 0; i < STREAMS; i++) {
                streams.add(threads.submit(() -> {
                    try {
                        return stream(subject, body, times, measureFrom, measureTo);
                    } finally {
                        end.countDown();
                    }
                }));
                // Not all in one moment: a thousand connections at once measure the listen queue.
                LockSupport.parkNanos(TimeUnit.MICROSECONDS.toNanos(500));
            }
            while (System.nanoTime() - measureTo < 0) {
                LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(10));
            }
            long live = look == null ? 0 : look.kilobytes();
            end.await();
            long lost = 0;
            for (Future<Integer> stream : streams) {
                lost += events - stream.get();
            }
            return new Result(times, lost, live);
        } catch (ExecutionException e) {
            throw new IllegalStateException("a stream of " + subject.name() + " failed", e.getCause());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    private static int stream(Subject subject, String body, Histogram times, long from, long to) {
        int[] events = {0};
        try (Wire wire = new Wire(subject)) {
            wire.call(subject.request(body), (line, nanos) -> {
                int at = line.indexOf(CONTENT);
                if (at < 0) {
                    return;
                }
                events[0]++;
                int text = at + CONTENT.length();
                long sent = Long.parseLong(line.substring(text, line.indexOf('"', text)));
                if (sent - from >= 0 && sent - to < 0) {
                    times.recordValue(Math.max(0, nanos - sent));
                }
            });
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return events[0];
    }
}
