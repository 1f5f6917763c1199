package dev.mehari.edge;

import dev.mehari.call.Call;
import dev.mehari.call.ErrorKind;
import dev.mehari.call.Operation;
import dev.mehari.call.Protocol;
import dev.mehari.call.Refusal;
import dev.mehari.call.Reply;
import dev.mehari.call.RequestBody;
import dev.mehari.call.ThinkingShown;
import dev.mehari.live.CallErrors;
import dev.mehari.live.Generation;
import dev.mehari.live.Generations;
import dev.mehari.live.UsageQueue;
import dev.mehari.protocol.Codec;
import dev.mehari.protocol.Codecs;
import dev.mehari.protocol.embedding.EmbeddingCodec;
import dev.mehari.usage.Settlement;
import dev.mehari.usage.UsageRecord;
import java.time.Clock;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.function.Supplier;
import org.apache.camel.Exchange;
import org.apache.camel.Processor;
import org.apache.camel.support.SynchronizationAdapter;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Takes a request for a model through its life: a call is made of it, run, answered, and settled when all is written. */
public final class Calls {
    private static final Logger LOG = LoggerFactory.getLogger(Calls.class);

    /** The exchange property that holds the call. */
    static final String PROPERTY = "mehari.call";

    private static final String THINKING = "x-thinking";

    private final Codecs codecs;
    private final BodyReader bodies;
    private final Generations generations;
    private final Departures departures;
    private final Keepalives keepalives;
    private final LateAnswer late;
    private final CallErrors errors;
    private final CallMetrics metrics;
    private final UsageQueue queue;
    private final Clock clock;

    public Calls(
            Codecs codecs,
            EdgeSettings settings,
            Buffers buffers,
            Generations generations,
            Departures departures,
            Keepalives keepalives,
            CallErrors errors,
            CallMetrics metrics,
            UsageQueue queue,
            Clock clock) {
        this.codecs = codecs;
        this.bodies = new BodyReader(settings, buffers);
        this.generations = generations;
        this.departures = departures;
        this.keepalives = keepalives;
        this.late = new LateAnswer(codecs);
        this.errors = errors;
        this.metrics = metrics;
        this.queue = queue;
        this.clock = clock;
    }

    /** What the path of a request says beyond its protocol. */
    record Asked(
            Protocol protocol,
            Operation operation,
            @Nullable String model,
            boolean stream,
            boolean eventStream,
            @Nullable ThinkingShown thinking,
            boolean batch) {
        Asked(Protocol protocol, @Nullable String model, boolean stream, boolean eventStream) {
            this(protocol, Operation.CHAT, model, stream, eventStream, null);
        }

        Asked(
                Protocol protocol,
                Operation operation,
                @Nullable String model,
                boolean stream,
                boolean eventStream,
                @Nullable ThinkingShown thinking) {
            this(protocol, operation, model, stream, eventStream, thinking, false);
        }

        /** @param batch whether several vectors are asked, for protocols that say it in the path */
        static Asked embeddings(Protocol protocol, @Nullable String model, boolean batch) {
            return new Asked(protocol, Operation.EMBEDDINGS, model, false, false, null, batch);
        }

        /** Reads a body that came to the path. */
        RequestBody read(Codec codec, byte[] body) {
            EmbeddingCodec vectors = operation == Operation.EMBEDDINGS ? codec.embeddings() : null;
            return vectors == null ? codec.read(body, operation) : vectors.check(body, model, batch);
        }

        /**
         * How thinking is to be shown, null where nobody says it. A header stands above the path.
         *
         * @throws Refusal when the header holds another word
         */
        @Nullable
        ThinkingShown thinking(@Nullable String header) {
            if (header == null || protocol != Protocol.OPENAI_CHAT) {
                return thinking;
            }
            return ThinkingShown.of(header.strip().toLowerCase(Locale.ROOT))
                    .orElseThrow(() -> Refusal.of(
                            ErrorKind.INVALID_REQUEST,
                            "the header \"" + THINKING + "\" must be \"field\", \"tags\" or \"none\"",
                            THINKING));
        }
    }

    /** A processor for requests whose protocol and stream mode stand in the body. */
    Processor of(Protocol protocol) {
        return exchange -> run(exchange, new Asked(protocol, null, false, true));
    }

    /** The same for a path that says how thinking is shown. */
    Processor of(Protocol protocol, ThinkingShown thinking) {
        return exchange -> run(exchange, new Asked(protocol, Operation.CHAT, null, false, true, thinking));
    }

    /** The same for calls that do not ask for an answer of a model. */
    Processor of(Protocol protocol, Operation operation) {
        return exchange -> run(exchange, new Asked(protocol, operation, null, false, true, null));
    }

