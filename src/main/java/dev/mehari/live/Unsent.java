package dev.mehari.live;

import dev.mehari.call.Sketch;
import dev.mehari.upstream.InFlight;
import dev.mehari.upstream.UpstreamFailure;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.apache.hc.client5.http.HttpRoute;
import org.apache.hc.client5.http.classic.ExecRuntime;
import org.apache.hc.client5.http.protocol.HttpClientContext;
import org.apache.hc.core5.http.ClassicHttpRequest;
import org.apache.hc.core5.http.ClassicHttpResponse;
import org.apache.hc.core5.http.Header;
import org.apache.hc.core5.http.HttpEntity;
import org.apache.hc.core5.util.TimeValue;
import org.jspecify.annotations.Nullable;

/**
 * In place of the connection of an attempt whose call is only explained: the client goes all its way with the request, and
 * here it is written down instead of sent. No connection is taken from the pool, and none is made.
 */
final class Unsent implements ExecRuntime {
    private final InFlight flight;

    Unsent(InFlight flight) {
        this.flight = flight;
    }

    @Override
    public ClassicHttpResponse execute(String id, ClassicHttpRequest request, HttpClientContext context)
            throws IOException {
        SecretsOut mask = SecretsOut.of(flight.upstream());
        List<Sketch.Header> headers = new ArrayList<>();
        for (Header header : request.getHeaders()) {
            headers.add(new Sketch.Header(header.getName(), mask.header(header.getName(), header.getValue())));
        }
        String path = request.getPath() == null ? "" : request.getPath();
        // Towards a proxy, the path is a whole address.
        String url = path.startsWith("http") ? path : request.getScheme() + "://" + request.getAuthority() + path;
        flight.attempt()
                .sketched(new Sketch(
                        flight.speech().protocol(), request.getMethod(), mask.url(url), headers, body(request)));
        throw UpstreamFailure.unsent();
    }

    private static byte[] body(ClassicHttpRequest request) throws IOException {
        HttpEntity entity = request.getEntity();
        if (entity == null) {
            return new byte[0];
        }
        ByteArrayOutputStream body = new ByteArrayOutputStream();
        entity.writeTo(body);
        return body.toByteArray();
    }

    @Override
    public boolean isExecutionAborted() {
        return false;
    }

    @Override
    public boolean isEndpointAcquired() {
        return true;
    }

    @Override
    public void acquireEndpoint(String id, HttpRoute route, @Nullable Object state, HttpClientContext context) {
        throw new IllegalStateException("there is a connection, and it leads nowhere");
    }

    @Override
    public void releaseEndpoint() {}

    @Override
    public void discardEndpoint() {}

    @Override
    public boolean isEndpointConnected() {
        return true;
    }

    @Override
    public void disconnectEndpoint() {}

    @Override
    public void connectEndpoint(HttpClientContext context) {}

    @Override
    public void upgradeTls(HttpClientContext context) {}

    @Override
    public boolean isConnectionReusable() {
        return false;
    }

    @Override
    public void markConnectionReusable(@Nullable Object state, TimeValue validity) {}

    @Override
    public void markConnectionNonReusable() {}

    @Override
    public ExecRuntime fork(org.apache.hc.core5.concurrent.CancellableDependency cancellable) {
        return this;
    }
}
