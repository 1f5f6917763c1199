package dev.mehari.admin;

import dev.mehari.call.ErrorKind;
import dev.mehari.call.Refusal;
import dev.mehari.edge.EdgeErrors;
import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.net.URI;
import java.util.Locale;
import java.util.Set;
import org.springframework.web.filter.OncePerRequestFilter;

/**
 * Turns away changes that a page of another site has a browser ask for: the browser adds the password it once was given,
 * whoever made the page. Tools that are no browser send neither of the two headers.
 */
final class SameSite extends OncePerRequestFilter {
    private static final Set<String> READING = Set.of("GET", "HEAD");
    private static final Set<String> OWN = Set.of("same-origin", "none");

    private final EdgeErrors errors;

    SameSite(EdgeErrors errors) {
        this.errors = errors;
    }

    @Override
    protected void doFilterInternal(HttpServletRequest request, HttpServletResponse response, FilterChain chain)
            throws ServletException, IOException {
        if (READING.contains(request.getMethod()) || isOwn(request)) {
            chain.doFilter(request, response);
            return;
        }
        errors.write(
                request,
                new Refusal(ErrorKind.ORIGIN_NOT_ALLOWED, "pages of other sites cannot change anything here"),
                response);
    }

    private static boolean isOwn(HttpServletRequest request) {
        String site = request.getHeader("Sec-Fetch-Site");
        if (site != null) {
            return OWN.contains(site.toLowerCase(Locale.ROOT));
        }
        // Browsers leave that header out where there is no TLS, and old ones do not know it.
        String origin = request.getHeader("Origin");
        return origin == null || authority(origin).equalsIgnoreCase(request.getHeader("Host"));
    }

    /** Host and port as the browser names them in {@code Host}; empty for what is no origin, {@code null} among it. */
    private static String authority(String origin) {
        try {
            URI uri = URI.create(origin);
            return uri.getAuthority() == null || uri.getScheme() == null ? "" : uri.getAuthority();
        } catch (IllegalArgumentException e) {
            return "";
        }
    }
}
