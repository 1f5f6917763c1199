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
    private final boolean inner;

    AttemptEntity(UpstreamRequest request, InFlight flight) {
        this(request, flight, false);
    }

    private AttemptEntity(UpstreamRequest request, InFlight flight, boolean inner) {
        super(body(request, flight));
        this.request = request;
        this.flight = flight;
        this.inner = inner;
    }

    /** Of one of several requests that a route makes for its attempt. */
    static AttemptEntity inner(UpstreamRequest request, InFlight flight) {
        return new AttemptEntity(request, flight, true);
    }

    private static HttpEntity body(UpstreamRequest request, InFlight flight) {
        Passthrough passthrough = request.passthrough();
        return passthrough == null ? new ByteArrayEntity(request.body(), JSON) : new PassedEntity(passthrough, flight);
    }

    /** Path and query below the upstream's host, percent-encoded. */
    String target() {
        return request.target();
    }

    /** Whether what is sent is no POST of our own, as camel-http makes it. */
    boolean addressesItself() {
        return request.passthrough() != null || inner;
    }

    /** Whether it is one of several requests that a route makes for its attempt, which goes on when it fails. */
    boolean isInner() {
        return inner;
    }

    /** The request's body. */
    byte[] bytes() {
        return request.body();
    }

    String method() {
        return request.method();
    }

    InFlight flight() {
        return flight;
    }
}
