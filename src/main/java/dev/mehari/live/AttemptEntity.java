package dev.mehari.live;

import dev.mehari.upstream.InFlight;
import org.apache.hc.core5.http.ContentType;
import org.apache.hc.core5.http.io.entity.ByteArrayEntity;

/**
 * A request body that knows where it goes and the attempt it belongs to, so that {@link AttemptGuard} finds both on its
 * connection.
 */
final class AttemptEntity extends ByteArrayEntity {
    private static final ContentType JSON = ContentType.APPLICATION_JSON.withCharset((java.nio.charset.Charset) null);

    private final String target;
    private final InFlight flight;

    /** @param target path and query below the upstream's host, percent-encoded */
    AttemptEntity(byte[] body, String target, InFlight flight) {
        super(body, JSON);
        this.target = target;
        this.flight = flight;
    }

    String target() {
        return target;
    }

    InFlight flight() {
        return flight;
    }
}
