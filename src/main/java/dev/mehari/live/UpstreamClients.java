package dev.mehari.live;

import dev.mehari.config.Upstream;
import java.net.URI;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.function.BiConsumer;
import org.apache.camel.component.http.HttpClientConfigurer;
import org.apache.hc.client5.http.config.ConnectionConfig;
import org.apache.hc.client5.http.config.RequestConfig;
import org.apache.hc.client5.http.impl.ChainElement;
import org.apache.hc.client5.http.impl.classic.HttpClientBuilder;
import org.apache.hc.client5.http.impl.io.PoolingHttpClientConnectionManager;
import org.apache.hc.client5.http.impl.io.PoolingHttpClientConnectionManagerBuilder;
import org.apache.hc.client5.http.io.HttpClientConnectionManager;
import org.apache.hc.client5.http.ssl.DefaultClientTlsStrategy;
import org.apache.hc.core5.http.HttpHost;
import org.apache.hc.core5.pool.PoolStats;
import org.apache.hc.core5.util.TimeValue;
import org.apache.hc.core5.util.Timeout;
import org.jspecify.annotations.Nullable;

/**
 * One connection pool per upstream. Pools outlive generations, or a change of routes would cut the streams of the old
 * one; a changed setting of an upstream gives it a new pool, and the old one closes as its connections end.
 */
public final class UpstreamClients implements AutoCloseable {
    private record Settings(
            URI base,
            Upstream.Pool pool,
            Upstream.Timeouts timeouts,
            @Nullable URI proxy,
            java.nio.file.@Nullable Path ca) {
        static Settings of(Upstream u) {
            return new Settings(u.baseUrl(), u.pool(), u.timeouts(), u.proxy(), u.ca());
        }
    }

    private record Known(Settings settings, PoolingHttpClientConnectionManager connections) {}

    private final Map<String, Known> pools = new ConcurrentHashMap<>();
    private volatile BiConsumer<String, PoolingHttpClientConnectionManager> observer = (name, pool) -> {};
    private volatile BiConsumer<String, Duration> waits = (name, waited) -> {};

    /** What makes camel-http use the upstream's own pool and nothing that could act behind the routes' back. */
    HttpClientConfigurer of(Upstream upstream) {
        PoolingHttpClientConnectionManager connections = pools.compute(upstream.name(), (name, known) -> {
                    Settings settings = Settings.of(upstream);
                    if (known != null && known.settings().equals(settings)) {
                        return known;
                    }
                    PoolingHttpClientConnectionManager made = connections(upstream);
                    observer.accept(name, made);
                    return new Known(settings, made);
                })
                .connections();
        TimedPool timed = new TimedPool(connections, nanos -> waits.accept(upstream.name(), Duration.ofNanos(nanos)));
        return builder -> configure(builder, upstream, timed);
    }

    /** Tells of each pool once, those that stand already and those to come. */
    public synchronized void observe(BiConsumer<String, PoolingHttpClientConnectionManager> watch) {
        pools.forEach((name, known) -> watch.accept(name, known.connections()));
        observer = watch;
    }

    /** Tells how long each call waited for a connection of an upstream's pool, on the thread of the call. */
    public void observeWaits(BiConsumer<String, Duration> watch) {
        waits = watch;
    }

    /** Connections leased, idle and waited for, by upstream. */
    public Map<String, PoolStats> stats() {
        Map<String, PoolStats> stats = new java.util.TreeMap<>();
        pools.forEach((name, known) -> stats.put(name, known.connections().getTotalStats()));
        return stats;
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
                .setDefaultRequestConfig(RequestConfig.custom()
                        .setConnectionRequestTimeout(timeout(upstream.timeouts().poolWait()))
                        .setResponseTimeout(Timeout.DISABLED)
                        .setProtocolUpgradeEnabled(false)
                        .build())
                .addExecInterceptorFirst("attempt", new AttemptGuard())
                .addExecInterceptorBefore(ChainElement.MAIN_TRANSPORT.name(), "sending", AttemptGuard::sending);
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

    private static PoolingHttpClientConnectionManager connections(Upstream upstream) {
        PoolingHttpClientConnectionManagerBuilder builder = PoolingHttpClientConnectionManagerBuilder.create()
                .setMaxConnTotal(upstream.pool().maxConnections())
                .setMaxConnPerRoute(upstream.pool().maxConnections())
                .setDefaultConnectionConfig(ConnectionConfig.custom()
                        .setConnectTimeout(timeout(upstream.timeouts().connect()))
                        .setSocketTimeout(Timeout.DISABLED)
                        .setTimeToLive(TimeValue.of(10, TimeUnit.MINUTES))
                        .build());
        if (upstream.ca() != null) {
            builder.setTlsSocketStrategy(new DefaultClientTlsStrategy(Trust.with(upstream.ca())));
        }
        PoolingHttpClientConnectionManager connections = builder.build();
        Warm.up(upstream, connections);
        return connections;
    }

    private static Timeout timeout(Duration duration) {
        return Timeout.of(duration);
    }

    @Override
    public void close() {
        pools.values().forEach(known -> known.connections().close());
    }
}
