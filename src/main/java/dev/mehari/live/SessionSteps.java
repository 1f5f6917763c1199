package dev.mehari.live;

import com.fasterxml.jackson.databind.JsonNode;
import dev.mehari.call.ErrorKind;
import dev.mehari.call.Refusal;
import dev.mehari.config.ByRoute;
import dev.mehari.config.Secret;
import dev.mehari.protocol.plain.Document;
import dev.mehari.session.Session;
import dev.mehari.session.SessionPool;
import dev.mehari.upstream.InFlight;
import dev.mehari.upstream.PhaseTimer;
import dev.mehari.upstream.UpstreamFailure;
import dev.mehari.upstream.UpstreamReply;
import java.io.IOException;
import java.time.Clock;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.Base64;
import org.apache.camel.Exchange;

/** The step by which a route takes a session of its upstream's pool. */
public final class SessionSteps {
    private static final String POOL = "sessions-";
    private static final String TOKEN = "token";
    private static final int LONGEST = 16 << 10;

    private final AttemptParts parts;
    private final Clock clock;

    public SessionSteps(AttemptParts parts, Clock clock) {
        this.parts = parts;
        this.clock = clock;
    }

    /** The name of an upstream's pool among the beans of a generation. */
    static String pool(String upstream) {
        return POOL + upstream;
    }

    /**
     * Step: from here on requests are those of a guest of the upstream, by the next session of its pool that has room. It is
     * given back when the attempt is over, also when the caller leaves.
     */
    public void take(Exchange exchange) {
        InFlight flight = HttpHop.flight(exchange);
        String name = flight.upstream().name();
        SessionPool pool = exchange.getContext().getRegistry().lookupByNameAndType(pool(name), SessionPool.class);
        if (pool == null) {
            throw new Refusal(
                    ErrorKind.INTERNAL_ERROR, "No configured endpoint: upstream \"" + name + "\" has no \"sessions\"");
        }
        RouteRun run = RouteHop.run(exchange);
        Session session;
        try {
            session = pool.take();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw flight.failure(null);
        }
        run.atClose(() -> pool.give(session));
        flight.timer().enter(PhaseTimer.Phase.HEADERS);
        Guest guest = new Guest(session, () -> fetch(exchange), exchange);
        // Before anything is asked by it, so that a pool whose upstream takes no guests says so in these words.
        guest.authorization();
    }

    private Session.Token fetch(Exchange exchange) {
        InFlight flight = HttpHop.flight(exchange);
        String path = option(flight, "auth-path", "/api/v1/auths/");
        UpstreamReply reply = parts.request(exchange, "GET", path, "", new byte[0]);
        byte[] body = parts.read(exchange, reply);
        String said = "Failed to get guest token: " + reply.status();
        if (reply.status() < 200 || reply.status() > 299) {
            flight.attempt().answered(reply.status(), null);
            boolean ours = reply.status() >= 400 && reply.status() < 500;
            ErrorKind kind = reply.status() == 429
                    ? ErrorKind.UPSTREAM_RATE_LIMITED
                    : ours ? ErrorKind.UPSTREAM_AUTH_FAILED : ErrorKind.UPSTREAM_ERROR;
            Refusal why = new Refusal(kind, "upstream \"" + flight.upstream().name() + "\": " + said);
            throw ours ? UpstreamFailure.other(why) : UpstreamFailure.fault(why);
        }
        String token = token(body, option(flight, "token-at", TOKEN));
        if (token.isEmpty() || token.length() > LONGEST || !token.chars().allMatch(c -> c > 0x20 && c < 0x7f)) {
            throw UpstreamFailure.fault(new Refusal(
                    ErrorKind.UPSTREAM_INVALID_REPLY,
                    "upstream \"" + flight.upstream().name() + "\": " + said + ", without a token"));
        }
        return new Session.Token(new Secret(token), expires(flight, token));
    }

    private static String token(byte[] body, String at) {
        try {
            return Document.read(body).at(at).asText();
        } catch (IOException e) {
            return "";
        }
    }

    /** What a JSON web token says of itself; else the time that is set. */
    private Instant expires(InFlight flight, String token) {
        ByRoute route = flight.upstream().route();
        ByRoute.Sessions set = route == null || route.sessions() == null ? ByRoute.Sessions.DEFAULT : route.sessions();
        Instant usual = clock.instant().plus(set.tokenLifetime());
        String[] parts = token.split("\\.", -1);
        if (parts.length != 3) {
            return usual;
        }
        try {
            JsonNode expires =
                    Document.read(Base64.getUrlDecoder().decode(parts[1])).at("exp");
            return expires.canConvertToLong() ? Instant.ofEpochSecond(expires.asLong()) : usual;
        } catch (IOException | IllegalArgumentException | DateTimeException e) {
            return usual;
        }
    }

    private static String option(InFlight flight, String name, String usual) {
        String set = AttemptParts.option(flight, name);
        return set.isEmpty() ? usual : set;
    }
}
