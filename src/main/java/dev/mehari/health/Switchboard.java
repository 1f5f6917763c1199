package dev.mehari.health;

import java.time.Clock;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What operators do by hand: switch off, switch on, reset. It wins over all that calls say, outlives the process, and holds
 * on the other nodes of the same database once they {@link #refresh}. Any thread.
 */
public final class Switchboard {
    private static final Logger LOG = LoggerFactory.getLogger(Switchboard.class);

    private final Health health;
    private final SwitchStore store;
    private final Clock clock;

    public Switchboard(Health health, SwitchStore store, Clock clock) {
        this.health = health;
        this.store = store;
        this.clock = clock;
    }

    /**
     * Nothing is sent to, or with, the subject from now on.
     *
     * @param why in the operator's words, null when they gave none
     * @throws SwitchStoreUnavailableException when it cannot be kept; nothing changes then
     */
    public synchronized void disable(Subject subject, @Nullable String why, String by) {
        Switch before = newest(subject);
        keep(new Switch(subject, true, why, by, clock.instant(), before == null ? null : before.resetAt()));
    }

    /** Takes a {@link #disable} back. */
    public synchronized void enable(Subject subject, String by) {
        Switch before = newest(subject);
        keep(new Switch(subject, false, null, by, clock.instant(), before == null ? null : before.resetAt()));
    }

    /** Forgets what speaks against a subject, and what belongs to it; what is switched off stays so. */
    public synchronized void reset(Subject subject, String by) {
        Switch before = newest(subject);
        Instant now = clock.instant();
        keep(new Switch(subject, before != null && before.off(), before == null ? null : before.why(), by, now, now));
    }

    /** What is switched off. */
    public List<Switch> off() {
        return health.switches().all().stream().filter(Switch::off).toList();
    }

    /** Takes over what was done on other nodes, or before the start; without the store all stays as it is. */
    public synchronized void refresh() {
        try {
            store.all().forEach(this::take);
        } catch (SwitchStoreUnavailableException e) {
            LOG.debug("switches cannot be read: {}", e.toString());
        }
    }

    private void keep(Switch now) {
        store.put(now);
        LOG.info(
                "audit: {} {} {}{}",
                now.by(),
                now.at().equals(now.resetAt()) ? "resets" : now.off() ? "disables" : "enables",
                now.subject(),
                now.why() == null ? "" : ": " + now.why());
        take(now);
    }

    private void take(Switch now) {
        Switch before = health.switches().put(now);
        boolean wasOff = before != null && before.off();
        if (now.off() != wasOff) {
            String why = "by " + now.by() + (now.why() == null ? "" : ": " + now.why());
            health.tell(new Change(now.subject(), now.off() ? "disabled" : "enabled", why, now.off()));
        }
        Instant reset = now.resetAt();
        Instant known = before == null ? null : before.resetAt();
        if (reset != null && (known == null || reset.isAfter(known))) {
            health.reset(now.subject(), "reset by " + now.by());
        }
    }

    /** As the store has it: another node may have written it a moment ago, and what is put replaces all of it. */
    private @Nullable Switch newest(Subject subject) {
        store.all().forEach(this::take);
        return health.switches().of(subject);
    }
}
