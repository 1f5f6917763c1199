package dev.mehari.health;

import dev.mehari.call.ErrorKind;
import dev.mehari.config.Cooldown;
import dev.mehari.config.CredentialPool;
import dev.mehari.config.Upstream;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Where a credential stands, as {@link CredentialStatus} draws it, and what it did. Any thread. */
public final class CredentialState {
    /** Until somebody resets it. */
    private static final long NEVER = Long.MAX_VALUE;

    /** Callers make up names of models; the oldest is forgotten beyond these. */
    private static final int MOST_MODELS = 1_000;

    private final Subject subject;
    private final CredentialFigures figures;
    private CredentialStatus status = CredentialStatus.AVAILABLE;
    private Rest.Cause cause = Rest.Cause.REFUSED;
    private String why = "";
    private int errorsInRow;
    private int refusalsInRow;
    /** When the refusal came that counted last: what began before says nothing new. */
    private long refusedAt;
    /** Until when it is left alone because it was told to slow down. */
    private long cooledUntil;
    /** The same for single models. */
    private final Map<String, Rest> cooledModels = new LinkedHashMap<>();
    /** Until when it is passed over, or left alone when it is blacklisted. */
    private long restUntil;
    /** Until when the one call that tries it keeps all others away. */
    private long trying;

    private @Nullable Instant checkedAt;
    private @Nullable ErrorKind check;
    /** Whether there is anything to look at; most credentials are well. */
    private volatile boolean unwell;

    CredentialState(Subject subject, Instant since) {
        this.subject = subject;
        this.figures = new CredentialFigures(since);
    }

    public Subject subject() {
        return subject;
    }

    public CredentialFigures figures() {
        return figures;
    }

    /** In use is one that is available and has attempts in flight. */
    public synchronized CredentialStatus status() {
        return status == CredentialStatus.AVAILABLE && figures.inFlight() > 0 ? CredentialStatus.IN_USE : status;
    }

    /** Why it is not available; empty while it is, whatever it rests from. */
    public synchronized String why() {
        return status == CredentialStatus.AVAILABLE ? "" : why;
    }

    /** Why no call for a model is sent with it; null when calls are. */
    public @Nullable Rest rest(String model, long now) {
        if (!unwell) {
            return null;
        }
        Rest own = rest(now);
        synchronized (this) {
            Rest cooled = cooledModels.get(model);
            if (cooled != null && !cooled.isOn(now)) {
                cooledModels.remove(model);
                cooled = null;
            }
            return own == null || cooled == null ? (own == null ? cooled : own) : Rest.later(own, cooled);
        }
    }

    /** The models that it is left alone for at this moment, by name, those of calls for all models not among them. */
    public synchronized Map<String, Rest> cooledModels(long now) {
        cooledModels.values().removeIf(rest -> !rest.isOn(now));
        return new LinkedHashMap<>(cooledModels);
    }

    /** Why no call at all is sent with it; null when calls are, if perhaps not for each model. */
    public @Nullable Rest rest(long now) {
        if (!unwell) {
            return null;
        }
        synchronized (this) {
            if (now < cooledUntil) {
                return new Rest(Rest.Cause.RATE_LIMITED, Instant.ofEpochMilli(cooledUntil), why);
            }
            if (status != CredentialStatus.BLACKLISTED || isDue(now)) {
                return null;
            }
            long end = Math.max(restUntil, trying);
            return new Rest(cause, end == NEVER ? null : Instant.ofEpochMilli(end), why);
        }
    }

    /** Whether it is used only where no other is well. */
    public boolean isPassedOver(long now) {
        if (!unwell) {
            return false;
        }
        synchronized (this) {
            return status != CredentialStatus.AVAILABLE && !isDue(now);
        }
    }

    /** Whether a call should try whether it is well again. */
    public boolean wantsTrying(long now) {
        if (!unwell) {
            return false;
        }
        synchronized (this) {
            return status != CredentialStatus.AVAILABLE && now >= cooledUntil && isDue(now);
        }
    }

    /** Whether its last refusal said so, and nothing has gone well since. */
    synchronized boolean isOutOfCredit() {
        return refusalsInRow > 0 && cause == Rest.Cause.OUT_OF_CREDIT;
    }

    private boolean isDue(long now) {
        return now >= restUntil && now >= trying;
    }

    /**
     * Its upstream was asked whether it takes it.
     *
     * @param wrong what was wrong, null when nothing was
     */
    synchronized void checked(Instant at, @Nullable ErrorKind wrong) {
        checkedAt = at;
        check = wrong;
    }

    /** When its upstream was last asked whether it takes it; null when it never was. */
    public synchronized @Nullable Instant checkedAt() {
        return checkedAt;
    }

    /** What was wrong when its upstream was last asked; null when nothing was. */
    public synchronized @Nullable ErrorKind check() {
        return check;
    }

    /** From 0 to 1: the success rate of the last 100, halved while degraded or cooling, 0 when blacklisted. */
    public double score(long now) {
        double rate = figures.successRate();
        synchronized (this) {
            double standing = switch (status) {
                case AVAILABLE, IN_USE -> 1;
                case DEGRADED -> 0.5;
                case BLACKLISTED -> 0;
            };
            return rate * standing * (now < cooledUntil ? 0.5 : 1);
        }
    }

