package dev.mehari.live;

import dev.mehari.config.Upstream;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import java.util.function.BiConsumer;
import org.apache.camel.component.http.HttpClientConfigurer;
import org.apache.hc.client5.http.config.ConnectionConfig;
import org.apache.hc.client5.http.config.RequestConfig;
import org.apache.hc.client5.http.impl.classic.HttpClientBuilder;
import org.apache.hc.client5.http.impl.io.ManagedHttpClientConnectionFactory;
import org.apache.hc.client5.http.impl.io.PoolingHttpClientConnectionManager;
import org.apache.hc.client5.http.impl.io.PoolingHttpClientConnectionManagerBuilder;
import org.apache.hc.client5.http.io.HttpClientConnectionManager;
import org.apache.hc.client5.http.ssl.DefaultClientTlsStrategy;
import org.apache.hc.core5.http.HttpHost;
import org.apache.hc.core5.http.impl.io.MonitoringResponseOutOfOrderStrategy;
import org.apache.hc.core5.pool.PoolStats;
import org.apache.hc.core5.util.TimeValue;
import org.apache.hc.core5.util.Timeout;
import org.jspecify.annotations.Nullable;

/**
 * One connection pool per upstream. Pools outlive generations, or a change of routes would cut the streams of the old
 * one; a changed setting of an upstream gives it a new pool, and the old one closes when the last generation that used it
 * is over.
 */
public final class UpstreamClients implements AutoCloseable {
    private record Key(
            String upstream,
            URI base,
            Upstream.Pool pool,
            Upstream.Timeouts timeouts,
            @Nullable URI proxy,
            @Nullable Path ca,
            String authorities,
            boolean entered) {
        static Key of(Upstream u) {
            Path ca = u.ca();
            return new Key(
                    u.name(),
                    u.baseUrl(),
                    u.pool(),
                    u.timeouts(),
                    u.proxy(),
                    ca,
                    ca == null ? "" : Trust.hash(ca),
                    u.standing().entered());
        }
    }

    /** Bytes of a long request after which an answer is looked for: an upstream that refuses it need not read all of it. */
    private static final int LOOKED_FOR_AN_ANSWER = 256 << 10;

    private final Shared<Key, PoolingHttpClientConnectionManager> pools = new Shared<>();
    private final Watched watched =
            new Watched(() -> pools.all().keySet().stream().map(Key::upstream));
    private final AddressRules addresses;
    private volatile BiConsumer<String, Duration> waits = (name, waited) -> {};

    /** Where upstreams that admins entered may be: nowhere in a network of one's own. */
    public UpstreamClients() {
        this(new AddressRules(List.of()));
    }

    /** @param addresses that upstreams which admins entered may have */
    public UpstreamClients(AddressRules addresses) {
        this.addresses = addresses;
    }

    /** For a generation that is about to be built. */
    Use use() {
        return new Use();
    }

    /** The pools that one generation uses. */
    final class Use {
        private final Map<Key, PoolingHttpClientConnectionManager> used = new HashMap<>();
        /** For the pools that it was the first to use. */
        private final List<Runnable> warmUps = new ArrayList<>();

        /** What makes camel-http use the upstream's own pool and nothing that could act behind the routes' back. */
        HttpClientConfigurer of(Upstream upstream) {
            PoolingHttpClientConnectionManager connections =
                    used.computeIfAbsent(Key.of(upstream), key -> pools.take(key, () -> made(upstream)));
            TimedPool timed =
                    new TimedPool(connections, nanos -> waits.accept(upstream.name(), Duration.ofNanos(nanos)));
            return builder -> configure(builder, upstream, timed);
        }

        private PoolingHttpClientConnectionManager made(Upstream upstream) {
            PoolingHttpClientConnectionManager made = connections(upstream);
            warmUps.add(() -> Warm.up(upstream, made));
            return made;
        }

        /** The generation goes live: not before, so what is refused or only checked opens no connection. */
        void live() {
            warmUps.forEach(Runnable::run);
            warmUps.clear();
            watched.tell();
        }

