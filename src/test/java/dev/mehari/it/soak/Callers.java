package dev.mehari.it.soak;

import dev.mehari.fake.RawClient;
import dev.mehari.fake.RawReply;
import dev.mehari.it.GatewayProcess;
import dev.mehari.it.GatewaySetup;
import dev.mehari.it.wire.Dialect;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;

/** So many callers, each with one call under way and the next one right after it. Three of ten do not wait for the end. */
final class Callers implements AutoCloseable {
    static final int AT_ONCE = 200;

    private static final Dialect[] DIALECTS = {Dialect.OPENAI, Dialect.ANTHROPIC, Dialect.GEMINI};
    private static final String MEGABYTE = " lorem ipsum dolor".repeat(1_000_000 / 18);
    /** Not all at once: each begins in turn, over the time that a stream takes. */
    private static final Duration APART = Duration.ofMillis(32);

    private static final int KEPT = 5;

    private final GatewayProcess gateway;
    private final Provider provider;
    private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
    private final AtomicInteger calls = new AtomicInteger();
    private final AtomicInteger left = new AtomicInteger();
    private final AtomicInteger under = new AtomicInteger();
    private final AtomicInteger failed = new AtomicInteger();
    private final ConcurrentLinkedQueue<String> failures = new ConcurrentLinkedQueue<>();
    private final AtomicBoolean enough = new AtomicBoolean();
    private final CountDownLatch over = new CountDownLatch(AT_ONCE);

    /** What a caller does. The provider reads it from the label. */
    enum Kind {
        /** Reads a stream to its end. */
        PATIENT,
        /** Leaves in the middle of the stream. */
        BORED,
        /** Leaves before the provider said anything. */
        IMPATIENT,
        /** Reads a stream that comes all at once; only before the load begins. */
        QUICK;

        static Kind of(int number) {
            return switch (number % 10) {
                case 0 -> IMPATIENT;
                case 3, 6 -> BORED;
                default -> PATIENT;
            };
        }
    }

    Callers(GatewayProcess gateway, Provider provider) {
        this.gateway = gateway;
        this.provider = provider;
    }

    /** A call of each dialect, one after the other. */
    void warmUp() {
        for (int i = 0; i < 2 * DIALECTS.length; i++) {
            call(calls.getAndIncrement(), Kind.QUICK);
        }
    }

    void start() {
        for (int i = 0; i < AT_ONCE; i++) {
            Duration first = APART.multipliedBy(i);
            var unused = threads.submit(() -> {
                RawClient.waitFor(first);
                while (!enough.get()) {
                    int number = calls.getAndIncrement();
                    call(number, Kind.of(number));
                }
                over.countDown();
            });
        }
    }

    /** No more calls; waits for those under way. */
    void stop() throws InterruptedException {
        enough.set(true);
        if (!over.await(60, TimeUnit.SECONDS)) {
            fail("calls still under way a minute after the last one began: " + over.getCount());
        }
    }

    /** Calls that were sent, whatever became of them. */
    int calls() {
        return calls.get();
    }

    int left() {
        return left.get();
    }

    int underWay() {
        return under.get();
    }

    int failed() {
        return failed.get();
    }

    /** The first few. */
    List<String> failures() {
        return List.copyOf(failures);
    }

    private void call(int number, Kind kind) {
        String label = "soak-" + number + "-" + kind;
        Dialect dialect = DIALECTS[number % DIALECTS.length];
        String request = RawClient.post(
                        dialect.path(dialect.model, true),
                        dialect.headers(GatewaySetup.KEY),
                        dialect.body(true, label + MEGABYTE))
                .replaceFirst("\r\n", "\r\nX-Request-Id: " + label + "\r\n");
        under.incrementAndGet();
        try (RawClient client = RawClient.to(gateway.url()).patience(Duration.ofSeconds(30))) {
            client.send(request);
            if (kind == Kind.IMPATIENT) {
                if (!provider.awaitAsked(label)) {
                    fail(label + " came to no provider");
                }
                leave(client, number);
            } else {
                read(client, label, dialect, kind, number);
            }
        } catch (IOException | RuntimeException e) {
            fail(label + ": " + e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } finally {
            under.decrementAndGet();
        }
    }

    private void read(RawClient client, String label, Dialect dialect, Kind kind, int number) throws IOException {
        RawReply reply = client.reply();
        if (reply.status() != 200) {
            fail(label + " got " + reply.status());
            return;
        }
        int wanted = kind == Kind.BORED ? 1 + number % (Provider.TEXTS / 2) : Integer.MAX_VALUE;
        String last = "";
        int events = 0;
        for (RawReply.Arrived event = reply.next(); event != null && events < wanted; event = reply.next()) {
            if (!event.data().isEmpty()) {
                last = event.data();
                events++;
            }
        }
        if (kind == Kind.BORED) {
            leave(client, number);
        } else if (!last.contains(dialect.terminator())) {
            fail(label + " ended with " + last.substring(0, Math.min(200, last.length())));
        }
    }

    private void leave(RawClient client, int number) {
        left.incrementAndGet();
        if (number % 20 < 10) {
            client.reset();
        }
    }

    private void fail(String what) {
        failed.incrementAndGet();
        if (failures.size() < KEPT) {
            failures.add(what);
        }
    }

    @Override
    public void close() {
        enough.set(true);
        var unused = threads.shutdownNow();
    }
}