    /** An attempt with it begins; whether it is the one that tries whether the credential is well again. */
    boolean begin(CredentialPool settings, long now) {
        figures.begun(now);
        if (!unwell) {
            return false;
        }
        synchronized (this) {
            // Looked at and taken in one go: of two that begin at the same moment one tries it.
            boolean tries = wantsTrying(now);
            trying = tries ? now + settings.rest().toMillis() : trying;
            return tries;
        }
    }

    /** The one that tries it says nothing, or has begun to answer. */
    synchronized @Nullable Change tried(boolean well) {
        trying = 0;
        return well ? back("an attempt went well") : null;
    }

    /**
     * An attempt with it is over, or a check of it.
     *
     * @param began when it began, in milliseconds of the clock
     */
    @Nullable
    Change over(Outcome outcome, Rest.Cause refused, Upstream upstream, long began, long now) {
        synchronized (this) {
            if (outcome.well()) {
                errorsInRow = 0;
                return status == CredentialStatus.AVAILABLE || began < refusedAt ? null : back("an attempt went well");
            }
            // That one model is asked for too often says nothing about the credential with others.
            if (!outcome.failed()
                    || outcome == Outcome.LIMITED
                    || !upstream.cooldown().on()) {
                return null;
            }
            errorsInRow++;
            return outcome == Outcome.REFUSED
                    ? refused(refused, upstream, began, now)
                    : degrade(upstream.credentialPool(), upstream.cooldown(), now);
        }
    }

    private @Nullable Change refused(Rest.Cause refused, Upstream upstream, long began, long now) {
        if (began < restUntil || began < refusedAt) {
            // It began while others were told the same: one trouble is counted once.
            return null;
        }
        CredentialPool settings = upstream.credentialPool();
        refusalsInRow++;
        refusedAt = now;
        cause = refused;
        trying = 0;
        boolean blacklisted = refusalsInRow >= settings.blacklistedAfter();
        why = "upstream \"" + upstream.name() + "\""
                + (refused == Rest.Cause.OUT_OF_CREDIT ? " is out of credit" : " refused the gateway's credential");
        Duration time = blacklisted ? settings.probeAfter() : settings.rest();
        restUntil = blacklisted && time.isZero()
                ? NEVER
                : now + upstream.cooldown().bounded(time).toMillis();
        return become(blacklisted ? CredentialStatus.BLACKLISTED : CredentialStatus.DEGRADED);
    }

    private @Nullable Change degrade(CredentialPool settings, Cooldown cooldown, long now) {
        boolean blacklisted = status == CredentialStatus.BLACKLISTED;
        if (!blacklisted && errorsInRow < settings.degradedAfter()) {
            return null;
        }
        trying = 0;
        restUntil = Math.max(restUntil, now + cooldown.bounded(settings.rest()).toMillis());
        if (blacklisted) {
            return null;
        }
        why = errorsInRow + " errors in a row";
        return become(CredentialStatus.DEGRADED);
    }

    private @Nullable Change become(CredentialStatus to) {
        unwell = true;
        CredentialStatus from = status;
        status = to;
        return from == to ? null : new Change(subject, to.id(), why, true);
    }

    /** It is left alone for so long at the least. */
    synchronized @Nullable Change leaveAlone(String because, Duration time, long now) {
        if (!time.isPositive()) {
            return null;
        }
        boolean news = now >= cooledUntil;
        cooledUntil = Math.max(cooledUntil, now + time.toMillis());
        why = because;
        unwell = true;
        return news ? new Change(subject, "cooling", because, true) : null;
    }

    /** Calls for one model are not sent with it for so long at the least. */
    synchronized @Nullable Change leaveAlone(String model, String because, Duration time, long now) {
        if (!time.isPositive()) {
            return null;
        }
        Rest before = cooledModels.remove(model);
        Rest rest = new Rest(Rest.Cause.RATE_LIMITED, Instant.ofEpochMilli(now + time.toMillis()), because);
        cooledModels.put(model, before == null ? rest : Rest.later(rest, before));
        if (cooledModels.size() > MOST_MODELS) {
            cooledModels.remove(cooledModels.keySet().iterator().next());
        }
        unwell = true;
        return before == null || !before.isOn(now) ? new Change(subject, "cooling", because, true) : null;
    }

    /** It is well, as if nothing had happened; what it did stays counted. */
    synchronized @Nullable Change back(String because) {
        boolean news = status != CredentialStatus.AVAILABLE;
        status = CredentialStatus.AVAILABLE;
        errorsInRow = 0;
        refusalsInRow = 0;
        restUntil = 0;
        trying = 0;
        unwell = cooledUntil != 0 || !cooledModels.isEmpty();
        return news ? new Change(subject, CredentialStatus.AVAILABLE.id(), because, false) : null;
    }

    /** Somebody resets it. */
    synchronized @Nullable Change reset(String because) {
        boolean news = unwell;
        cooledUntil = 0;
        cooledModels.clear();
        var unused = back(because);
        return news ? new Change(subject, CredentialStatus.AVAILABLE.id(), because, false) : null;
    }
}
