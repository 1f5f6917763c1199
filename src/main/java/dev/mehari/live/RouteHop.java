package dev.mehari.live;

import dev.mehari.call.ErrorKind;
import dev.mehari.call.Protocol;
import dev.mehari.call.Refusal;
import dev.mehari.call.Sketch;
import dev.mehari.protocol.plain.Document;
import dev.mehari.upstream.InFlight;
import dev.mehari.upstream.PhaseTimer;
import dev.mehari.upstream.PlainAnswers;
import dev.mehari.upstream.Replies;
import dev.mehari.upstream.UpstreamFailure;
import dev.mehari.upstream.UpstreamReply;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.apache.camel.CamelContext;
import org.apache.camel.Exchange;
import org.apache.camel.ExchangePattern;
import org.apache.camel.Message;
import org.apache.camel.ProducerTemplate;
import org.apache.camel.http.base.HttpOperationFailedException;
import org.apache.camel.support.DefaultExchange;
import org.jspecify.annotations.Nullable;

/**
 * The step in which a route answers in place of an upstream. It stands between {@code http.prepare} and {@code
 * http.judge}, where another upstream has its HTTP call, so that all else holds for such an upstream too.
 */
public final class RouteHop {
    /** The exchange property that holds the question while the body is something else. */
    static final String QUESTION = "question";

    private static final String RUN = "mehari-run";

    private final PlainAnswers answers;
    private final Replies replies;
    private volatile @Nullable ProducerTemplate template;

    public RouteHop(PlainAnswers answers, Replies replies) {
        this.answers = answers;
        this.replies = replies;
    }

    /**
     * Step: the route of an operator's own is asked; what it leaves as its body becomes the upstream's reply.
     *
     * <p>It gets an exchange of its own. Should it go on to another thread, this one waits here for it, and leaves it to
     * itself when the call is over before.
     *
     * @param address of the route, {@code direct:name}
     */
    public void ask(String address, Exchange exchange) throws Exception {
        InFlight flight = HttpHop.flight(exchange);
        Message message = exchange.getMessage();
        byte[] sent = message.getMandatoryBody(AttemptEntity.class).bytes();
        Document question = answers.question(flight, sent);
        if (flight.call().isExplained()) {
            // Nobody knows what a route does when it runs: what it would be asked is all that can be told.
            byte[] asked = question.toString().getBytes(StandardCharsets.UTF_8);
            flight.attempt().sketched(new Sketch(Protocol.OPENAI_CHAT, "ASK", address, List.of(), asked));
            throw UpstreamFailure.unsent();
        }
        RouteRun run = new RouteRun();
        flight.call().atEnd(run::close);
        flight.attempt().begun();
        flight.timer().enter(PhaseTimer.Phase.HEADERS);
        run.begin();
        flight.stoppable(run::stop);
        UpstreamReply reply;
        try {
            reply = answers.reply(flight, question, left(address, question, run, exchange));
        } catch (Exception | LinkageError | StackOverflowError e) {
            run.end();
            run.close();
            throw failed(flight, e);
        } finally {
            run.end();
        }
        Map<String, Object> headers = new HashMap<>(reply.headers());
        headers.put(Exchange.HTTP_RESPONSE_CODE, reply.status());
        message.setHeaders(headers);
        InputStream body = reply.body();
        message.setBody(body == null ? null : run.reading(body));
    }

    /** The body that the route leaves. */
    private @Nullable Object left(String address, Document question, RouteRun run, Exchange exchange) throws Exception {
        CamelContext context = exchange.getContext();
        Exchange own = new DefaultExchange(context, ExchangePattern.InOut);
        // What it opens is closed with the call, and not when it ends: its answer may still be on the wire.
        own.getExchangeExtension().setUnitOfWork(exchange.getUnitOfWork());
        own.setProperty(HttpHop.CALL, exchange.getProperty(HttpHop.CALL));
        HttpHop.carries(own, HttpHop.flight(exchange));
        own.setProperty(QUESTION, question);
        own.setProperty(RUN, run);
        own.getMessage().setBody(question);
        // The routes of an old generation may be gone; nobody waits for them to come back.
        template(context).send(context.getEndpoint(address + "?block=false"), own);
        if (HttpHop.flight(exchange).isStopped()) {
            throw HttpHop.flight(exchange).failure(null);
        }
        if (own.getException() != null) {
            throw own.getException();
        }
        return own.getMessage().getBody();
    }

    private Exception failed(InFlight flight, Throwable why) {
        UpstreamFailure failure = meaning(flight, why);
        flight.end(
                failure == null ? ErrorKind.INTERNAL_ERROR : failure.refusal().kind());
        if (failure != null) {
            return failure.in(flight.call());
        }
        return why instanceof Exception e
                ? e
                : new IllegalStateException(
                        "the route of upstream \"" + flight.upstream().name() + "\" failed", why);
    }

    /** Null when it is a fault of the route itself. */
    private @Nullable UpstreamFailure meaning(InFlight flight, Throwable why) {
        for (Throwable t = why; t != null; t = t.getCause()) {
            switch (t) {
                case UpstreamFailure failure -> {
                    return failure;
                }
                case Refusal refusal -> {
                    return UpstreamFailure.other(refusal);
                }
                case HttpOperationFailedException http
                when !flight.isStopped() -> {
                    return judged(flight, http);
                }
                default -> {}
            }
        }
        if (flight.isStopped()) {
            return flight.failure(null);
        }
        for (Throwable t = why; t != null; t = t.getCause()) {
            if (t instanceof IOException io) {
                return flight.failure(io);
            }
        }
        return null;
    }

    /** Of an HTTP call that the route made with Camel's own means. */
    private UpstreamFailure judged(InFlight flight, HttpOperationFailedException http) {
        Map<String, String> headers = new HashMap<>();
        if (http.getResponseHeaders() != null) {
            http.getResponseHeaders().forEach((name, value) -> headers.put(name.toLowerCase(Locale.ROOT), value));
        }
        String body = http.getResponseBody() == null ? "" : http.getResponseBody();
        try {
            replies.judgePart(
                    flight,
                    new UpstreamReply(
                            http.getHttpResponseCode(),
                            headers,
                            new ByteArrayInputStream(body.getBytes(StandardCharsets.UTF_8))));
        } catch (UpstreamFailure failure) {
            return failure;
        }
        return UpstreamFailure.fault(
                new Refusal(ErrorKind.UPSTREAM_INVALID_REPLY, "status " + http.getHttpResponseCode()));
    }

    private ProducerTemplate template(CamelContext context) {
        ProducerTemplate known = template;
        if (known == null) {
            known = context.createProducerTemplate();
            template = known;
        }
        return known;
    }

    /** The route that is at work on an exchange. */
    static RouteRun run(Exchange exchange) {
        RouteRun run = exchange.getProperty(RUN, RouteRun.class);
        if (run == null) {
            throw new IllegalStateException("no route was asked by \"route.ask\"");
        }
        return run;
    }
}
