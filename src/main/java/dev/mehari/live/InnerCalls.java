package dev.mehari.live;

import dev.mehari.call.ErrorKind;
import dev.mehari.call.Refusal;
import dev.mehari.config.Upstream;
import dev.mehari.upstream.InFlight;
import dev.mehari.upstream.UpstreamFailure;
import dev.mehari.upstream.UpstreamReply;
import dev.mehari.upstream.UpstreamRequest;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import org.apache.camel.CamelContext;
import org.apache.camel.component.http.HttpClientConfigurer;
import org.apache.hc.client5.http.classic.methods.HttpUriRequestBase;
import org.apache.hc.client5.http.impl.classic.CloseableHttpClient;
import org.apache.hc.client5.http.impl.classic.HttpClientBuilder;
import org.apache.hc.core5.http.ClassicHttpResponse;
import org.apache.hc.core5.http.Header;
import org.apache.hc.core5.http.HttpEntity;

/**
 * HTTP requests that a route makes for its attempt: on the upstream's own connections, with its proxy and certificates, and
 * under the timers of the attempt. Any thread.
 */
final class InnerCalls {
    /** By name of the upstream. The connections below are shared, and closed by those who made them. */
    private final Map<String, CloseableHttpClient> clients = new ConcurrentHashMap<>();

    /**
     * A request, and what came back.
     *
     * @param path with its query, percent-encoded, below the upstream's base URL
     * @param authorization value of that header, empty for none
     * @param body JSON, empty for none
     * @throws UpstreamFailure when nothing came back
     */
    UpstreamReply send(
            CamelContext context,
            InFlight flight,
            RouteRun run,
            String method,
            String path,
            String authorization,
            byte[] body) {
        Upstream upstream = flight.upstream();
        URI base = upstream.baseUrl();
        Map<String, String> headers = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
        headers.putAll(upstream.headers());
        headers.put("Accept", "application/json, text/event-stream");
        headers.put("Accept-Encoding", "identity");
        headers.put("User-Agent", "mehari");
        if (!authorization.isEmpty()) {
            headers.put("Authorization", authorization);
        }
        HttpUriRequestBase request = new HttpUriRequestBase(method, base);
        headers.forEach(request::setHeader);
        request.setEntity(AttemptEntity.inner(new UpstreamRequest(base, path, headers, body, null, method), flight));
        CloseableHttpClient client = clients.computeIfAbsent(upstream.name(), name -> client(context, name));
        try {
            ClassicHttpResponse response = client.executeOpen(null, request, null);
            InputStream content = content(response, flight);
            if (content != null) {
                run.opened(content, request::cancel);
            }
            return new UpstreamReply(response.getCode(), headers(response), content);
        } catch (IOException e) {
            throw flight.failure(e);
        } finally {
            flight.stoppable(run::stop);
        }
    }

    private static InputStream content(ClassicHttpResponse response, InFlight flight) throws IOException {
        HttpEntity entity = response.getEntity();
        if (entity == null) {
            response.close();
            return InputStream.nullInputStream();
        }
        String coding = entity.getContentEncoding();
        if (coding != null && !coding.equals("identity")) {
            response.close();
            throw UpstreamFailure.fault(new Refusal(
                    ErrorKind.UPSTREAM_INVALID_REPLY,
                    "upstream \"" + flight.upstream().name() + "\" answered in a coding that was not asked for"));
        }
        return entity.getContent();
    }

    private static Map<String, String> headers(ClassicHttpResponse response) {
        Map<String, String> headers = new HashMap<>();
        for (Header header : response.getHeaders()) {
            headers.putIfAbsent(header.getName().toLowerCase(Locale.ROOT), header.getValue());
        }
        return headers;
    }

    private static CloseableHttpClient client(CamelContext context, String upstream) {
        HttpClientConfigurer configurer =
                context.getRegistry().lookupByNameAndType("client-" + upstream, HttpClientConfigurer.class);
        HttpClientBuilder builder = HttpClientBuilder.create();
        configurer.configureHttpClient(builder);
        return builder.build();
    }
}
