package dev.mehari.edge;

import jakarta.servlet.ServletException;
import java.io.IOException;
import org.apache.catalina.connector.Request;
import org.apache.catalina.connector.Response;
import org.apache.catalina.core.StandardHost;
import org.apache.catalina.valves.ErrorReportValve;
import org.apache.coyote.ActionCode;
import org.apache.coyote.Adapter;
import org.apache.coyote.Processor;
import org.apache.coyote.http11.AbstractHttp11Protocol;
import org.apache.coyote.http11.Http11NioProtocol;
import org.apache.coyote.http11.Http11Processor;
import org.apache.tomcat.util.buf.EncodedSolidusHandling;
import org.apache.tomcat.util.net.AbstractEndpoint.Handler.SocketState;
import org.apache.tomcat.util.net.SocketWrapperBase;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.boot.web.embedded.tomcat.TomcatServletWebServerFactory;
import org.springframework.boot.web.server.WebServerFactoryCustomizer;

/** What Tomcat must do for a gateway: show us the caller's socket, pass encoded slashes on, and answer in JSON. */
public final class EdgeServer implements WebServerFactoryCustomizer<TomcatServletWebServerFactory> {
    private static final Logger LOG = LoggerFactory.getLogger(EdgeServer.class);

    /** Slot of Coyote's request notes; Tomcat itself uses the first few. */
    private static final int NOTE = 21;

    private final EdgeErrors errors;

    public EdgeServer(EdgeErrors errors) {
        this.errors = errors;
    }

    @Override
    public void customize(TomcatServletWebServerFactory factory) {
        factory.setProtocol(Protocol.class.getName());
        factory.addConnectorCustomizers(connector -> {
            connector.setEncodedSolidusHandling(EncodedSolidusHandling.PASS_THROUGH.getValue());
            connector.setProperty("serverRemoveAppProvidedValues", "true");
        });
        factory.addContextCustomizers(context -> {
            if (context.getParent() instanceof StandardHost host) {
                // Tomcat looks for a valve of this class before it makes one of its own.
                host.getPipeline().addValve(new ErrorValve(errors));
                host.setErrorReportValveClass(ErrorValve.class.getName());
            }
        });
    }

    /** Tomcat's HTTP/1.1 whose requests know their socket. Made by Tomcat, from its name. */
    public static final class Protocol extends Http11NioProtocol {
        @Override
        protected Processor createProcessor() {
            return new SocketNotingProcessor(this, getAdapter());
        }
    }

    private static final class SocketNotingProcessor extends Http11Processor {
        SocketNotingProcessor(AbstractHttp11Protocol<?> protocol, Adapter adapter) {
            super(protocol, adapter);
        }

        @Override
        public SocketState service(SocketWrapperBase<?> socket) throws IOException {
            request.setNote(NOTE, socket);
            return super.service(socket);
        }
    }

    private record Caller(SocketWrapperBase<?> socket, org.apache.coyote.Request request) implements CallerSocket {
        @Override
        public void abandonRequest() {
            request.action(ActionCode.DISABLE_SWALLOW_INPUT, null);
        }

        @Override
        public boolean gone() {
            try {
                // Reads what is there without waiting, into the buffer the next request is read from: nothing is lost.
                boolean unused = socket.isReadyForRead();
                return socket.isClosed();
            } catch (IOException e) {
                return true;
            }
        }

        @Override
        public long waitAtMost(long millis) {
            long before = socket.getReadTimeout();
            socket.setReadTimeout(millis);
            return before;
        }
    }

    /** Hands the socket on, and answers what Tomcat itself refuses. */
    private static final class ErrorValve extends ErrorReportValve {
        private final EdgeErrors errors;

        ErrorValve(EdgeErrors errors) {
            this.errors = errors;
        }

        @Override
        public void invoke(Request request, Response response) throws IOException, ServletException {
            if (request.getCoyoteRequest().getNote(NOTE) instanceof SocketWrapperBase<?> socket) {
                request.setAttribute(CallerSocket.ATTRIBUTE, new Caller(socket, request.getCoyoteRequest()));
            }
            try {
                super.invoke(request, response);
            } finally {
                // An access log, where an operator has one, is written from this request after us.
                SecretQueries.mask(request.getCoyoteRequest().queryString());
            }
        }

        @Override
        protected void report(Request request, Response response, Throwable throwable) {
            int status = response.getStatus();
            if (status < 400 || response.getContentWritten() > 0 || !response.setErrorReported()) {
                return;
            }
            try {
                errors.write(request, EdgeErrors.ofStatus(status), response.getResponse());
                response.finishResponse();
            } catch (IOException | IllegalStateException e) {
                LOG.debug("error not written: {}", e.toString());
            }
        }
    }
}
