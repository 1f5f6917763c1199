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
import dev.mehari.protocol.Codecs;
import java.time.Clock;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Supplier;
import org.apache.camel.Exchange;
import org.apache.camel.Processor;
import org.apache.camel.support.SynchronizationAdapter;
import org.jspecify.annotations.Nullable;

/** Takes a request for a model through its life: a call is made of it, run, answered, and settled when all is written. */
public final class Calls {
    /** The exchange property that holds the call. */
    static final String PROPERTY = "mehari.call";

    private final Codecs codecs;
    private final BodyReader bodies;
    private final HeldBodies held;
    private final Generations generations;
    private final Departures departures;
    private final Keepalives keepalives;
    private final LateAnswer late;
    private final CallErrors errors;
    private final Settler settler;

    public Calls(
            Codecs codecs,
            EdgeSettings settings,
            Buffers buffers,
            HeldBodies held,
            Generations generations,
            Departures departures,
            Keepalives keepalives,
            CallErrors errors,
            CallMetrics metrics,
            UsageQueue queue,
            Clock clock) {
        this.codecs = codecs;
        this.bodies = new BodyReader(settings, buffers);
        this.held = held;
        this.generations = generations;
        this.departures = departures;
        this.keepalives = keepalives;
        this.late = new LateAnswer(codecs);
        this.errors = errors;
        this.settler = new Settler(generations, metrics, queue, clock);
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
        HeldBody place = place(exchange);
        CheckedRequest body = CheckedRequest.read(inbound, asked, bodies, place, codecs.of(asked.protocol()));
        Generations.Lease lease = generations.acquire();
        RequestBody request = body.request();
        Call call = new Call(
                inbound.requestId(),
                asked.protocol(),
                asked.operation(),
                inbound.receivedAt(),
                Credentials.without(inbound),
                request,
                asked.model(),
                asked.operation() == Operation.CHAT
                        && (asked.model() != null ? asked.stream() : request != null && request.stream()),
                asked.eventStream());
        call.times().workedBefore(body.checkedNanos());
        call.whenReleased(place::release);
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
        Question question = exchange.getProperty(Question.PROPERTY, Question.class);
        if (question != null) {
            // No row, no metric, no sign of life: nothing happens but that its way is looked at.
            call.explain(question.caller());
            exchange.setProperty(Question.GENERATION, generation.number());
            answer(generation, call, early.get());
            return;
        }
        call.atEnd(() -> settler.settle(generation, call));
        Outlet outlet = exchange.getProperty(Outlet.PROPERTY, Outlet.class);
        keepalives.watch(call, outlet);
        answer(generation, call, early.get());
        if (outlet.begin()) {
            late.fit(call);
        }
        exchange.getMessage().setBody(reply(call));
    }

    /** A place for the body of the request, which is given back by the end of the exchange at the latest. */
    HeldBody place(Exchange exchange) {
        HeldBody place = held.expected();
        exchange.getExchangeExtension().addOnCompletion(new SynchronizationAdapter() {
            @Override
            public void onDone(Exchange done) {
                place.release();
            }
        });
        return place;
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
            call.thinking(asked.thinking(inbound.header(Asked.THINKING)));
            return null;
        } catch (Refusal wrong) {
            return wrong;
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

    /** The answer with all its headers. */
    static Reply reply(Call call) {
        Reply reply = call.reply();
        if (reply == null) {
            throw new IllegalStateException("call without an answer");
        }
        Map<String, String> headers = new LinkedHashMap<>(reply.headers());
        headers.putAll(ReplyHeaders.of(call));
        return new Reply(reply.status(), headers, reply.bytes(), reply.stream());
    }
}
