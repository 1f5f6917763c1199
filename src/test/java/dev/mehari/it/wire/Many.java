package dev.mehari.it.wire;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.Semaphore;
import java.util.function.IntFunction;

/** The same for many numbers, so many at a time. */
public final class Many {
    private Many() {}

    /** Results in the order of the numbers; the first failure is the failure of all. */
    public static <T> List<T> of(int count, int atOnce, IntFunction<T> work) {
        Semaphore room = new Semaphore(atOnce);
        List<Future<T>> started = new ArrayList<>();
        List<T> results = new ArrayList<>();
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            for (int i = 0; i < count; i++) {
                int number = i;
                room.acquire();
                started.add(threads.submit(() -> {
                    try {
                        return work.apply(number);
                    } finally {
                        room.release();
                    }
                }));
            }
            try {
                for (Future<T> one : started) {
                    results.add(one.get());
                }
            } catch (InterruptedException e) {
                // The time of the test is over: closing would wait for those that hang.
                var unused = threads.shutdownNow();
                throw e;
            }
            return results;
        } catch (ExecutionException e) {
            throw new AssertionError("number " + results.size() + ": " + e.getCause(), e.getCause());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }
}
