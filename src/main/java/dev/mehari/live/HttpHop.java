package dev.mehari.live;

import dev.mehari.call.Call;
import dev.mehari.call.ErrorKind;
import dev.mehari.call.Refusal;
import dev.mehari.upstream.Dispatch;
import dev.mehari.upstream.InFlight;
import dev.mehari.upstream.Replies;
import dev.mehari.upstream.Requests;
import dev.mehari.upstream.UpstreamFailure;
import dev.mehari.upstream.UpstreamReply;
import dev.mehari.upstream.UpstreamRequest;
import java.io.InputStream;
import java.util.Collections;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import org.apache.camel.Exchange;
import org.apache.camel.InvalidPayloadException;
import org.apache.camel.Message;
import org.apache.camel.spi.Synchronization;
import org.apache.camel.support.DefaultExchange;
import org.jspecify.annotations.Nullable;

/**
 * The steps around the http call of {@code upstream.camel.yaml}: between {@link #prepare} and {@link #judge} the body of
 * the message is not the {@link Call}. The call travels in the exchange property {@code call} meanwhile.
 */
public final class HttpHop {
    /** The exchange property that holds the call while the body is something else. */
    static final String CALL = "call";

    private static final String FLIGHT = "flight";

    private static final String REPLY = "reply";

    private final Dispatch dispatch;
    private final Requests requests;
    private final Replies replies;

    public HttpHop(Dispatch dispatch, Requests requests, Replies replies) {
        this.dispatch = dispatch;
        this.requests = requests;
        this.replies = replies;
    }

    /** Step: opens the attempt and turns the call into an HTTP request. */
    public void prepare(Exchange exchange) throws InvalidPayloadException {
        Message message = exchange.getMessage();
        Call call = message.getMandatoryBody(Call.class);
        exchange.setProperty(CALL, call);
        InFlight flight = dispatch.open(call);
        exchange.setProperty(FLIGHT, flight);
        UpstreamRequest request;
        try {
            request = requests.build(flight);
        } catch (RuntimeException e) {
            flight.end(kind(e));
            throw e;
        }
        // A view: the message makes a map of its own kind of it.
        message.setHeaders(Collections.unmodifiableMap(request.headers()));
        message.setBody(new AttemptEntity(request, flight));
        if (request.passthrough() != null) {
            // Bytes that pass through keep the coding that their headers say.
            exchange.setProperty(Exchange.SKIP_GZIP_ENCODING, true);
        }
    }

    /** Step: goes on with a success, fails with anything else. */
    public void judge(Exchange exchange) {
        InFlight flight = flight(exchange);
        // The breaker runs on a copy of the exchange, whose end would close the body that is still to be read: from
        // here on the call owns it.
        exchange.getUnitOfWork().handoverSynchronization(new DefaultExchange(exchange.getContext()), HttpHop::any);
        Message message = exchange.getMessage();
        UpstreamReply reply = reply(message);
        InputStream body = reply.body();
        if (body != null) {
            flight.call().atEnd(() -> Bodies.close(body));
        }
        exchange.setProperty(REPLY, reply);
        ending(flight, reply, () -> replies.judge(flight, reply));
        message.setHeaders(new HashMap<>());
        message.setBody(flight.call());
    }

    /** Step: waits for the first event, or for the whole of a reply that is not streamed. */
    public void receive(Exchange exchange) {
        InFlight flight = flight(exchange);
        UpstreamReply reply = exchange.getProperty(REPLY, UpstreamReply.class);
        ending(flight, reply, () -> replies.receive(flight, reply));
        exchange.getMessage().setBody(flight.call());
    }

    /** The attempt that an exchange carries, null when it carries none. */
    static @Nullable InFlight flightOf(Exchange exchange) {
        return exchange.getProperty(FLIGHT, InFlight.class);
    }

    private static boolean any(Synchronization completion) {
        return true;
    }

    /** A failed attempt gives its connection back at once: the next target may stream for minutes. */
    private static void ending(InFlight flight, UpstreamReply reply, Runnable step) {
        try {
            step.run();
        } catch (RuntimeException e) {
            flight.end(kind(e));
            if (reply.body() != null) {
                Bodies.close(reply.body());
            }
            throw e instanceof UpstreamFailure failure ? failure.in(flight.call()) : e;
        }
    }

    private static ErrorKind kind(RuntimeException why) {
        return switch (why) {
            case UpstreamFailure failure -> failure.refusal().kind();
            case Refusal refusal -> refusal.kind();
            default -> ErrorKind.INTERNAL_ERROR;
        };
    }

    /** An exchange that is made for the attempt of another. */
    static void carries(Exchange exchange, InFlight flight) {
        exchange.setProperty(FLIGHT, flight);
    }

    /** The attempt that an exchange carries. */
    static InFlight flight(Exchange exchange) {
        InFlight flight = flightOf(exchange);
        if (flight == null) {
            throw new IllegalStateException("the step \"prepare\" did not run before the http call");
        }
        return flight;
    }

    private static UpstreamReply reply(Message message) {
        Map<String, String> headers = new HashMap<>();
        message.getHeaders().forEach((name, value) -> {
            if (value != null) {
                headers.put(name.toLowerCase(Locale.ROOT), value.toString());
            }
        });
        int status = message.getHeader(Exchange.HTTP_RESPONSE_CODE, 0, Integer.class);
        return new UpstreamReply(status, headers, message.getBody() instanceof InputStream in ? in : null);
    }
}
