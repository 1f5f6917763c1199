package dev.mehari.live;

import dev.mehari.upstream.InFlight;
import org.apache.hc.core5.http.ContentType;
import org.apache.hc.core5.http.io.entity.ByteArrayEntity;

/** A request body that knows the attempt it belongs to, so that {@link AttemptGuard} finds it on its connection. */
final class AttemptEntity extends ByteArrayEntity {
    private final InFlight flight;

    AttemptEntity(byte[] body, InFlight flight) {
        super(body, ContentType.APPLICATION_JSON.withCharset((java.nio.charset.Charset) null));
        this.flight = flight;
    }

    InFlight flight() {
        return flight;
    }
}
