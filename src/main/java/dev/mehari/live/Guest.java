package dev.mehari.live;

import dev.mehari.session.Session;
import dev.mehari.upstream.UpstreamFailure;
import org.apache.camel.Exchange;
import org.jspecify.annotations.Nullable;

/** The session that a route has taken for its attempt. One thread. */
final class Guest {
    private static final String PROPERTY = "mehari-guest";

    private final Session session;
    private final Session.Fetch fetch;
    private final Exchange exchange;
    private Session.@Nullable Held token;

    Guest(Session session, Session.Fetch fetch, Exchange exchange) {
        this.session = session;
        this.fetch = fetch;
        this.exchange = exchange;
        exchange.setProperty(PROPERTY, this);
    }

    /** Null when the route has taken none. */
    static @Nullable Guest of(Exchange exchange) {
        return exchange.getProperty(PROPERTY, Guest.class);
    }

    /** Value of the header that names the guest. */
    String authorization() {
        Session.Held held = token;
        if (held == null) {
            try {
                held = session.token(fetch);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                throw stopped();
            }
            token = held;
        }
        return "Bearer " + held.value().reveal();
    }

    /** The upstream does not take the token any more. */
    void refused() {
        Session.Held held = token;
        token = null;
        if (held != null) {
            session.refused(held);
        }
    }

    private UpstreamFailure stopped() {
        return HttpHop.flight(exchange).failure(null);
    }
}
