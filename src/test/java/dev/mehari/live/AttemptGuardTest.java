package dev.mehari.live;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.mehari.call.ErrorKind;
import dev.mehari.upstream.Flights;
import dev.mehari.upstream.InFlight;
import dev.mehari.upstream.UpstreamFailure;
import dev.mehari.upstream.UpstreamRequest;
import java.lang.reflect.Proxy;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CancellationException;
import org.apache.hc.client5.http.HttpRoute;
import org.apache.hc.client5.http.classic.ExecChain;
import org.apache.hc.client5.http.classic.ExecRuntime;
import org.apache.hc.client5.http.classic.methods.HttpPost;
import org.apache.hc.client5.http.protocol.HttpClientContext;
import org.apache.hc.core5.http.ClassicHttpRequest;
import org.apache.hc.core5.http.HttpException;
import org.apache.hc.core5.http.HttpHost;
import org.apache.hc.core5.http.io.HttpClientConnection;
import org.apache.hc.core5.http.message.BasicClassicHttpResponse;
import org.junit.jupiter.api.Test;

final class AttemptGuardTest {
    /** The pool throws what is neither an I/O error nor of HTTP when its waiting is cancelled. */
    @Test
    void whoLeavesWhileHeWaitsForAConnectionIsNoInternalError() {
        InFlight flight = Flights.open();
        HttpPost request = new HttpPost("http://localhost/");
        request.setEntity(new AttemptEntity(to("/v1/chat"), flight));
        flight.call().cancellation().cancel();

        UpstreamFailure failure = catchThrowableOfType(
                UpstreamFailure.class,
                () -> new AttemptGuard().execute(request, scope(request), (sent, scope) -> {
                    throw new CancellationException();
                }));

        assertThat(failure.refusal().kind()).isEqualTo(ErrorKind.CLIENT_CANCELLED);
        assertThat(failure.fault()).isFalse();
        assertThat(flight.attempt().error()).isEqualTo(ErrorKind.CLIENT_CANCELLED);
    }

    /** The pool gave its connection, and the stop took it away before it was used. */
    @Test
    void stoppedJustWhenItHadAConnectionIsNoFaultOfOurs() {
        InFlight stopped = Flights.open();
        InFlight going = Flights.open();
        stopped.call().cancellation().cancel();

        assertThat(thrown(stopped)).isInstanceOf(UpstreamFailure.class);
        assertThat(thrown(going)).as("a bug stays a bug").isInstanceOf(IllegalStateException.class);
    }

    /** camel-http knows the upstream's base URL alone. */
    @Test
    void theRequestGoesWhereItsBodySays() throws Exception {
        HttpPost request = new HttpPost("http://localhost/base");
        request.setEntity(new AttemptEntity(to("/base/models/a%2Fb:stream?alt=sse"), Flights.open()));

        assertThat(sent(request, new HttpRoute(new HttpHost("localhost", 80))))
                .isEqualTo("/base/models/a%2Fb:stream?alt=sse");
    }

    /** On its way there the client makes another request of it, with the whole address. */
    @Test
    void aProxyIsToldWhereTheRequestGoes() throws Exception {
        HttpPost request = new HttpPost("http://localhost/base");
        request.setEntity(new AttemptEntity(to("/base/chat"), Flights.open()));
        HttpRoute route = new HttpRoute(new HttpHost("localhost", 80), new HttpHost("proxy", 3128));
        List<String> paths = new ArrayList<>();

        new AttemptGuard().execute(request, scope(request, route), (last, scope) -> {
            paths.add(last.getPath());
            return new BasicClassicHttpResponse(200);
        });

        assertThat(paths).containsExactly("/base/chat");
    }

    /** A context may serve several requests of an attempt. */
    @Test
    void aRequestThatHasItsOwnPathKeepsIt() throws Exception {
        HttpPost ours = new HttpPost("http://localhost/base");
        ours.setEntity(new AttemptEntity(to("/base/chat"), Flights.open()));
        HttpPost own = new HttpPost("http://localhost/base");
        own.setEntity(AttemptEntity.inner(to("/base/session"), Flights.open()));
        HttpRoute route = new HttpRoute(new HttpHost("localhost", 80));
        HttpClientContext shared = HttpClientContext.create();

        assertThat(sent(ours, scope(ours, route, shared))).isEqualTo("/base/chat");
        assertThat(sent(own, scope(own, route, shared))).isEqualTo("/base/session");
    }

    /** Path and query that the wire sees. */
    private static String sent(HttpPost request, HttpRoute route) throws Exception {
        return sent(request, scope(request, route));
    }

    private static String sent(HttpPost request, ExecChain.Scope scope) throws Exception {
        List<String> sent = new ArrayList<>();
        HttpClientConnection wire = (HttpClientConnection) Proxy.newProxyInstance(
                AttemptGuardTest.class.getClassLoader(),
                new Class<?>[] {HttpClientConnection.class},
                (proxy, method, args) -> {
                    if (method.getName().equals("sendRequestHeader")) {
                        sent.add(((ClassicHttpRequest) args[0]).getRequestUri());
                    }
                    return switch (method.getName()) {
                        case "receiveResponseHeader" -> new BasicClassicHttpResponse(200);
                        case "isConsistent", "isOpen", "isDataAvailable" -> true;
                        default -> null;
                    };
                });
        new AttemptGuard().execute(request, scope, (last, in) -> {
            try {
                return new AttemptExecutor().execute(last, wire, null, in.clientContext);
            } catch (HttpException e) {
                throw new IllegalStateException(e);
            }
        });
        return sent.getFirst();
    }

    private static UpstreamRequest to(String target) {
        return new UpstreamRequest(URI.create("http://localhost"), target, Map.of(), new byte[0]);
    }

    private static Throwable thrown(InFlight flight) {
        HttpPost request = new HttpPost("http://localhost/");
        request.setEntity(new AttemptEntity(to("/v1/chat"), flight));
        return catchThrowable(() -> new AttemptGuard().execute(request, scope(request), (sent, scope) -> {
            throw new IllegalStateException("Endpoint not acquired / already released");
        }));
    }

    private static ExecChain.Scope scope(HttpPost request) {
        return scope(request, new HttpRoute(new HttpHost("localhost", 80)));
    }

    private static ExecChain.Scope scope(HttpPost request, HttpRoute route) {
        return scope(request, route, HttpClientContext.create());
    }

    private static ExecChain.Scope scope(HttpPost request, HttpRoute route, HttpClientContext context) {
        ExecRuntime runtime = (ExecRuntime) Proxy.newProxyInstance(
                AttemptGuardTest.class.getClassLoader(), new Class<?>[] {ExecRuntime.class}, (proxy, method, args) -> {
                    throw new UnsupportedOperationException(method.getName());
                });
        return new ExecChain.Scope("1", route, request, runtime, context);
    }
}
