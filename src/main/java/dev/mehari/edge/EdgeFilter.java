package dev.mehari.edge;

import dev.mehari.call.ErrorKind;
import dev.mehari.call.Refusal;
import jakarta.servlet.Filter;
import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.ServletRequest;
import jakarta.servlet.ServletResponse;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.time.Clock;
import java.util.Arrays;
import java.util.Enumeration;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;
import org.springframework.http.server.ServerHttpResponse;
import org.springframework.web.cors.CorsConfiguration;
import org.springframework.web.cors.DefaultCorsProcessor;

/**
 * Sees every request first. What a {@code platform-http:} consumer claims is answered here and pays for nothing else;
 * the rest goes on to Spring.
 */
public final class EdgeFilter implements Filter {
    private final EdgeEngine engine;
    private final UpstreamPaths upstreams;
    private final EdgeErrors errors;
    private final BooleanSupplier leaving;
    private final Clock clock;
    private final @Nullable CorsConfiguration cors;
    private final DefaultCorsProcessor corsProcessor = new JsonCorsProcessor();

    /**
     * @param leaving whether the gateway stops soon
     * @param cors null when browsers of other origins are not let in
     */
    public EdgeFilter(
            EdgeEngine engine,
            UpstreamPaths upstreams,
            EdgeErrors errors,
            BooleanSupplier leaving,
            Clock clock,
            @Nullable CorsConfiguration cors) {
        this.engine = engine;
        this.upstreams = upstreams;
        this.errors = errors;
        this.leaving = leaving;
        this.clock = clock;
        this.cors = cors;
    }

    @Override
    public void doFilter(ServletRequest servletRequest, ServletResponse servletResponse, FilterChain chain)
            throws IOException, ServletException {
        HttpServletRequest request = (HttpServletRequest) servletRequest;
        HttpServletResponse response = (HttpServletResponse) servletResponse;
        Map<String, String> headers = headers(request);
        String requestId = RequestIds.next(clock.millis());
        request.setAttribute(RequestIds.ATTRIBUTE, requestId);
        String path = request.getRequestURI();
        if (leaving.getAsBoolean()) {
            // The next request on this connection would meet a server that is gone.
            response.setHeader("Connection", "close");
        }
        try {
            path = PathSpelling.normalise(path);
            refuseWebSocket(path, headers);
            Way way = way(request, path);
            if (way == null && engine.isEmpty() && EdgeErrors.protocolOf(path, headers) != null) {
                throw new Refusal(ErrorKind.NOT_READY, "the gateway is starting; try again in a moment");
            }
            if (way == null) {
                chain.doFilter(request, response);
                return;
            }
            if (cors != null && (!corsProcessor.processRequest(cors, request, response) || preflight(request))) {
                return;
            }
            way.consumer().handle(inbound(request, requestId, way, headers), response);
        } catch (Refusal refusal) {
            errors.write(path, headers, refusal, requestId, response);
        }
    }

    /**
     * Who serves a request.
     *
     * @param path as it is served: normalised, or as it came behind the upstream's name
     * @param upstream that the path began with, null when it began with none
     */
    private record Way(
            EdgeConsumer consumer, String path, @Nullable String upstream) {}

    /** Null when it is not served at the edge. */
    private @Nullable Way way(HttpServletRequest request, String path) {
        EdgeConsumer own = engine.find(path);
        if (own != null) {
            return new Way(own, path, null);
        }
        UpstreamPaths.Found behind = upstreams.find(request.getRequestURI());
        if (behind == null) {
            return null;
        }
        String plain = PathSpelling.normalise(behind.path());
        EdgeConsumer model = engine.modelCalls(plain, request.getMethod(), request.getQueryString());
        if (model != null) {
            return new Way(model, plain, behind.upstream());
        }
        EdgeConsumer passthrough = engine.passthrough();
        return passthrough == null ? null : new Way(passthrough, behind.path(), behind.upstream());
    }

    private static void refuseWebSocket(String path, Map<String, String> headers) {
        String upgrade = headers.get("upgrade");
        boolean asked = upgrade != null
                && Arrays.stream(upgrade.split(",", -1)).anyMatch(p -> p.strip().equalsIgnoreCase("websocket"));
        if (asked && EdgeErrors.protocolOf(path, headers) != null) {
            throw new Refusal(
                    ErrorKind.PROTOCOL_NOT_SUPPORTED,
                    "WebSocket is not spoken here: send a request, and ask for a stream of events");
        }
    }

    /** Spring's own answer is plain text. */
    private static final class JsonCorsProcessor extends DefaultCorsProcessor {
        @Override
        protected void rejectRequest(ServerHttpResponse response) {
            throw new Refusal(ErrorKind.ORIGIN_NOT_ALLOWED, "this origin, method or header is not let in for browsers");
        }
    }

    private static boolean preflight(HttpServletRequest request) {
        return request.getMethod().equals("OPTIONS") && request.getHeader("Access-Control-Request-Method") != null;
    }

    private Inbound inbound(HttpServletRequest request, String requestId, Way way, Map<String, String> headers)
            throws IOException {
        return new Inbound(
                requestId,
                clock.instant(),
                request.getMethod(),
                way.path(),
                way.upstream(),
                request.getQueryString(),
                headers,
                request.getInputStream(),
                request.getContentLengthLong(),
                request.getAttribute(CallerSocket.ATTRIBUTE) instanceof CallerSocket socket ? socket : null);
    }

    private static Map<String, String> headers(HttpServletRequest request) {
        Map<String, String> headers = new HashMap<>();
        for (Enumeration<String> names = request.getHeaderNames(); names.hasMoreElements(); ) {
            String name = names.nextElement();
            headers.putIfAbsent(name.toLowerCase(Locale.ROOT), request.getHeader(name));
        }
        return headers;
    }
}
