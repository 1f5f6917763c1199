package dev.mehari.upstream;

import dev.mehari.call.Attempt;
import dev.mehari.call.Call;
import dev.mehari.call.Decision;
import dev.mehari.call.ErrorKind;
import dev.mehari.call.Operation;
import dev.mehari.call.Protocol;
import dev.mehari.call.Refusal;
import dev.mehari.call.Target;
import dev.mehari.config.Snapshot;
import dev.mehari.config.Upstream;
import dev.mehari.config.Upstream.Timeouts;
import dev.mehari.health.Health;
import dev.mehari.health.PoolStates;
import java.time.Clock;
import java.time.Duration;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/** The steps of {@code dispatch.camel.yaml}: one attempt after the other until one answers. */
public final class Dispatch {
    private final Snapshot snapshot;
    private final Timers timers;
    private final PoolStates health;
    private final Clock clock;
    private final TimeLeft time;
    private final Sequel sequel;
    private final AttemptSetup setup;
    private final FailedAttempts failures;
    private final Conclusion conclusion;
    private final InRotation rotation;
    private final Foresight foresight;
    private final Predicate<Call> stale;

    /** With slots and states of its own. */
    Dispatch(Snapshot snapshot, Timers timers, Clock clock) {
        this(snapshot, timers, new UpstreamSlots(), new Health(clock).of(snapshot), StaleReplies.NONE, clock);
    }

    public Dispatch(
            Snapshot snapshot,
            Timers timers,
            UpstreamSlots slots,
            PoolStates health,
            StaleReplies staleReplies,
            Clock clock) {
        this.snapshot = snapshot;
        this.timers = timers;
        this.health = health;
        this.clock = clock;
        this.time = new TimeLeft(snapshot);
        Credentials credentials = new Credentials(health, clock);
        this.setup = new AttemptSetup(snapshot, timers, slots, health, credentials, clock);
        this.failures = new FailedAttempts(clock);
        this.sequel = new Sequel(snapshot, health, credentials, clock);
        this.conclusion = new Conclusion(sequel, staleReplies, clock);
        this.stale = conclusion::stale;
        this.rotation =
                new InRotation(health, new Allowed(snapshot.models()), sequel, this::countsHere, this::pause, clock);
        this.foresight = new Foresight(snapshot, health, slots, credentials, sequel, rotation, clock);
    }

