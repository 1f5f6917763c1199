package dev.mehari.edge;

import dev.mehari.call.Call;
import dev.mehari.call.ErrorKind;
import dev.mehari.call.Protocol;
import dev.mehari.call.Refusal;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.Locale;
import java.util.Set;
import java.util.function.Function;
import org.apache.camel.Exchange;
import org.apache.camel.ExchangePattern;
import org.apache.camel.Message;
import org.apache.camel.Processor;
import org.apache.camel.component.platform.http.PlatformHttpEndpoint;
import org.apache.camel.component.platform.http.spi.PlatformHttpConsumer;
import org.apache.camel.support.DefaultConsumer;
import org.apache.coyote.CloseNowException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** One {@code platform-http:} consumer: a request in, an answer out, on the thread that brought the request. */
final class EdgeConsumer extends DefaultConsumer implements PlatformHttpConsumer {
    private static final Logger LOG = LoggerFactory.getLogger(EdgeConsumer.class);

    private final EdgeEngine engine;
    private final EdgeErrors errors;
    private final ReplyWriter writer;
    private final String path;
    private final boolean prefix;
    private final Set<String> methods;

    EdgeConsumer(
            EdgeEngine engine,
            EdgeErrors errors,
            ReplyWriter writer,
            PlatformHttpEndpoint endpoint,
            Processor processor) {
        super(endpoint, processor);
        this.engine = engine;
        this.errors = errors;
        this.writer = writer;
        this.path = PathSpelling.normalise(endpoint.getPath());
        this.prefix = endpoint.isMatchOnUriPrefix();
        String restrict = endpoint.getHttpMethodRestrict();
        this.methods = restrict == null
                ? Set.of()
                : Set.of(restrict.toUpperCase(Locale.ROOT).split(","));
    }

    @Override
    public PlatformHttpEndpoint getEndpoint() {
        return (PlatformHttpEndpoint) super.getEndpoint();
    }

    String path() {
        return path;
    }

    boolean prefix() {
        return prefix;
    }

    /** Whether requests of this method are taken. */
    boolean takes(String method) {
        return methods.isEmpty() || methods.contains(method);
    }

    @Override
    protected void doStart() throws Exception {
        super.doStart();
        engine.add(this);
    }

    @Override
    protected void doStop() throws Exception {
        engine.remove(this);
        super.doStop();
    }

    void handle(Inbound inbound, HttpServletResponse response) throws IOException {
        if (!takes(inbound)) {
            response.setHeader("Allow", String.join(", ", methods));
            throw notTaken();
        }
        Exchange exchange = exchange(inbound);
        Outlet outlet = new Outlet(response, System::nanoTime);
        exchange.setProperty(Outlet.PROPERTY, outlet);
        try {
            createUoW(exchange);
            process(exchange);
            write(exchange, inbound, outlet, response);
        } catch (Exception e) {
            throw e instanceof IOException io ? io : new IOException(e);
        } finally {
            outlet.close();
            doneUoW(exchange);
            releaseExchange(exchange, false);
        }
    }

    /**
     * Takes a request that is only explained the same way, without an answer being written.
     *
     * @param look what is wanted of it, before the call ends
     * @throws Refusal as the caller would be refused
     */
    <T> T explain(Inbound inbound, Question question, Function<Exchange, T> look) throws Exception {
        if (!takes(inbound)) {
            throw notTaken();
        }
        Exchange exchange = exchange(inbound);
        exchange.setProperty(Question.PROPERTY, question);
        try {
            createUoW(exchange);
            process(exchange);
            if (exchange.getException() != null) {
                throw exchange.getException();
            }
            return look.apply(exchange);
        } finally {
            doneUoW(exchange);
            releaseExchange(exchange, false);
        }
    }

    private boolean takes(Inbound inbound) {
        // The container leaves the body of an answer to HEAD out.
        return takes(inbound.method().equals("HEAD") ? "GET" : inbound.method());
    }

    private Refusal notTaken() {
        return new Refusal(ErrorKind.METHOD_NOT_ALLOWED, "this path takes " + String.join(" and ", methods) + " only");
    }

    private Exchange exchange(Inbound inbound) {
        Exchange exchange = createExchange(false);
        exchange.setPattern(ExchangePattern.InOut);
        exchange.setProperty(Inbound.PROPERTY, inbound);
        Message in = exchange.getMessage();
        in.setHeader(Exchange.HTTP_METHOD, inbound.method());
        in.setHeader(Exchange.HTTP_PATH, inbound.path());
        in.setBody(inbound.body());
        return exchange;
    }

    private void process(Exchange exchange) {
        try {
            getProcessor().process(exchange);
        } catch (Exception e) {
            exchange.setException(e);
        }
    }

    private void write(Exchange exchange, Inbound inbound, Outlet outlet, HttpServletResponse response)
            throws IOException {
        Exception failure = exchange.getException();
        if (failure != null) {
            Refusal refusal = failure instanceof Refusal known ? known : null;
            if (refusal == null) {
                LOG.error("request {} failed", inbound, failure);
                refusal = new Refusal(ErrorKind.INTERNAL_ERROR, "internal error, request " + inbound.requestId());
            }
            outlet.close();
            errors.write(inbound, refusal, response);
            return;
        }
        Call call = exchange.getProperty(Calls.PROPERTY, Call.class);
        int told = call == null ? 0 : ReplyHeaders.losses(call).size();
        boolean estimated = call != null && call.isEstimated();
        boolean stopped = call != null && ReplyHeaders.stopNarrowed(call);
        try {
            writer.write(exchange, outlet);
            if (call != null
                    && (outlet.isEarly()
                            || ReplyHeaders.losses(call).size() > told
                            || (!stopped && ReplyHeaders.stopNarrowed(call))
                            || (!estimated && ReplyHeaders.estimatedInTranslation(call)))) {
                last(call, outlet);
            }
        } catch (IOException e) {
            // The caller cannot be reached any more: whoever works for it may stop.
            if (call != null) {
                call.cancellation().cancel();
            }
            LOG.debug("request {}: the caller left: {}", inbound, e.toString());
        } catch (Refusal broken) {
            // What passes through has no word for it: only the connection can say that this was not all.
            throw new CloseNowException("request " + inbound.requestId() + ": " + broken.text());
        } catch (RuntimeException e) {
            // Nobody's fault but ours: no upstream may be blamed for the answer that is cut off here.
            if (call != null) {
                call.cancellation().cancel();
            }
            throw e;
        }
    }

    /**
     * What the headers could not say, because they were early, or because only the end of a translated stream told it. Who
     * closed at the end of the answer has it all, and did not leave it.
     * Gemini's callers are told by the row only: Google's clients for Python and Go take a comment for broken data.
     */
    private static void last(Call call, Outlet outlet) {
        if (call.getProtocol() == Protocol.GEMINI || call.isCancelled()) {
            return;
        }
        try {
            outlet.after(LateAnswer.facts(call));
        } catch (IOException e) {
            LOG.debug("call {}: the caller closed after the answer: {}", call.getId(), e.toString());
        }
    }
}
