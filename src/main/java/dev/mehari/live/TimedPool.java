package dev.mehari.live;

import java.io.IOException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeoutException;
import java.util.function.LongConsumer;
import org.apache.hc.client5.http.HttpRoute;
import org.apache.hc.client5.http.io.ConnectionEndpoint;
import org.apache.hc.client5.http.io.HttpClientConnectionManager;
import org.apache.hc.client5.http.io.LeaseRequest;
import org.apache.hc.core5.http.protocol.HttpContext;
import org.apache.hc.core5.io.CloseMode;
import org.apache.hc.core5.util.TimeValue;
import org.apache.hc.core5.util.Timeout;
import org.jspecify.annotations.Nullable;

/** An upstream's connection pool that tells how long each call waited for a connection, those in vain too. */
final class TimedPool implements HttpClientConnectionManager {
    private final HttpClientConnectionManager pool;
    private final LongConsumer waitedNanos;

    /** @param waitedNanos told on the thread of the call */
    TimedPool(HttpClientConnectionManager pool, LongConsumer waitedNanos) {
        this.pool = pool;
        this.waitedNanos = waitedNanos;
    }

    @Override
    public LeaseRequest lease(String id, HttpRoute route, Timeout timeout, @Nullable Object state) {
        LeaseRequest lease = pool.lease(id, route, timeout, state);
        return new LeaseRequest() {
            @Override
            public ConnectionEndpoint get(Timeout patience)
                    throws InterruptedException, ExecutionException, TimeoutException {
                long since = System.nanoTime();
                try {
                    return lease.get(patience);
                } finally {
                    waitedNanos.accept(System.nanoTime() - since);
                }
            }

            @Override
            public boolean cancel() {
                return lease.cancel();
            }
        };
    }

    @Override
    public void release(ConnectionEndpoint endpoint, @Nullable Object state, TimeValue keepAlive) {
        pool.release(endpoint, state, keepAlive);
    }

    @Override
    public void connect(ConnectionEndpoint endpoint, TimeValue timeout, HttpContext context) throws IOException {
        pool.connect(endpoint, timeout, context);
    }

    @Override
    public void upgrade(ConnectionEndpoint endpoint, HttpContext context) throws IOException {
        pool.upgrade(endpoint, context);
    }

    @Override
    public void close(CloseMode mode) {
        pool.close(mode);
    }

    @Override
    public void close() throws IOException {
        pool.close();
    }
}
