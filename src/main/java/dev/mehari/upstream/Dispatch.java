package dev.mehari.upstream;

import dev.mehari.call.Attempt;
import dev.mehari.call.Call;
import dev.mehari.call.ErrorKind;
import dev.mehari.call.Operation;
import dev.mehari.call.Protocol;
import dev.mehari.call.Refusal;
import dev.mehari.call.Reply;
import dev.mehari.call.Target;
import dev.mehari.config.Snapshot;
import dev.mehari.config.Upstream;
import dev.mehari.config.Upstream.Timeouts;
import java.time.Clock;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.event.Level;

/** The steps of {@code dispatch.camel.yaml}: one attempt after the other until one answers. */
public final class Dispatch {
    private static final Logger LOG = LoggerFactory.getLogger(Dispatch.class);

    private final Snapshot snapshot;
    private final Timers timers;
    private final Clock clock;
    private final Sequel sequel;
    private final Credentials credentials;
    private final Allowed allowed;

    public Dispatch(Snapshot snapshot, Timers timers, Clock clock) {
        this.snapshot = snapshot;
        this.timers = timers;
        this.clock = clock;
        this.sequel = new Sequel(snapshot, clock);
        this.credentials = new Credentials(clock);
        this.allowed = new Allowed(snapshot.models());
    }

    /** Step: waits until the next attempt is due. Ends early when the caller leaves or the gateway stops. */
    public void pause(Call call) {
        timers.pause(call, call.takePause());
        if (call.isCancelled()) {
            throw new Refusal(ErrorKind.CLIENT_CANCELLED, "the caller closed the connection");
        }
        if (timers.stopped()) {
            // It is the gateway that ends the call, not what failed before: its caller may well come back.
            call.recovered();
            throw Timers.stopping();
        }
    }

    /**
     * Step: makes the next target of the plan the current one, if this key may use it. Every attempt of every call passes
     * here, whatever an alias, a route or a fallback put into the plan.
     */
    public void next(Call call) {
        Target target = call.nextTarget();
        allowed.check(call, target);
        Upstream upstream = snapshot.upstreams().get(target.upstream());
        if (upstream == null) {
            call.recovered();
            throw new Refusal(
                    ErrorKind.INTERNAL_ERROR, "a route sends to the unknown upstream \"" + target.upstream() + "\"");
        }
        call.countHere(call.operation() == Operation.COUNT_TOKENS && !upstream.countsTokens(call.getProtocol()));
    }

    /** Opens an attempt at the current target and starts its timers. */
    public InFlight open(Call call) {
        Target target = call.getTarget();
        Upstream upstream = target == null ? null : snapshot.upstreams().get(target.upstream());
        if (target == null || upstream == null) {
            throw new IllegalStateException("no current target");
        }
        Upstream.Credential credential = credentials.next(call, upstream);
        if (credential == null && upstream.needsCredential()) {
            throw new Refusal(ErrorKind.UPSTREAM_AUTH_FAILED, "upstream \"" + upstream.name() + "\" has no credential");
        }
        Attempt attempt = new Attempt(target, credential == null ? null : credential.id(), clock.instant());
        call.attempted(attempt);
        Timeouts timeouts = sequel.timeouts(call, upstream);
        call.keepalive(timeouts.keepalive());
        Protocol protocol = spoken(call, upstream, target);
        InFlight flight = new InFlight(call, attempt, upstream, protocol, timeouts, timers, clock);
        timers.start(flight);
        call.onCancel(flight::stop);
        call.atEnd(() -> flight.end(null));
        return flight;
    }

    /** The protocol of an attempt. What is to be streamed from a whole reply has to be a chat. */
    private Protocol spoken(Call call, Upstream upstream, Target target) {
        Protocol own = upstream.protocolFor(call.getProtocol(), call.operation());
        boolean whole = own == Protocol.OPENAI_COMPLETIONS
                && call.isStream()
                && !snapshot.capabilities().of(target).streaming();
        return whole ? upstream.protocol() : own;
    }

    /** Step: an attempt failed; what follows is decided and written down. */
    public void failed(Call call, Exception cause) {
        call.onCancel(null);
        UpstreamFailure failure = FailureOf.exception(cause, call);
        Refusal why = failure.refusal();
        Target target = call.getTarget();
        if (target == null) {
            throw new IllegalStateException("an attempt failed without a target");
        }
        Attempt attempt = failedAttempt(call, target, why);
        Attempt.Next next = sequel.decide(call, target, why);
        if (attempt != null) {
            attempt.next(next);
            log(call, attempt, why, next);
        }
        call.recovered();
        call.failed(why);
        if (attempt != null) {
            // Words about one attempt of several would pass for words about all.
            boolean all = call.attempts().size() == 1 || next == Attempt.Next.CALLERS_MISTAKE;
            call.lastWords(all ? failure.said() : null);
        }
    }

    /** The attempt that failed; null when it came to none, because the target cannot serve the call. */
    private @Nullable Attempt failedAttempt(Call call, Target target, Refusal why) {
        if (why.kind() == ErrorKind.UPSTREAM_UNAVAILABLE) {
            call.attempted(new Attempt(target, null, clock.instant()));
        }
        Attempt last = call.lastAttempt();
        if (last == null || last.failure() != null || !last.target().equals(target)) {
            return null;
        }
        last.failed(why);
        last.ended(clock.instant(), why.kind());
        return last;
    }

    /** A refused credential is the operator's to repair; the rest passes. */
    private static void log(Call call, Attempt attempt, Refusal why, Attempt.Next next) {
        boolean ours = why.kind() == ErrorKind.UPSTREAM_AUTH_FAILED
                || why.kind() == ErrorKind.UPSTREAM_MODEL_NOT_FOUND
                || why.kind() == ErrorKind.INSUFFICIENT_QUOTA;
        LOG.atLevel(ours ? Level.WARN : Level.DEBUG)
                .log(
                        "call {}: {} with credential {}: {}; next: {}",
                        call.getId(),
                        attempt.target(),
                        attempt.credentialId() == null ? "none" : attempt.credentialId(),
                        why.text(),
                        next.id());
    }

    /** Step: the loop is over. With no answer, what is most useful of all that failed becomes the caller's error. */
    public void conclude(Call call) {
        if (call.isAnswered()) {
            call.recovered();
            return;
        }
        if (call.isCancelled()) {
            throw new Refusal(ErrorKind.CLIENT_CANCELLED, "the caller closed the connection");
        }
        Refusal last = call.refusal();
        if (last == null) {
            throw new Refusal(ErrorKind.INTERNAL_ERROR, "the plan of the call is empty: no target was tried");
        }
        Attempt attempt = call.lastAttempt();
        Attempt.Next ending = attempt == null ? null : attempt.next();
        boolean stopped = ending == Attempt.Next.GATEWAY;
        boolean answer = attempt == null || stopped || ending == Attempt.Next.CALLERS_MISTAKE;
        Refusal why = answer ? last : Failures.mostUseful(call, clock.instant()).orElse(last);
        call.recovered();
        call.failed(why);
        // A single attempt leaves an SDK the retries that it has; several would be multiplied by them.
        long sent = call.attempts().stream().filter(Attempt::sent).count();
        if (!stopped && sent > 1 && !sequel.worthComingBack(why)) {
            call.spent();
        }
        Reply said = call.lastWords();
        if (said == null) {
            throw why;
        }
        call.answer(said);
    }
}
