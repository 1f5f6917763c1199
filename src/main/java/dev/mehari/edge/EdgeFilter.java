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
    private final Ways ways;
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
            Ways ways, EdgeErrors errors, BooleanSupplier leaving, Clock clock, @Nullable CorsConfiguration cors) {
        this.ways = ways;
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
            Ways.refuseWebSocket(path, headers);
            Ways.Way way = ways.find(request.getRequestURI(), path, request.getMethod(), request.getQueryString());
            if (way == null && ways.isEmpty() && EdgeErrors.protocolOf(path, headers) != null) {
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

    private Inbound inbound(HttpServletRequest request, String requestId, Ways.Way way, Map<String, String> headers)
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
