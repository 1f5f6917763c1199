package dev.mehari.live;

import dev.mehari.call.Passthrough;
import dev.mehari.upstream.InFlight;
import dev.mehari.upstream.UpstreamRequest;
import org.apache.hc.core5.http.ContentType;
import org.apache.hc.core5.http.HttpEntity;
import org.apache.hc.core5.http.io.entity.ByteArrayEntity;
import org.apache.hc.core5.http.io.entity.HttpEntityWrapper;

/**
 * A request body that knows how and where it goes and the attempt it belongs to, so that {@link AttemptGuard} finds all of it
 * on its connection.
 */
final class AttemptEntity extends HttpEntityWrapper {
    private static final ContentType JSON = ContentType.APPLICATION_JSON.withCharset((java.nio.charset.Charset) null);

    private final UpstreamRequest request;
    private final InFlight flight;

    AttemptEntity(UpstreamRequest request, InFlight flight) {
        super(body(request, flight));
        this.request = request;
        this.flight = flight;
    }

    private static HttpEntity body(UpstreamRequest request, InFlight flight) {
        Passthrough passthrough = request.passthrough();
        return passthrough == null ? new ByteArrayEntity(request.body(), JSON) : new PassedEntity(passthrough, flight);
    }

    /** Path and query below the upstream's host, percent-encoded. */
    String target() {
        return request.target();
    }

    /** Whether what is sent came so from a caller. */
    boolean passes() {
        return request.passthrough() != null;
    }

    String method() {
        return request.method();
    }

    InFlight flight() {
        return flight;
    }
}
