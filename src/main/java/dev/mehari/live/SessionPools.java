package dev.mehari.live;

import dev.mehari.config.ByRoute.Sessions;
import dev.mehari.config.Upstream;
import dev.mehari.session.SessionPool;
import java.net.URI;
import java.time.Clock;
import java.util.HashMap;
import java.util.Map;

/**
 * One pool of sessions for each upstream that has one. They outlive generations; a changed setting makes a new one, and the
 * guests of the old one are forgotten with the last generation that used them. Any thread.
 */
public final class SessionPools {
    private record Key(String upstream, URI base, Sessions settings) {}

    private final Shared<Key, SessionPool> pools = new Shared<>();
    private final Watched watched =
            new Watched(() -> pools.all().keySet().stream().map(Key::upstream));
    private final Clock clock;

    public SessionPools(Clock clock) {
        this.clock = clock;
    }

    /** Tells which upstreams have sessions, from the next change on. */
    public void observe(UpstreamWatch watch) {
        watched.by(watch);
    }

    /** Looks at the load of every pool, so that one that nobody calls shrinks too. Never blocks for long. */
    public void look() {
        pools.all().values().forEach(SessionPool::look);
    }

    /** Of all pools of an upstream while an old one is still in use. */
    public SessionPool.Stats stats(String upstream) {
        SessionPool.Stats sum = new SessionPool.Stats(0, 0, 0, 0);
        for (Map.Entry<Key, SessionPool> pool : pools.all().entrySet()) {
            if (pool.getKey().upstream().equals(upstream)) {
                SessionPool.Stats one = pool.getValue().stats();
                sum = new SessionPool.Stats(
                        sum.idle() + one.idle(),
                        sum.busy() + one.busy(),
                        sum.calls() + one.calls(),
                        sum.waiting() + one.waiting());
            }
        }
        return sum;
    }

    /** For a generation that is about to be built. */
    Use use() {
        return new Use();
    }

    /** The pools that one generation uses. */
    final class Use {
        private final Map<Key, SessionPool> used = new HashMap<>();

        SessionPool of(Upstream upstream, Sessions settings) {
            Key key = new Key(upstream.name(), upstream.baseUrl(), settings);
            return used.computeIfAbsent(
                    key, k -> pools.take(k, () -> new SessionPool(upstream.name(), settings, clock)));
        }

        /** The generation goes live: its pools are shown. */
        void live() {
            watched.tell();
        }

        /** The generation is over. */
        void release() {
            used.keySet().forEach(pools::give);
            used.clear();
            watched.tell();
        }
    }
}
