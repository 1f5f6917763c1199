package dev.mehari.live;

import dev.mehari.call.ErrorKind;
import dev.mehari.call.Refusal;
import dev.mehari.config.ByRoute;
import dev.mehari.protocol.plain.EventShape;
import dev.mehari.protocol.plain.EventStream;
import dev.mehari.protocol.plain.Piece;
import dev.mehari.upstream.InFlight;
import dev.mehari.upstream.UpstreamFailure;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import org.apache.camel.Exchange;
import org.jspecify.annotations.Nullable;

/**
 * The steps that a route may call which answers in place of an upstream. Requests go to paths below the upstream's base URL,
 * with its credential, under the timers of the attempt; they end when the caller leaves.
 */
public final class AskSteps {
    private static final int RETRIES = 3;
    private static final Duration BETWEEN = Duration.ofMillis(500);
    /** Before longer waits other targets are asked. */
    private static final Duration LONGEST = Duration.ofSeconds(40);

    private final AttemptParts parts;

    public AskSteps(AttemptParts parts) {
        this.parts = parts;
    }

    /** What is wrong with a path that a route writes, on one line; null when nothing is. */
    public static @Nullable String fault(String path) {
        return Filled.fault(path);
    }

    /**
     * Step: sends the body, a JSON text, and leaves the reply as the body: a document to read fields of, or events that
     * still come, for {@link #pieces}. It is sent once, whatever becomes of it.
     */
    public void post(String path, Exchange exchange) {
        Object body = exchange.getMessage().getBody();
        byte[] sent =
                body instanceof byte[] bytes ? bytes : String.valueOf(body).getBytes(StandardCharsets.UTF_8);
        String to = Filled.path(path, exchange);
        exchange.getMessage().setBody(parts.ask(exchange, "POST", to, sent));
    }

    /** Step: asks, and leaves the reply as the body. What may pass is asked again, {@code retries} times, or 3. */
    public void get(String path, Exchange exchange) {
        InFlight flight = HttpHop.flight(exchange);
        String to = Filled.path(path, exchange);
        String most = AttemptParts.option(flight, "retries");
        int retries = most.matches("\\d{1,3}") ? Integer.parseInt(most) : RETRIES;
        for (int tries = 0; ; tries++) {
            try {
                exchange.getMessage().setBody(parts.ask(exchange, "GET", to, new byte[0]));
                return;
            } catch (UpstreamFailure e) {
                boolean passes = e.fault() || e.refusal().kind() == ErrorKind.UPSTREAM_RATE_LIMITED;
                Duration named = e.refusal().retryAfter();
                Duration wait = named == null ? BETWEEN.multipliedBy(1L << Math.min(tries, 6)) : named;
                boolean tooLong = wait.compareTo(LONGEST) > 0;
                if (!passes || tooLong || tries >= retries || flight.isStopped()) {
                    throw e;
                }
                flight.pause(wait);
            }
        }
    }

    /**
     * Step: waits; ends early when the caller leaves or the call has no time left.
     *
     * @param option the upstream's option that says how long
     * @param otherwise how long where it is not set, as {@code 2s}
     */
    public void pause(String option, String otherwise, Exchange exchange) {
        InFlight flight = HttpHop.flight(exchange);
        String text = AttemptParts.option(flight, option);
        Duration time = ByRoute.time(text.isEmpty() ? otherwise : text);
        if (time == null) {
            throw new Refusal(
                    ErrorKind.INTERNAL_ERROR,
                    "the option \"" + option + "\" of upstream \""
                            + flight.upstream().name() + "\" is not a time such as 2s");
        }
        flight.pause(time);
    }

    /** Step: there is no answer; the words may name fields of the body, {@code '{status}'}. */
    public void fail(String status, String words, Exchange exchange) {
        boolean known = status.matches("[45]\\d\\d");
        exchange.getMessage()
                .setBody(new Piece.Failed(known ? Integer.parseInt(status) : 502, null, Filled.text(words, exchange)));
    }

    /** Step: what is said when the upstream refuses what this gateway is known by to it. */
    public void refusedMeans(String words, Exchange exchange) {
        exchange.setProperty(AttemptParts.REFUSED, words);
    }

    /** Step: the events of the body become the parts of an answer, by the options {@code event-...}. */
    public void pieces(Exchange exchange) {
        InFlight flight = HttpHop.flight(exchange);
        if (!(exchange.getMessage().getBody() instanceof EventStream events)) {
            throw UpstreamFailure.fault(new Refusal(
                    ErrorKind.UPSTREAM_INVALID_REPLY,
                    "upstream \"" + flight.upstream().name() + "\" did not answer with events"));
        }
        exchange.getMessage()
                .setBody(
                        EventShape.of(name -> AttemptParts.option(flight, name)).pieces(events));
    }

    /** Step: sets the header by which the upstream knows this gateway, for a request that the route makes by itself. */
    public void authorize(Exchange exchange) {
        exchange.getMessage().setHeader("Authorization", AttemptParts.credential(HttpHop.flight(exchange)));
    }
}