    void run(Exchange exchange, Asked asked) {
        Inbound inbound = exchange.getProperty(Inbound.PROPERTY, Inbound.class);
        Body body = read(inbound, asked);
        Generations.Lease lease = generations.acquire();
        RequestBody request = body.request();
        Call call = new Call(
                inbound.requestId(),
                asked.protocol(),
                asked.operation(),
                inbound.receivedAt(),
                headers(inbound),
                request,
                asked.model(),
                asked.operation() == Operation.CHAT
                        && (asked.model() != null ? asked.stream() : request != null && request.stream()),
                asked.eventStream());
        call.times().workedBefore(body.checkedNanos());
        serve(exchange, lease, call, () -> {
            watch(call, inbound);
            return body.refusal() == null ? shown(call, inbound, asked) : body.refusal();
        });
    }

    /**
     * Takes a call through its life.
     *
     * @param early called once the call is sure to be settled; why it is refused, null when it is not
     */
    void serve(Exchange exchange, Generations.Lease lease, Call call, Supplier<@Nullable Refusal> early) {
        Inbound inbound = exchange.getProperty(Inbound.PROPERTY, Inbound.class);
        Generation generation = lease.generation();
        call.label(inbound.header("x-request-id"));
        call.presentedKey(Credentials.of(inbound));
        call.pinned(inbound.upstream());
        exchange.setProperty(PROPERTY, call);
        exchange.getExchangeExtension().addOnCompletion(new SynchronizationAdapter() {
            @Override
            public void onDone(Exchange done) {
                call.end();
            }
        });
        call.atEnd(lease::release);
        call.atEnd(() -> settle(generation, call));
        Outlet outlet = exchange.getProperty(Outlet.PROPERTY, Outlet.class);
        keepalives.watch(call, outlet);
        answer(generation, call, early.get());
        if (outlet.begin()) {
            late.fit(call);
        }
        exchange.getMessage().setBody(reply(call));
    }

    /** Cancels the call when its caller leaves; all of the request must be read. */
    void watch(Call call, Inbound inbound) {
        if (inbound.socket() != null) {
            departures.watch(call, inbound.socket());
        }
    }

    /** Notes how thinking is to be shown; what is wrong with the wish, null when nothing is. */
    private static @Nullable Refusal shown(Call call, Inbound inbound, Asked asked) {
        try {
            call.thinking(asked.thinking(inbound.header(THINKING)));
            return null;
        } catch (Refusal wrong) {
            return wrong;
        }
    }

    private void settle(Generation generation, Call call) {
        UsageRecord record = Settlement.settle(call, generation.snapshot().prices(), clock);
        metrics.ended(record, generation.snapshot().models().aliases().keySet());
        metrics.tried(call.attempts());
        metrics.lost(call.getProtocol(), call.attempts());
        try {
            generations.tap(generation, record);
        } catch (RuntimeException e) {
            queue.drop(1);
            LOG.warn("the record of call {} is lost: {}", call.getId(), e.toString());
        }
    }

    private void answer(Generation generation, Call call, @Nullable Refusal early) {
        if (early != null) {
            errors.answer(call, early);
            return;
        }
        try {
            generation.run(call);
        } catch (RuntimeException e) {
            errors.answer(call, e);
        }
        if (!call.isAnswered()) {
            errors.answer(
                    call,
                    new Refusal(ErrorKind.INTERNAL_ERROR, "the routes ended without an answer, call " + call.getId()));
        }
    }

    private static Reply reply(Call call) {
        Reply reply = call.reply();
        if (reply == null) {
            throw new IllegalStateException("call without an answer");
        }
        Map<String, String> headers = new LinkedHashMap<>(reply.headers());
        headers.putAll(ReplyHeaders.of(call));
        return new Reply(reply.status(), headers, reply.bytes(), reply.stream());
    }

    /**
     * @param refusal why there is no request
     * @param checkedNanos how long its bytes were looked at, once they were here
     */
    private record Body(
            @Nullable RequestBody request, @Nullable Refusal refusal, long checkedNanos) {}

    private Body read(Inbound inbound, Asked asked) {
        Refusal user = user(inbound);
        if (user != null) {
            return new Body(null, user, 0);
        }
        try {
            byte[] bytes = bodies.read(inbound);
            long since = System.nanoTime();
            RequestBody request = asked.read(codecs.of(asked.protocol()), bytes);
            return new Body(request, null, System.nanoTime() - since);
        } catch (Refusal refusal) {
            if (refusal.kind() == ErrorKind.REQUEST_TIMEOUT && inbound.socket() != null) {
                // The server would read on to the end of a body that may take days.
                inbound.socket().abandonRequest();
            }
            return new Body(null, refusal, 0);
        }
    }

    /** Why a user is refused who is no caller; null for all others. */
    static @Nullable Refusal user(Inbound inbound) {
        return Credentials.of(inbound) == null && Credentials.basic(inbound)
                ? new Refusal(
                        ErrorKind.ADMIN_CREDENTIAL,
                        "a user's password cannot call models: create a virtual key under /api/admin/keys and send that")
                : null;
    }

    static Map<String, String> headers(Inbound inbound) {
        Map<String, String> headers = new HashMap<>(inbound.headers());
        Credentials.HEADERS.forEach(headers::remove);
        return headers;
    }
}