        /** The generation is over, and so are its calls. */
        void release() {
            used.keySet().forEach(key -> pools.give(key).ifPresent(PoolingHttpClientConnectionManager::close));
            used.clear();
            watched.tell();
        }
    }

    /** Tells which upstreams have a pool, from the next change on. */
    public void observe(UpstreamWatch watch) {
        watched.by(watch);
    }

    /** Tells how long each call waited for a connection of an upstream's pool, on the thread of the call. */
    public void observeWaits(BiConsumer<String, Duration> watch) {
        waits = watch;
    }

    /** Connections leased, idle and waited for, by upstream; of all its pools while an old one is still in use. */
    public Map<String, PoolStats> stats() {
        Map<String, PoolStats> stats = new TreeMap<>();
        pools.all().forEach((key, pool) -> stats.merge(key.upstream(), pool.getTotalStats(), UpstreamClients::sum));
        return stats;
    }

    /** The same of one upstream. */
    public PoolStats stats(String upstream) {
        return stats().getOrDefault(upstream, new PoolStats(0, 0, 0, 0));
    }

    private static PoolStats sum(PoolStats a, PoolStats b) {
        return new PoolStats(
                a.getLeased() + b.getLeased(),
                a.getPending() + b.getPending(),
                a.getAvailable() + b.getAvailable(),
                Math.max(a.getMax(), b.getMax()));
    }

    private static void configure(
            HttpClientBuilder builder, Upstream upstream, HttpClientConnectionManager connections) {
        builder.setConnectionManager(connections)
                .setConnectionManagerShared(true)
                .disableAutomaticRetries()
                .disableCookieManagement()
                .disableRedirectHandling()
                .disableContentCompression()
                .disableAuthCaching()
                // No connection belongs to a user: what is sent names the credential, and nobody logs in.
                .disableConnectionState()
                .setDefaultRequestConfig(RequestConfig.custom()
                        .setConnectionRequestTimeout(timeout(upstream.timeouts().poolWait()))
                        .setResponseTimeout(Timeout.DISABLED)
                        .setProtocolUpgradeEnabled(false)
                        .build())
                .setRequestExecutor(new AttemptExecutor())
                .addExecInterceptorFirst("attempt", new AttemptGuard());
        if (upstream.proxy() != null) {
            builder.setProxy(new HttpHost(
                    upstream.proxy().getScheme(),
                    upstream.proxy().getHost(),
                    upstream.proxy().getPort()));
        }
        if (upstream.pool().disabled()) {
            builder.setConnectionReuseStrategy((request, response, context) -> false);
        }
    }

    private PoolingHttpClientConnectionManager connections(Upstream upstream) {
        PoolingHttpClientConnectionManagerBuilder builder = PoolingHttpClientConnectionManagerBuilder.create()
                .setConnectionFactory(ManagedHttpClientConnectionFactory.builder()
                        .responseOutOfOrderStrategy(new MonitoringResponseOutOfOrderStrategy(LOOKED_FOR_AN_ANSWER))
                        .build())
                .setMaxConnTotal(upstream.pool().maxConnections())
                .setMaxConnPerRoute(upstream.pool().maxConnections())
                .setDefaultConnectionConfig(ConnectionConfig.custom()
                        .setConnectTimeout(timeout(upstream.timeouts().connect()))
                        .setSocketTimeout(Timeout.DISABLED)
                        .setTimeToLive(TimeValue.of(10, TimeUnit.MINUTES))
                        .build());
        if (upstream.standing().entered()) {
            // What it answers is what is connected to: nobody can answer otherwise in between.
            builder.setDnsResolver(new CheckedNames(addresses));
        }
        if (upstream.ca() != null) {
            builder.setTlsSocketStrategy(new DefaultClientTlsStrategy(Trust.with(upstream.ca())));
        }
        return builder.build();
    }

    private static Timeout timeout(Duration duration) {
        return Timeout.of(duration);
    }

    @Override
    public void close() {
        pools.all().values().forEach(PoolingHttpClientConnectionManager::close);
    }
}
