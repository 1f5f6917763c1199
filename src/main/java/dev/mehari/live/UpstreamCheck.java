package dev.mehari.live;

import dev.mehari.call.ErrorKind;
import dev.mehari.call.Protocol;
import dev.mehari.config.Upstream;
import dev.mehari.health.Checks;
import dev.mehari.protocol.Codec;
import dev.mehari.protocol.Codecs;
import java.io.IOException;
import org.apache.camel.component.http.HttpClientConfigurer;
import org.apache.hc.client5.http.classic.methods.HttpGet;
import org.apache.hc.client5.http.config.RequestConfig;
import org.apache.hc.client5.http.impl.classic.CloseableHttpClient;
import org.apache.hc.client5.http.impl.classic.HttpClientBuilder;
import org.apache.hc.core5.util.Timeout;
import org.jspecify.annotations.Nullable;

/** Asks an upstream for its list of models, which costs nothing, over the upstream's own pool of connections. */
public final class UpstreamCheck implements Checks.Question {
    private static final Timeout LONGEST = Timeout.ofSeconds(10);

    private final UpstreamClients clients;
    private final Codecs codecs;

    public UpstreamCheck(UpstreamClients clients, Codecs codecs) {
        this.clients = clients;
        this.codecs = codecs;
    }

    @Override
    public @Nullable ErrorKind ask(Upstream upstream, Upstream.Credential credential) {
        Codec codec = codecs.of(upstream.protocol());
        UpstreamClients.Use use = clients.use();
        try {
            HttpClientConfigurer configurer = use.of(upstream);
            HttpClientBuilder builder = HttpClientBuilder.create();
            configurer.configureHttpClient(builder);
            HttpGet request = new HttpGet(upstream.baseUrl() + path(upstream.protocol()));
            codec.defaultHeaders().forEach(request::setHeader);
            upstream.headers().forEach(request::setHeader);
            request.setHeader(
                    codec.credentialHeader(),
                    codec.credentialValue(credential.key().reveal()));
            request.setHeader("User-Agent", "mehari");
            request.setConfig(RequestConfig.custom()
                    .setConnectionRequestTimeout(LONGEST)
                    .setResponseTimeout(LONGEST)
                    .build());
            // The pool is shared: closing the client leaves it alone.
            try (CloseableHttpClient client = builder.build()) {
                int status = client.executeOpen(null, request, null).getCode();
                // The list is not read, and to close it would be to read it: all other checks wait for this one.
                request.cancel();
                return kind(status);
            }
        } catch (IOException e) {
            return ErrorKind.UPSTREAM_UNREACHABLE;
        } finally {
            use.release();
        }
    }

    private static String path(Protocol protocol) {
        return switch (protocol) {
            case OPENAI_CHAT, OPENAI_COMPLETIONS, OPENAI_RESPONSES -> "/models";
            case ANTHROPIC_MESSAGES -> "/v1/models";
            case GEMINI -> "/v1beta/models";
        };
    }

    /** An upstream that has no list says nothing about a credential. */
    private static @Nullable ErrorKind kind(int status) {
        return switch (status) {
            case 401, 403, 407 -> ErrorKind.UPSTREAM_AUTH_FAILED;
            case 402 -> ErrorKind.INSUFFICIENT_QUOTA;
            case 429 -> ErrorKind.UPSTREAM_RATE_LIMITED;
            default -> status >= 500 ? ErrorKind.UPSTREAM_ERROR : status < 300 ? null : ErrorKind.NOT_READY;
        };
    }
}
