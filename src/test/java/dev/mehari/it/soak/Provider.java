package dev.mehari.it.soak;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import dev.mehari.fake.RawClient;
import dev.mehari.it.wire.Dialect;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Three vendors on one loopback port. It keeps nothing of what it was sent, other than the strict fakes, which would hold
 * gigabytes after a while.
 */
final class Provider implements AutoCloseable {
    /** How long a stream lasts. */
    static final int TEXTS = 32;

    private static final Duration BETWEEN = Duration.ofMillis(200);
    /** A minute and more, by which the gateway has hung up or the test fails. */
    private static final int ENDLESS = 400;

    private static final Duration LONG = Duration.ofSeconds(3);
    private static final int START = 1024;
    private static final Pattern LABEL = Pattern.compile("soak-\\d+-([A-Z]+)");

    private final Map<Dialect, List<byte[]>> speeches = new EnumMap<>(Dialect.class);
    private final Map<String, CountDownLatch> asked = new ConcurrentHashMap<>();
    private final AtomicLong requests = new AtomicLong();
    private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
    private final HttpServer server;

    Provider() {
        for (Dialect dialect : List.of(Dialect.OPENAI, Dialect.ANTHROPIC, Dialect.GEMINI)) {
            speeches.put(dialect, Speech.stream(dialect, TEXTS));
        }
        try {
            server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 1024);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        server.createContext("/", this::answer);
        server.setExecutor(threads);
        server.start();
    }

    String url() {
        return "http://127.0.0.1:" + server.getAddress().getPort();
    }

    long requests() {
        return requests.get();
    }

    /** Waits until the call with this label was sent here; false when it does not come. */
    boolean awaitAsked(String label) throws InterruptedException {
        try {
            return latch(label).await(20, TimeUnit.SECONDS);
        } finally {
            asked.remove(label);
        }
    }

    private CountDownLatch latch(String label) {
        return asked.computeIfAbsent(label, unused -> new CountDownLatch(1));
    }

    private void answer(HttpExchange exchange) throws IOException {
        try (exchange) {
            Matcher label = LABEL.matcher(start(exchange.getRequestBody()));
            if (!label.find()) {
                exchange.sendResponseHeaders(404, -1);
                return;
            }
            requests.incrementAndGet();
            Callers.Kind kind = Callers.Kind.valueOf(label.group(1));
            if (kind == Callers.Kind.IMPATIENT) {
                latch(label.group()).countDown();
                RawClient.waitFor(LONG);
            }
            exchange.getResponseHeaders().set("content-type", "text/event-stream");
            exchange.sendResponseHeaders(200, 0);
            speak(exchange.getResponseBody(), dialect(exchange.getRequestURI().getPath()), kind);
        }
    }

    /**
     * The gateway hangs up where its caller did; then a write fails, and the exchange is over. Whoever leaves in the middle
     * does so however late his thread gets its turn: his stream says the same until he has gone.
     */
    private void speak(OutputStream out, Dialect dialect, Callers.Kind kind) throws IOException {
        List<byte[]> speech = Objects.requireNonNull(speeches.get(dialect));
        for (int i = 0; i < speech.size(); i++) {
            int times = kind == Callers.Kind.BORED && i == speech.size() / 2 ? ENDLESS : 1;
            for (int said = 0; said < times; said++) {
                out.write(speech.get(i));
                out.flush();
                if (kind != Callers.Kind.QUICK) {
                    RawClient.waitFor(BETWEEN);
                }
            }
        }
    }

    private static Dialect dialect(String path) {
        if (path.startsWith("/v1beta/")) {
            return Dialect.GEMINI;
        }
        return path.endsWith("/messages") ? Dialect.ANTHROPIC : Dialect.OPENAI;
    }

    /** Reads all of a body, and gives its first part. */
    private static String start(InputStream body) throws IOException {
        String start = new String(body.readNBytes(START), StandardCharsets.UTF_8);
        body.transferTo(OutputStream.nullOutputStream());
        return start;
    }

    @Override
    public void close() {
        server.stop(0);
        var unused = threads.shutdownNow();
    }
}
