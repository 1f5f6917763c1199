package dev.mehari.live;

import dev.mehari.call.ErrorKind;
import dev.mehari.call.Refusal;
import dev.mehari.config.ByRoute;
import dev.mehari.config.Upstream;
import dev.mehari.protocol.plain.Document;
import dev.mehari.protocol.plain.EventStream;
import dev.mehari.upstream.InFlight;
import dev.mehari.upstream.Replies;
import dev.mehari.upstream.UpstreamFailure;
import dev.mehari.upstream.UpstreamReply;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import org.apache.camel.Exchange;
import org.jspecify.annotations.Nullable;

/** The requests that a route makes for its attempt, each with the credential or the guest's token, and judged. Any thread. */
public final class AttemptParts {
    /** The exchange property that holds what is said when the upstream refuses who we are. */
    static final String REFUSED = "mehari-refused-means";

    private final Replies replies;
    private final InnerCalls calls = new InnerCalls();

    public AttemptParts(Replies replies) {
        this.replies = replies;
    }

    /**
     * A request, and what a successful reply holds: a document, events that still come, or a text.
     *
     * @throws UpstreamFailure when it is no success
     */
    Object ask(Exchange exchange, String method, String path, byte[] body) {
        return said(exchange, send(exchange, method, path, body));
    }

    private UpstreamReply send(Exchange exchange, String method, String path, byte[] body) {
        InFlight flight = HttpHop.flight(exchange);
        Guest guest = Guest.of(exchange);
        UpstreamReply reply = once(exchange, method, path, body);
        if (guest != null && reply.status() == 401) {
            // Its token was refused before its time: once more with another.
            close(exchange, reply);
            guest.refused();
            reply = once(exchange, method, path, body);
        }
        try {
            replies.judgePart(flight, reply);
            return reply;
        } catch (UpstreamFailure e) {
            close(exchange, reply);
            throw worded(exchange, e);
        }
    }

    private UpstreamReply once(Exchange exchange, String method, String path, byte[] body) {
        InFlight flight = HttpHop.flight(exchange);
        Guest guest = Guest.of(exchange);
        String by = guest == null ? credential(flight) : guest.authorization();
        return request(exchange, method, path, by, body);
    }

    /** A request, and what came back, whatever it says. */
    UpstreamReply request(Exchange exchange, String method, String path, String authorization, byte[] body) {
        InFlight flight = HttpHop.flight(exchange);
        RouteRun run = RouteHop.run(exchange);
        return calls.send(exchange.getContext(), flight, run, method, path, authorization, body);
    }

    /** The whole of a reply. */
    byte[] read(Exchange exchange, UpstreamReply reply) {
        InputStream body = reply.body();
        byte[] read = replies.readPart(HttpHop.flight(exchange), reply);
        if (body != null) {
            RouteHop.run(exchange).closed(body);
        }
        return read;
    }

    private Object said(Exchange exchange, UpstreamReply reply) {
        InputStream body = reply.body();
        if (body != null && reply.headers().getOrDefault("content-type", "").startsWith("text/event-stream")) {
            return new EventStream(body);
        }
        byte[] read = read(exchange, reply);
        try {
            return Document.read(read);
        } catch (IOException e) {
            return new String(read, StandardCharsets.UTF_8);
        }
    }

    private static void close(Exchange exchange, UpstreamReply reply) {
        InputStream body = reply.body();
        if (body != null) {
            RouteHop.run(exchange).closed(body);
            Bodies.close(body);
        }
    }

    private static UpstreamFailure worded(Exchange exchange, UpstreamFailure failure) {
        String words = exchange.getProperty(REFUSED, String.class);
        boolean refused = failure.refusal().kind() == ErrorKind.UPSTREAM_AUTH_FAILED
                || failure.refusal().kind() == ErrorKind.UPSTREAM_MODEL_NOT_FOUND;
        String upstream = HttpHop.flight(exchange).upstream().name();
        return words == null || !refused
                ? failure
                : UpstreamFailure.other(
                        new Refusal(failure.refusal().kind(), "upstream \"" + upstream + "\": " + words));
    }

    static String credential(InFlight flight) {
        Upstream.Credential credential = used(flight);
        return credential == null ? "" : "Bearer " + credential.key().reveal();
    }

    private static Upstream.@Nullable Credential used(InFlight flight) {
        for (Upstream.Credential credential : flight.upstream().credentials()) {
            if (credential.id().equals(flight.attempt().credentialId())) {
                return credential;
            }
        }
        return null;
    }

    static String option(InFlight flight, String name) {
        ByRoute route = flight.upstream().route();
        return route == null ? "" : route.option(name);
    }
}
