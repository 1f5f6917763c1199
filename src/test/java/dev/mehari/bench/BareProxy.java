package dev.mehari.bench;

import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.URI;
import org.apache.catalina.Context;
import org.apache.catalina.LifecycleException;
import org.apache.catalina.connector.Connector;
import org.apache.catalina.startup.Tomcat;
import org.apache.coyote.http11.Http11NioProtocol;
import org.apache.hc.client5.http.classic.methods.HttpPost;
import org.apache.hc.client5.http.impl.classic.CloseableHttpClient;
import org.apache.hc.client5.http.impl.classic.HttpClients;
import org.apache.hc.client5.http.impl.io.PoolingHttpClientConnectionManagerBuilder;
import org.apache.hc.core5.http.ClassicHttpResponse;
import org.apache.hc.core5.http.ContentType;
import org.apache.hc.core5.http.HttpEntity;
import org.apache.hc.core5.http.HttpHeaders;
import org.apache.hc.core5.http.io.entity.ByteArrayEntity;
import org.apache.hc.core5.http.io.entity.EntityUtils;
import org.apache.tomcat.util.threads.VirtualThreadExecutor;

/**
 * What this JVM can do at all: a plain servlet on the gateway's own version of Tomcat, on virtual threads as there, that
 * forwards with Apache HttpClient 5 as it comes, and does nothing else. No filter, no key, no row.
 */
public final class BareProxy {
    private static final int CONNECTIONS = 2_000;

    private BareProxy() {}

    /** @param args the port, the upstream's base URL, a folder for Tomcat */
    public static void main(String[] args) throws LifecycleException {
        Http11NioProtocol protocol = new Http11NioProtocol();
        protocol.setPort(Integer.parseInt(args[0]));
        protocol.setMaxKeepAliveRequests(-1);
        protocol.setMaxConnections(20_000);
        protocol.setExecutor(new VirtualThreadExecutor("bare-"));
        Tomcat tomcat = new Tomcat();
        tomcat.setBaseDir(args[2]);
        tomcat.setConnector(new Connector(protocol));
        Context context = tomcat.addContext("", null);
        Tomcat.addServlet(context, "forward", new Forward(args[1]));
        context.addServletMappingDecoded("/*", "forward");
        tomcat.start();
        tomcat.getServer().await();
    }

    private static final class Forward extends HttpServlet {
        private static final long serialVersionUID = 1L;

        private final String upstream;
        private final transient CloseableHttpClient client = HttpClients.custom()
                .setConnectionManager(PoolingHttpClientConnectionManagerBuilder.create()
                        .setMaxConnTotal(CONNECTIONS)
                        .setMaxConnPerRoute(CONNECTIONS)
                        .build())
                .build();

        Forward(String upstream) {
            this.upstream = upstream;
        }

        @Override
        protected void doPost(HttpServletRequest request, HttpServletResponse response) throws IOException {
            HttpPost post = new HttpPost(URI.create(upstream + request.getRequestURI()));
            post.setHeader(HttpHeaders.AUTHORIZATION, request.getHeader(HttpHeaders.AUTHORIZATION));
            post.setEntity(new ByteArrayEntity(request.getInputStream().readAllBytes(), ContentType.APPLICATION_JSON));
            client.execute(post, reply -> {
                answer(reply, response);
                return reply;
            });
        }

        private static void answer(ClassicHttpResponse reply, HttpServletResponse response) throws IOException {
            response.setStatus(reply.getCode());
            HttpEntity entity = reply.getEntity();
            response.setContentType(entity.getContentType());
            if (!entity.isChunked()) {
                byte[] whole = EntityUtils.toByteArray(entity);
                response.setContentLength(whole.length);
                response.getOutputStream().write(whole);
                return;
            }
            byte[] buffer = new byte[8192];
            InputStream in = entity.getContent();
            OutputStream out = response.getOutputStream();
            for (int n; (n = in.read(buffer)) >= 0; ) {
                out.write(buffer, 0, n);
                response.flushBuffer();
            }
        }
    }
}
