package dev.mehari.live;

import dev.mehari.call.ErrorKind;
import dev.mehari.call.Refusal;
import dev.mehari.upstream.InFlight;
import dev.mehari.upstream.UpstreamFailure;
import java.io.IOException;
import java.util.concurrent.CancellationException;
import org.apache.hc.client5.http.classic.ExecChain;
import org.apache.hc.client5.http.classic.ExecChainHandler;
import org.apache.hc.core5.concurrent.Cancellable;
import org.apache.hc.core5.http.ClassicHttpRequest;
import org.apache.hc.core5.http.ClassicHttpResponse;
import org.apache.hc.core5.http.ConnectionRequestTimeoutException;
import org.apache.hc.core5.http.HttpEntity;
import org.apache.hc.core5.http.HttpException;
import org.apache.hc.core5.http.message.BasicClassicHttpRequest;

/** First in the client's chain: names the path, lets an attempt be stopped, and says in our words why it failed. */
final class AttemptGuard implements ExecChainHandler {
    /** Connections of a pool that are looked at for one that still stands. */
    private static final int MOST_STALE = 100;

    /** Of paths the one that the client reads quickest, which it does to find a login that is never there. */
    private static final String ROOT = "/";

    @Override
    public ClassicHttpResponse execute(ClassicHttpRequest request, ExecChain.Scope scope, ExecChain chain)
            throws IOException, HttpException {
        if (!(request.getEntity() instanceof AttemptEntity entity)
                || !(scope.originalRequest instanceof Cancellable stop)) {
            return chain.proceed(request, scope);
        }
        InFlight flight = entity.flight();
        AttemptExecutor.belongs(scope.clientContext, flight);
        long sent = System.nanoTime();
        flight.stoppable(stop::cancel);
        try {
            ClassicHttpResponse response =
                    proceed(request, entity, flight.call().isExplained() ? unsent(scope, flight) : scope, chain);
            HttpEntity body = response.getEntity();
            if (body != null) {
                response.setEntity(new AbortingEntity(body, flight, stop));
            }
            return response;
        } catch (Refusal e) {
            // The body that was sent is at fault, or who sent it is.
            if (e.kind() == ErrorKind.CLIENT_CANCELLED) {
                flight.call().cancellation().cancel();
            }
            throw ended(entity, UpstreamFailure.other(e));
        } catch (ConnectionRequestTimeoutException e) {
            throw ended(
                    entity,
                    UpstreamFailure.other(new Refusal(
                            ErrorKind.UPSTREAM_POOL_EXHAUSTED,
                            "no connection to upstream \"" + flight.upstream().name() + "\" became free in time")));
        } catch (IllegalStateException e) {
            // Stopped while it waited for a connection of the pool, or just when it got one: the client has an
            // exception of its own for each.
            if (!(e instanceof CancellationException) && !flight.isStopped()) {
                throw e;
            }
            throw ended(entity, flight.failure(null));
        } catch (IOException e) {
            throw ended(entity, flight.failure(e));
        } catch (HttpException e) {
            throw ended(entity, invalid(flight));
        } finally {
            // Also of an attempt that failed: its way to be stopped, and with it the request, lives as long as the
            // call.
            request.setEntity(null);
            scope.originalRequest.setEntity(null);
            flight.call().times().waitedUpstream(System.nanoTime() - sent);
        }
    }

    /** The same without a connection. */
    private static ExecChain.Scope unsent(ExecChain.Scope scope, InFlight flight) {
        return new ExecChain.Scope(
                scope.exchangeId, scope.route, scope.originalRequest, new Unsent(flight), scope.clientContext);
    }

    private static ClassicHttpResponse proceed(
            ClassicHttpRequest request, AttemptEntity entity, ExecChain.Scope scope, ExecChain chain)
            throws IOException, HttpException {
        for (int stale = 0; ; stale++) {
            ClassicHttpRequest own = addressed(request, entity, scope);
            try {
                ClassicHttpResponse response = chain.proceed(own, scope);
                own.setEntity(null);
                return response;
            } catch (AttemptExecutor.Stale e) {
                if (stale == MOST_STALE) {
                    throw e;
                }
            }
        }
    }

    /**
     * The request with the method and path of the attempt. In headers, camel-http would take the address apart and put it
     * together again four times over. What passes through is a request of its own, as it may be needed once more.
     */
    private static ClassicHttpRequest addressed(
            ClassicHttpRequest request, AttemptEntity entity, ExecChain.Scope scope) {
        // A proxy is told the whole address, and what is only explained is written down with its path.
        boolean late = !entity.addressesItself()
                && scope.route.getProxyHost() == null
                && !entity.flight().call().isExplained();
        AttemptExecutor.addressed(scope.clientContext, late ? entity.target() : null);
        if (!entity.addressesItself()) {
            request.setPath(late ? ROOT : entity.target());
            return request;
        }
        ClassicHttpRequest own = new BasicClassicHttpRequest(
                entity.method(), request.getScheme(), request.getAuthority(), entity.target());
        own.setHeaders(request.getHeaders());
        own.setVersion(request.getVersion());
        if (entity.getContentLength() != 0) {
            own.setEntity(entity);
        }
        return own;
    }

    private static UpstreamFailure invalid(InFlight flight) {
        return UpstreamFailure.fault(new Refusal(
                ErrorKind.UPSTREAM_INVALID_REPLY,
                "upstream \"" + flight.upstream().name() + "\" answered with what is not valid HTTP"));
    }

    private static UpstreamFailure ended(AttemptEntity entity, UpstreamFailure failure) {
        InFlight flight = entity.flight();
        if (!entity.isInner()) {
            flight.end(failure.refusal().kind());
        }
        return failure.in(flight.call());
    }
}
