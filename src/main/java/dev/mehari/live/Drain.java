package dev.mehari.live;

import java.io.IOException;
import java.io.InputStream;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.apache.hc.core5.concurrent.Cancellable;

/**
 * Reads the closing bytes of a stream whose terminal event was seen, away from the caller's thread, so that its
 * connection can serve again. An upstream that keeps the connection open, or sends more, loses it.
 */
final class Drain {
    private static final long LIMIT_MILLIS = 500;
    private static final int LIMIT_BYTES = 64 << 10;

    private Drain() {}

    static void start(InputStream rest, Cancellable request) {
        CompletableFuture<Void> done = new CompletableFuture<>();
        CompletableFuture<Void> timer = done.copy().orTimeout(LIMIT_MILLIS, TimeUnit.MILLISECONDS);
        var unused = timer.whenComplete((ok, late) -> {
            if (late != null) {
                request.cancel();
            }
        });
        Thread.ofVirtual().name("mehari-drain").start(() -> {
            try {
                byte[] buffer = new byte[4096];
                int total = 0;
                for (int n; (n = rest.read(buffer)) >= 0; ) {
                    total += n;
                    if (total > LIMIT_BYTES) {
                        request.cancel();
                        break;
                    }
                }
            } catch (IOException e) {
                request.cancel();
            } finally {
                Bodies.close(rest);
                done.complete(null);
            }
        });
    }
}
