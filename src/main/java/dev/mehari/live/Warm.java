package dev.mehari.live;

import dev.mehari.config.Upstream;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeoutException;
import org.apache.hc.client5.http.HttpRoute;
import org.apache.hc.client5.http.impl.io.PoolingHttpClientConnectionManager;
import org.apache.hc.client5.http.io.ConnectionEndpoint;
import org.apache.hc.core5.http.HttpHost;
import org.apache.hc.core5.http.protocol.HttpCoreContext;
import org.apache.hc.core5.util.TimeValue;
import org.apache.hc.core5.util.Timeout;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Opens an upstream's first connections before the first call needs them. */
final class Warm {
    private static final Logger LOG = LoggerFactory.getLogger(Warm.class);

    private Warm() {}

    /** Opens {@code pool.min-connections} connections in the background, at least one when {@code pool.warm} is set. */
    static void up(Upstream upstream, PoolingHttpClientConnectionManager connections) {
        int wanted = Math.max(upstream.pool().minConnections(), upstream.pool().warm() ? 1 : 0);
        if (wanted == 0 || upstream.pool().disabled() || upstream.proxy() != null || !upstream.on()) {
            return;
        }
        Thread.ofVirtual().name("mehari-warm-" + upstream.name()).start(() -> open(upstream, wanted, connections));
    }

    /** Does it on this thread. */
    static void open(Upstream upstream, int wanted, PoolingHttpClientConnectionManager connections) {
        boolean secure = "https".equals(upstream.baseUrl().getScheme());
        int port = upstream.baseUrl().getPort();
        HttpHost host = new HttpHost(
                upstream.baseUrl().getScheme(), upstream.baseUrl().getHost(), port > 0 ? port : secure ? 443 : 80);
        HttpRoute route = new HttpRoute(host, null, secure);
        List<ConnectionEndpoint> open = new ArrayList<>();
        Timeout timeout = Timeout.of(upstream.timeouts().connect());
        try {
            for (int i = 0; i < wanted; i++) {
                ConnectionEndpoint endpoint =
                        connections.lease("warm-" + i, route, timeout, null).get(timeout);
                open.add(endpoint);
                connections.connect(endpoint, timeout, HttpCoreContext.create());
            }
        } catch (IOException | ExecutionException | TimeoutException | IllegalStateException e) {
            // IllegalStateException: its generation is over already, and the pool with it.
            LOG.info("upstream \"{}\" could not be warmed: {}", upstream.name(), e.toString());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } finally {
            open.forEach(endpoint -> connections.release(endpoint, null, TimeValue.ofMinutes(10)));
        }
    }
}