    /** Step: waits until the next attempt is due. Ends early when the caller leaves or the gateway stops. */
    public void pause(Call call) {
        timers.pause(call, call.course().takePause());
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
     * here, whatever an alias, a route or a fallback put into the plan; those that are left alone are passed over.
     */
    public void next(Call call) {
        if (call.isExplained()) {
            foresight.look(call);
        }
        turn(call, stale);
        if (call.isExplained() && !call.countsHere()) {
            foresight.follow(call, mayHedge(call) ? patience(call) : null);
        }
    }

    /** @param otherwise whether a call that nobody takes now has its answer all the same */
    private void turn(Call call, Predicate<Call> otherwise) {
        Target target = rotation.next(call, otherwise);
        Upstream upstream = snapshot.upstreams().get(target.upstream());
        if (upstream == null) {
            call.recovered();
            throw new Refusal(
                    ErrorKind.INTERNAL_ERROR, "a route sends to the unknown upstream \"" + target.upstream() + "\"");
        }
        if (upstream.route() != null && !upstream.on()) {
            throw new Refusal(
                    ErrorKind.UPSTREAM_AUTH_FAILED,
                    "No configured endpoint: upstream \"" + upstream.name() + "\" is off");
        }
        call.course().hedge(!call.isExplained() && mayHedge(call));
        call.course().countHere(countsHere(call, target));
    }

    /** Whether the tokens that a call asks for are counted by the gateway, because the target's upstream counts none. */
    private boolean countsHere(Call call, Target target) {
        if (call.operation() != Operation.COUNT_TOKENS) {
            return false;
        }
        Upstream upstream = snapshot.upstreams().get(target.upstream());
        return upstream != null && !upstream.countsTokens(call.getProtocol());
    }

    /** Opens an attempt at the current target and starts its timers. */
    public InFlight open(Call call) {
        Target target = call.getTarget();
        Upstream upstream = target == null ? null : snapshot.upstreams().get(target.upstream());
        if (target == null || upstream == null) {
            throw new IllegalStateException("no current target");
        }
        Timeouts timeouts = time.timeouts(call, upstream);
        call.keepalive(timeouts.keepalive());
        Attempt attempt = setup.attempt(call, upstream, target, timeouts);
        Protocol protocol = setup.spoken(call, upstream, target);
        InFlight flight = new InFlight(call, attempt, upstream, protocol, timeouts, timers, clock);
        if (!call.isExplained()) {
            timers.start(flight);
        }
        call.cancellation().stops(flight::stop);
        call.atEnd(() -> flight.end(null));
        return flight;
    }

    /** Step: an attempt failed; what follows is decided and written down. */
    public void failed(Call call, Exception cause) {
        call.cancellation().stops(null);
        UpstreamFailure failure = FailureOf.exception(cause, call);
        Refusal why = failure.refusal();
        Target target = call.getTarget();
        if (target == null) {
            throw new IllegalStateException("an attempt failed without a target");
        }
        Attempt attempt = failures.of(call, target, why);
        if (attempt != null) {
            attempt.watch().over(why, failure.fault());
        }
        Attempt.Next next = failure.explained() ? Sequel.shown(call) : sequel.decide(call, target, why);
        if (attempt == null) {
            call.decision().note(Decision.Kind.TARGET_LEFT_OUT, target.toString(), why.text());
        } else {
            attempt.next(next);
            FailedAttempts.log(call, attempt, why, next);
        }
        call.recovered();
        call.failed(why);
        if (attempt != null) {
            // Words about one attempt of several would pass for words about all.
            boolean all = call.attempts().size() == 1 || next == Attempt.Next.CALLERS_MISTAKE;
            call.lastWords(all ? failure.said() : null);
        }
    }

    /** Whether the target after the current one is asked at the same time when that one is slow. */
    private boolean mayHedge(Call call) {
        Target target = call.getTarget();
        boolean asks = call.operation() == Operation.CHAT || call.operation() == Operation.EMBEDDINGS;
        return asks
                && target != null
                && patience(call) != null
                && call.hasNextTarget()
                && sequel.mayAskTwo(call)
                && !call.getPlan().contains(target);
    }

    private @Nullable Duration patience(Call call) {
        return snapshot.models().tries(call.getAlias()).hedgeAfter();
    }

    /** How long the current target of a call that is {@link Call#hedged} is waited for before another is asked too. */
    public Duration hedges(Call call) {
        Target target = call.getTarget();
        Upstream upstream = target == null ? null : snapshot.upstreams().get(target.upstream());
        Duration patience = patience(call);
        if (upstream == null || patience == null) {
            throw new IllegalStateException("this call is not hedged");
        }
        call.keepalive(time.timeouts(call, upstream).keepalive());
        return patience;
    }

    /** Makes the next target of the plan the current one, beside one that is slow; false when there is none to ask. */
    public boolean second(Call call, Target slow, Duration patience) {
        try {
            // A target that rests would be waited for, and the first one's answer with it.
            if (!call.hasNextTarget() || call.getPlan().stream().allMatch(target -> health.rest(target) != null)) {
                return false;
            }
            turn(call, other -> false);
        } catch (RuntimeException e) {
            // What the first does decides.
            call.course().turnTo(slow);
            return false;
        }
        Target second = call.getTarget();
        if (second == null || second.equals(slow)) {
            return false;
        }
        call.decision()
                .note(
                        Decision.Kind.HEDGE,
                        second.toString(),
                        slow + " sent nothing within " + patience.toMillis() + " ms");
        return true;
    }

    /** Whether a failure is the caller's answer, whatever another target may say. */
    public boolean isAnswer(Call call, Exception cause) {
        return sequel.isAnswer(call, FailureOf.exception(cause, call).refusal().kind());
    }

    /** An attempt failed beside another one: it is written down, and what follows is up to the other. */
    public void failedBeside(Call call, Target target, Exception cause) {
        UpstreamFailure failure = FailureOf.exception(cause, call);
        Refusal why = failure.refusal();
        Attempt attempt = failures.of(call, target, why);
        if (attempt != null) {
            attempt.watch().over(why, failure.fault());
            FailedAttempts.log(call, attempt, why, Attempt.Next.NEXT_TARGET);
        }
    }

    /** Step: the loop is over. With no answer, what is most useful of all that failed becomes the caller's error. */
    public void conclude(Call call) {
        conclusion.draw(call);
    }
}
