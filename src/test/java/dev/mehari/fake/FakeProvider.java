package dev.mehari.fake;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;

/**
 * One vendor's API on a loopback port: strict about requests, scripted in its answers.
 *
 * <p>An accepted request takes the next queued answer; when the queue is empty, what {@link #answering} or {@link #always} said; otherwise the fake
 * talks like a model. A refused request takes nothing from the queue.
 */
public abstract class FakeProvider implements AutoCloseable {
    private final FakeServer server = new FakeServer(this::reply);
    private final AtomicInteger answers = new AtomicInteger();
    private final List<Refused> refusals = new CopyOnWriteArrayList<>();
    private final Deque<Answer> queue = new ArrayDeque<>();
    private final Vendor vendor;
    private final String basePath;
    private final String key;
    private volatile Function<SeenRequest, Answer> otherwise = request -> model();

    /**
     * A fake.
     *
     * @param basePath the part of the base URL after host and port
     */
    FakeProvider(String key, String basePath, Vendor vendor) {
        this.key = key;
        this.basePath = basePath;
        this.vendor = vendor;
    }

    /** The base URL as the vendor's own SDK takes it. */
    public final String baseUrl() {
        return "http://127.0.0.1:" + server.port() + basePath;
    }

    /** The key that is accepted; the only one unless the fake was told of others. */
    public final String key() {
        return key;
    }

    /** From now on this key is accepted too, as that of another account. */
    public final FakeProvider taking(String another) {
        if (!(vendor instanceof StrictVendor strict)) {
            throw new IllegalStateException("this vendor knows one key");
        }
        strict.takeKey(another);
        return this;
    }

    public final FakeServer server() {
        return server;
    }

    public final List<SeenRequest> requests() {
        return server.requests();
    }

    public final SeenRequest lastRequest() {
        return server.requests().getLast();
    }

    public final List<SeenRequest> awaitRequests(int count, Duration atMost) {
        return server.awaitRequests(count, atMost);
    }

    /** Requests that were not accepted, oldest first. */
    public final List<Refused> refusals() {
        return List.copyOf(refusals);
    }

    /** Answers for the next requests, in this order, after those already queued. */
    public final FakeProvider next(Answer... more) {
        synchronized (queue) {
            queue.addAll(List.of(more));
        }
        return this;
    }

    public final FakeProvider always(Answer answer) {
        return answering(request -> answer);
    }

    public final FakeProvider answering(Function<SeenRequest, Answer> function) {
        otherwise = function;
        return this;
    }

    /** From now on this share of the requests fails, the same ones for the same seed and order. */
    public final FakeProvider failing(double share, long seed, Answer failure) {
        Function<SeenRequest, Answer> good = otherwise;
        Random random = new Random(seed);
        return answering(request -> {
            boolean fails;
            synchronized (random) {
                fails = random.nextDouble() < share;
            }
            return fails ? failure : good.apply(request);
        });
    }

    /** Refuses connections until {@link #comeBack()}. */
    public final void goDown() {
        server.stopListening();
    }

    public final void comeBack() {
        server.listenAgain();
    }

    @Override
    public final void close() {
        server.close();
    }

    /** What a model says that nobody gave a script. */
    static Answer model() {
        return Answer.text("Hello from the other side, with love.").thenText("It is 21 degrees in Paris.");
    }

    private Reply reply(SeenRequest request) {
        int number = answers.incrementAndGet();
        Reply reply;
        try {
            if (request.fault() != null) {
                throw Failure.of(400, null, "malformed HTTP: " + request.fault())
                        .refusal();
            }
            Reply aside = vendor.aside(request);
            reply = aside != null ? aside : answered(request, vendor.accept(request, number));
        } catch (Failure.RefusedException e) {
            Failure failure = e.failure();
            refusals.add(new Refused(request, failure.status(), failure.code(), failure.message(), failure.param()));
            reply = vendor.fail(failure);
        } catch (RuntimeException e) {
            // A script that does not fit its request is a fault of the test; it must not look like one of the gateway.
            refusals.add(new Refused(request, 500, "script", "the script failed: " + e, null));
            reply = vendor.fail(Failure.of(500, null, "the script failed: " + e));
        }
        return withHeaders(reply, vendor.headers(number));
    }

    private Reply answered(SeenRequest request, Asked asked) {
        return answer(request).render(vendor, asked);
    }

    private Answer answer(SeenRequest request) {
        synchronized (queue) {
            if (!queue.isEmpty()) {
                return queue.remove();
            }
        }
        return otherwise.apply(request);
    }

    private static Reply withHeaders(Reply reply, Headers usual) {
        List<Headers.Line> lines = new ArrayList<>(reply.headers().lines());
        usual.lines().stream().filter(line -> !reply.headers().has(line.name())).forEach(lines::add);
        return reply.headers(headers -> new Headers(lines));
    }
}
