package dev.mehari.upstream;

import dev.mehari.call.Attempt;
import dev.mehari.call.AttemptWatch;
import dev.mehari.call.Call;
import dev.mehari.call.ErrorKind;
import dev.mehari.call.Protocol;
import dev.mehari.call.Refusal;
import dev.mehari.call.Target;
import dev.mehari.config.Snapshot;
import dev.mehari.config.Upstream;
import dev.mehari.config.Upstream.Timeouts;
import dev.mehari.health.PoolStates;
import dev.mehari.health.Rest;
import java.time.Clock;
import java.time.Duration;

/** What an attempt is begun with: a slot, a credential, a protocol. Thread of the call. */
record AttemptSetup(
        Snapshot snapshot,
        Timers timers,
        UpstreamSlots slots,
        PoolStates health,
        Credentials credentials,
        Clock clock) {
    /** An attempt with its slot and its credential. */
    Attempt attempt(Call call, Upstream upstream, Target target, Timeouts timeouts) {
        Duration left = Duration.ofNanos(Math.max(0, PhaseTimer.deadline(call, timeouts) - System.nanoTime()));
        Runnable slot = slots.take(call, upstream, left, timers);
        boolean made = false;
        try {
            Rest off = health.switchedOff(target);
            if (off != null) {
                // While the call waited for its slot.
                throw off.refusal(clock.instant());
            }
            Upstream.Credential credential = credentials.next(call, target);
            if (credential == null && upstream.needsCredential()) {
                throw new Refusal(
                        ErrorKind.UPSTREAM_AUTH_FAILED, "upstream \"" + upstream.name() + "\" has no credential");
            }
            Attempt attempt = new Attempt(target, credential == null ? null : credential.id(), clock.instant());
            attempt.atEnd(slot);
            call.attempts().begin(attempt);
            if (!call.isExplained() && !call.isShadow()) {
                AttemptWatch watch = health.begin(target, attempt.credentialId());
                attempt.watchedBy(watch);
                call.atEnd(watch::ended);
            }
            made = true;
            return attempt;
        } finally {
            if (!made) {
                slot.run();
            }
        }
    }

    /** The protocol of an attempt. What is to be streamed from a whole reply has to be a chat. */
    Protocol spoken(Call call, Upstream upstream, Target target) {
        Protocol own = upstream.protocolFor(call.getProtocol(), call.operation());
        boolean whole = own == Protocol.OPENAI_COMPLETIONS
                && call.isStream()
                && !snapshot.capabilities().of(target).streaming();
        return whole ? upstream.protocol() : own;
    }
}
