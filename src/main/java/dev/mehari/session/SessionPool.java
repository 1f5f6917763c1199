package dev.mehari.session;

import dev.mehari.call.ErrorKind;
import dev.mehari.call.Refusal;
import dev.mehari.config.ByRoute.Sessions;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The sessions at one upstream. Calls take them in turn. Their number follows the load, which is what of all that they can
 * serve they do serve: from {@code scale-up-at} on one is opened, up to {@code scale-down-at} one is closed, and between two
 * changes lies {@code cooldown}. Any thread.
 */
public final class SessionPool {
    /**
     * How busy a pool is.
     *
     * @param idle sessions without a call
     * @param busy sessions with one or more
     * @param waiting calls that wait for a session
     */
    public record Stats(int idle, int busy, int calls, int waiting) {}

    private static final Logger LOG = LoggerFactory.getLogger(SessionPool.class);

    private final String upstream;
    private final Sessions settings;
    private final Clock clock;
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition free = lock.newCondition();
    private final List<Session> sessions = new ArrayList<>();
    /** No new calls; still with one. */
    private final List<Session> leaving = new ArrayList<>();

    private int turn;
    private int calls;
    private int waiting;
    private Instant notBefore = Instant.MIN;

    public SessionPool(String upstream, Sessions settings, Clock clock) {
        this.upstream = upstream;
        this.settings = settings;
        this.clock = clock;
        for (int i = 0; i < settings.min(); i++) {
            sessions.add(new Session(clock, settings.refreshBefore()));
        }
    }

    /**
     * The next session that has room for a call, to be given back by {@link #give}.
     *
     * @throws Refusal {@code UPSTREAM_POOL_EXHAUSTED} when none has for too long
     * @throws InterruptedException when the call ends meanwhile
     */
    public Session take() throws InterruptedException {
        lock.lockInterruptibly();
        try {
            long left = settings.queue().toNanos();
            adjust(1);
            // Whoever came before is served before.
            boolean first = true;
            while (calls >= room() || (first && waiting > 0)) {
                if (left <= 0) {
                    throw full();
                }
                first = false;
                waiting++;
                try {
                    left = free.awaitNanos(left);
                } finally {
                    waiting--;
                }
            }
            Session next = next();
            next.calls++;
            calls++;
            if (calls < room()) {
                free.signal();
            }
            return next;
        } finally {
            lock.unlock();
        }
    }

    private Session next() {
        while (true) {
            Session candidate = sessions.get(Math.floorMod(turn++, sessions.size()));
            if (candidate.calls < settings.calls()) {
                return candidate;
            }
        }
    }

    /** A call is over, whatever way it ended. */
    public void give(Session session) {
        lock.lock();
        try {
            session.calls--;
            if (session.retired) {
                if (session.calls == 0) {
                    leaving.remove(session);
                }
            } else {
                calls--;
            }
            adjust(0);
            free.signal();
        } finally {
            lock.unlock();
        }
    }

    /** Looks at the load when no call comes or goes. */
    public void look() {
        lock.lock();
        try {
            adjust(0);
        } finally {
            lock.unlock();
        }
    }

    /** @param more calls that are about to come */
    private void adjust(int more) {
        Instant now = clock.instant();
        if (now.isBefore(notBefore)) {
            return;
        }
        double load = (double) (calls + waiting + more) / room();
        int before = sessions.size();
        if (load >= settings.scaleUpAt().doubleValue() && before < settings.max()) {
            sessions.add(new Session(clock, settings.refreshBefore()));
            free.signal();
        } else if (load <= settings.scaleDownAt().doubleValue() && before > settings.min()) {
            retire();
        } else {
            return;
        }
        notBefore = now.plus(settings.cooldown());
        LOG.info("upstream \"{}\": {} sessions in place of {}", upstream, sessions.size(), before);
    }

    /** The one with the fewest calls; they are served to their end. */
    private void retire() {
        Session least = sessions.getLast();
        for (Session session : sessions) {
            least = session.calls < least.calls ? session : least;
        }
        sessions.remove(least);
        least.retired = true;
        calls -= least.calls;
        if (least.calls > 0) {
            leaving.add(least);
        }
    }

    private int room() {
        return sessions.size() * settings.calls();
    }

    private Refusal full() {
        Duration wait = settings.queue().isZero() ? Duration.ofSeconds(1) : settings.queue();
        return new Refusal(
                ErrorKind.UPSTREAM_POOL_EXHAUSTED,
                "no session of upstream \"" + upstream + "\" became free in time",
                wait);
    }

    public Stats stats() {
        lock.lock();
        try {
            int idle = (int) sessions.stream().filter(s -> s.calls == 0).count();
            int left = leaving.stream().mapToInt(s -> s.calls).sum();
            return new Stats(idle, sessions.size() - idle + leaving.size(), calls + left, waiting);
        } finally {
            lock.unlock();
        }
    }
}
