package dev.mehari.it.live;

import dev.mehari.fake.Answer;
import dev.mehari.fake.OpenAiFake;
import dev.mehari.fake.RawClient;
import dev.mehari.it.GatewayProcess;
import dev.mehari.it.GatewaySetup;
import dev.mehari.it.wire.Dialect;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;

/** Callers that never stop: short calls one after the other, and streams that stay open until they are let go. */
final class Traffic implements AutoCloseable {
    static final String ALIAS = "steady";
    private static final Duration PATIENCE = Duration.ofMinutes(10);
    private static final Duration PAUSE = Duration.ofMillis(25);

    private final OpenAiFake fake = OpenAiFake.start();
    private final ExecutorService callers = Executors.newVirtualThreadPerTaskExecutor();
    private final AtomicInteger calls = new AtomicInteger();
    private final ConcurrentLinkedQueue<String> failures = new ConcurrentLinkedQueue<>();
    private final CountDownLatch letGo = new CountDownLatch(1);
    private final List<Future<String>> streams = new ArrayList<>();
    private volatile boolean stopped;

    Traffic() {
        fake.answering(request -> request.text().contains("hold this")
                ? Answer.text("one two three four five").heldAfter(3, letGo)
                : Answer.text("a few words"));
    }

    GatewaySetup setup() {
        return GatewayProcess.setup()
                .upstream(fake)
                .edit(
                        "config/models.yaml",
                        text -> text.replaceFirst(
                                "(?m)^models:$", "models:\n  " + ALIAS + ": {targets: [openai/gpt-4.1]}"));
    }

    /** Keeps so many callers busy, half of them with streams. */
    void flow(GatewayProcess gateway, int count) {
        for (int i = 0; i < count; i++) {
            boolean stream = i % 2 == 0;
            var unused = callers.submit(() -> {
                while (!stopped) {
                    once(gateway, stream);
                    RawClient.waitFor(PAUSE);
                }
            });
        }
    }

    private void once(GatewayProcess gateway, boolean stream) {
        int number = calls.incrementAndGet();
        try {
            RawClient.Response answer = call(gateway, ALIAS, stream, "flow-" + number);
            boolean whole = answer.text().contains(stream ? "[DONE]" : "a few words");
            if (answer.status() != 200 || !whole) {
                failures.add(number + ": " + answer.status() + " " + answer.text());
            }
        } catch (RuntimeException e) {
            if (!stopped) {
                failures.add(number + ": " + e);
            }
        }
    }

    /** Opens streams that go on after their first words only when they are let go; returns when all have begun. */
    void hold(GatewayProcess gateway, int count) throws InterruptedException {
        CountDownLatch begun = new CountDownLatch(count);
        for (int i = 0; i < count; i++) {
            String label = "held-" + i;
            streams.add(callers.submit(() -> {
                try (RawClient client = RawClient.to(gateway.url()).patience(PATIENCE)) {
                    client.send(request(ALIAS, true, "hold this", label));
                    begun.countDown();
                    return client.response().text();
                }
            }));
        }
        begun.await();
        fake.awaitRequests(count, Duration.ofSeconds(30));
    }

    /** Lets the open streams go on; what each of their callers read. */
    List<String> letGo() throws InterruptedException, ExecutionException {
        letGo.countDown();
        List<String> texts = new ArrayList<>();
        for (Future<String> stream : streams) {
            texts.add(stream.get());
        }
        return texts;
    }

    static RawClient.Response call(GatewayProcess gateway, String alias, boolean stream, String label) {
        try (RawClient client = RawClient.to(gateway.url()).patience(Duration.ofSeconds(60))) {
            return client.send(request(alias, stream, "say something", label)).response();
        }
    }

    private static String request(String alias, boolean stream, String question, String label) {
        return RawClient.post(
                        "/v1/chat/completions",
                        Dialect.OPENAI.headers(GatewaySetup.KEY),
                        Dialect.OPENAI.body(alias, stream, question))
                .replaceFirst("\r\n", "\r\nX-Request-Id: " + label + "\r\n");
    }

    int calls() {
        return calls.get();
    }

    /** What went wrong so far. */
    List<String> failures() {
        return List.copyOf(failures);
    }

    /** No new calls; those under way end. */
    void stop() {
        stopped = true;
        letGo.countDown();
        callers.close();
    }

    @Override
    public void close() {
        stop();
        fake.close();
    }
}
