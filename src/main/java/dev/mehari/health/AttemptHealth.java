package dev.mehari.health;

import dev.mehari.call.AttemptWatch;
import dev.mehari.call.ErrorKind;
import dev.mehari.call.Refusal;
import dev.mehari.call.Usage;
import dev.mehari.config.Cooldown;
import dev.mehari.config.Upstream;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** Tells target and credential of one attempt how it went. */
final class AttemptHealth implements AttemptWatch {
    private static final double NANOS = 1e6;

    private final Health health;
    private final Upstream upstream;
    private final TargetState target;
    private final @Nullable CredentialState credential;
    private final long began;
    private final long beganNanos = System.nanoTime();
    private boolean triesTarget;
    private boolean triesCredential;
    private boolean committed;
    private boolean told;
    private boolean ended;

    AttemptHealth(
            Health health, Upstream upstream, TargetState target, @Nullable CredentialState credential, long now) {
        this.health = health;
        this.upstream = upstream;
        this.target = target;
        this.credential = credential;
        this.began = now;
        health.tell(target.rested(now));
        triesTarget = target.begin(upstream.cooldown(), now);
        triesCredential = credential != null && credential.begin(upstream.credentialPool(), now);
    }

    @Override
    public synchronized void committed() {
        if (committed || told) {
            return;
        }
        committed = true;
        long now = health.now();
        target.answeredAfter((System.nanoTime() - beganNanos) / NANOS, now);
        // How a stream of minutes ends is not waited for: all others would be kept away so long.
        tried(Outcome.GOOD, now);
    }

    @Override
    public synchronized void over(@Nullable Refusal why, boolean fault) {
        if (told) {
            return;
        }
        told = true;
        long now = health.now();
        Outcome outcome = Outcome.of(why, fault);
        double millis = (System.nanoTime() - beganNanos) / NANOS;
        if (outcome == Outcome.GOOD && !committed) {
            target.answeredAfter(millis, now);
        }
        if (outcome != Outcome.REFUSED) {
            tried(outcome, now);
        }
        health.tell(target.over(outcome, upstream.cooldown(), now));
        CredentialState with = credential;
        if (with != null) {
            ErrorKind kind = why == null ? null : why.kind();
            with.figures().over(outcome, kind, Math.round(millis));
            Rest.Cause cause = kind == ErrorKind.INSUFFICIENT_QUOTA ? Rest.Cause.OUT_OF_CREDIT : Rest.Cause.REFUSED;
            health.tell(with.over(outcome, cause, upstream, began, now));
            if (outcome.failed() && kind != null) {
                health.failed(with.subject(), kind);
            }
        }
        if (outcome == Outcome.REFUSED) {
            // Not before the refusal counts: the next call would try the same credential again.
            tried(outcome, now);
        }
        if (outcome.isLimited() && why != null) {
            slowDown(outcome, why.retryAfter(), now);
        }
        if (!committed && why != null && isCutShort(why.kind())) {
            target.tookAtLeast(millis, now);
        }
        end(sent(why));
    }

    @Override
    public synchronized void ended() {
        if (!told) {
            tried(Outcome.NOTHING, health.now());
        }
        end(true);
    }

    @Override
    public void settled(@Nullable Usage used, @Nullable Long costNanoUsd) {
        CredentialState with = credential;
        if (with == null || (used == null && costNanoUsd == null)) {
            return;
        }
        long cost = costNanoUsd == null ? 0 : costNanoUsd;
        with.figures().used(used == null ? 0 : used.allInput(), used == null ? 0 : used.allOutput(), cost);
        if (cost > 0) {
            health.cost(with.subject(), cost);
        }
    }

    private void end(boolean sent) {
        if (!ended) {
            ended = true;
            target.end();
            if (credential != null) {
                credential.figures().ended(sent);
            }
        }
    }

    private static boolean sent(@Nullable Refusal why) {
        return why == null
                || (why.kind() != ErrorKind.PROTOCOL_NOT_SUPPORTED
                        && !why.kind().unsayable());
    }

    private void tried(Outcome outcome, long now) {
        if (triesTarget) {
            triesTarget = false;
            health.tell(target.tried(outcome, upstream.cooldown(), now));
        }
        if (triesCredential && credential != null) {
            triesCredential = false;
            health.tell(credential.tried(outcome.well()));
        }
    }

    /** Whether nobody waited any longer for a beginning: how long it took so far is known then, and nothing else. */
    private static boolean isCutShort(ErrorKind kind) {
        return kind == ErrorKind.OUTRUN || kind == ErrorKind.CLIENT_CANCELLED || kind == ErrorKind.UPSTREAM_TIMEOUT;
    }

    /**
     * The upstream wants fewer calls with this credential, for one model unless it said otherwise; one that takes none has
     * only the target to leave alone.
     */
    private void slowDown(Outcome outcome, @Nullable Duration named, long now) {
        Cooldown settings = upstream.cooldown();
        Duration time = settings.bounded(named == null ? settings.rateLimited() : named);
        String why = "upstream \"" + upstream.name() + "\" limits the rate of calls";
        if (credential == null) {
            health.tell(target.leaveAlone(Rest.Cause.RATE_LIMITED, why, time, now));
        } else if (outcome == Outcome.ACCOUNT_LIMITED) {
            health.tell(credential.leaveAlone(why, time, now));
        } else {
            String model = target.target().model();
            health.tell(credential.leaveAlone(model, why + " for the model \"" + model + "\"", time, now));
        }
    }
}
