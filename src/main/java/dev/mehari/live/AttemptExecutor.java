package dev.mehari.live;

import dev.mehari.upstream.InFlight;
import dev.mehari.upstream.PhaseTimer;
import java.io.IOException;
import org.apache.hc.core5.http.ClassicHttpRequest;
import org.apache.hc.core5.http.ClassicHttpResponse;
import org.apache.hc.core5.http.HttpException;
import org.apache.hc.core5.http.impl.io.HttpRequestExecutor;
import org.apache.hc.core5.http.io.HttpClientConnection;
import org.apache.hc.core5.http.io.HttpResponseInformationCallback;
import org.apache.hc.core5.http.protocol.HttpContext;
import org.jspecify.annotations.Nullable;

/** Last before the wire, when a connection stands: the timer of the status line begins. */
final class AttemptExecutor extends HttpRequestExecutor {
    private static final String FLIGHT = "mehari.flight";

    private static final String PATH = "mehari.path";

    /** A connection of the pool that its other end has closed; nothing was sent. */
    static final class Stale extends IOException {
        private static final long serialVersionUID = 1L;
    }

    /** Notes the attempt that a request belongs to. */
    static void belongs(HttpContext context, InFlight flight) {
        context.setAttribute(FLIGHT, flight);
    }

    /**
     * Gives a request its path here, when all that is in between has seen another.
     *
     * @param path null when the request has its own
     */
    static void addressed(HttpContext context, @Nullable String path) {
        context.setAttribute(PATH, path);
    }

    @Override
    public ClassicHttpResponse execute(
            ClassicHttpRequest request,
            HttpClientConnection connection,
            @Nullable HttpResponseInformationCallback information,
            HttpContext context)
            throws IOException, HttpException {
        if (context.getAttribute(FLIGHT) instanceof InFlight flight) {
            // To look takes a millisecond. It is for what cannot be sent again once it was sent in vain.
            boolean once =
                    flight.call().passthrough() != null || flight.upstream().route() != null;
            if (once && connection.isStale()) {
                throw new Stale();
            }
            if (context.getAttribute(PATH) instanceof String path) {
                request.setPath(path);
            }
            flight.attempt().begun();
            flight.timer().enter(PhaseTimer.Phase.HEADERS);
        }
        return super.execute(request, connection, information, context);
    }
}
