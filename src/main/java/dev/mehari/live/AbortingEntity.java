package dev.mehari.live;

import dev.mehari.upstream.InFlight;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.concurrent.atomic.AtomicBoolean;
import org.apache.hc.core5.concurrent.Cancellable;
import org.apache.hc.core5.http.HttpEntity;
import org.apache.hc.core5.http.io.entity.HttpEntityWrapper;
import org.jspecify.annotations.Nullable;

/**
 * A reply body that, closed before its end, cuts the connection instead of draining it: a caller who hangs up must not
 * keep the provider generating. A reply that was complete but for its closing bytes keeps its connection.
 */
final class AbortingEntity extends HttpEntityWrapper {
    private final InFlight flight;
    private final Cancellable request;
    private @Nullable InputStream content;

    AbortingEntity(HttpEntity body, InFlight flight, Cancellable request) {
        super(body);
        this.flight = flight;
        this.request = request;
    }

    @Override
    public InputStream getContent() throws IOException {
        InputStream known = content;
        if (known == null) {
            known = new Content(super.getContent());
            content = known;
        }
        return known;
    }

    private final class Content extends FilterInputStream {
        private boolean over;
        private final AtomicBoolean closed = new AtomicBoolean();

        Content(InputStream in) {
            super(in);
        }

        @Override
        public int read() throws IOException {
            int b = super.read();
            over |= b < 0;
            return b;
        }

        @Override
        public int read(byte[] to, int offset, int length) throws IOException {
            int n = super.read(to, offset, length);
            over |= n < 0;
            return n;
        }

        /** Once: what a second close would read is being read by the drain already. */
        @Override
        public void close() throws IOException {
            if (!closed.compareAndSet(false, true)) {
                return;
            }
            if (over) {
                super.close();
            } else if (flight.isCompleted()) {
                Drain.start(in, request);
            } else {
                request.cancel();
                Bodies.close(in);
            }
        }
    }
}
