package dev.mehari.upstream;

import dev.mehari.call.Call;
import dev.mehari.call.ErrorKind;
import dev.mehari.call.Refusal;
import dev.mehari.call.RequestBody;
import dev.mehari.config.Upstream;
import dev.mehari.protocol.Codec;
import dev.mehari.protocol.Codecs;
import dev.mehari.protocol.Translation;
import dev.mehari.protocol.embedding.EmbeddingTranslation;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** Builds what is sent: the caller's bytes with named fields patched, headers from an allowlist, one credential. */
public final class Requests {
    private final Codecs codecs;
    private final Translations translations;

    public Requests(Codecs codecs, Translations translations) {
        this.codecs = codecs;
        this.translations = translations;
    }

    public UpstreamRequest build(InFlight flight) {
        RequestBody request = flight.call().request();
        if (request == null) {
            throw new Refusal(ErrorKind.INTERNAL_ERROR, "the request was let go before it was sent");
        }
        return switch (flight.call().operation()) {
            case EMBEDDINGS -> vectors(flight, request);
            case CHAT, COUNT_TOKENS, PASSTHROUGH -> answer(flight, request);
        };
    }

    private UpstreamRequest vectors(InFlight flight, RequestBody request) {
        EmbeddingTranslation embedding = translations.ofVectors(flight, request);
        return sent(flight, embedding.path(), embedding.body(), false);
    }

    private UpstreamRequest answer(InFlight flight, RequestBody request) {
        Call call = flight.call();
        Upstream upstream = flight.upstream();
        String model = flight.attempt().target().model();
        Translation translation = translations.of(flight, request);
        byte[] body = translation == null
                ? request.forUpstream(model, upstream.quirks(), translations.defaults(flight))
                : translation.body();
        boolean stream = call.isStream() && !flight.wholeForStream();
        boolean events = stream && (translation != null || call.isEventStream());
        return sent(flight, codecs.of(flight.protocol()).path(model, stream, events), body, events);
    }

    /** @param path behind the upstream's base URL */
    private UpstreamRequest sent(InFlight flight, String path, byte[] body, boolean events) {
        return new UpstreamRequest(flight.upstream().baseUrl(), path, headers(flight, events), body);
    }

    private Map<String, String> headers(InFlight flight, boolean events) {
        Call call = flight.call();
        Codec codec = codecs.of(flight.protocol());
        Map<String, String> headers = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
        headers.putAll(codec.defaultHeaders());
        if (flight.protocol() == call.getProtocol()) {
            for (String name : codec.requestHeaders()) {
                String value = call.header(name);
                if (value != null) {
                    headers.put(name, value);
                }
            }
        }
        headers.putAll(flight.upstream().headers());
        headers.put("Content-Type", "application/json");
        headers.put("Accept", events ? "text/event-stream" : "application/json");
        headers.put("Accept-Encoding", "identity");
        headers.put("User-Agent", "mehari");
        Upstream.Credential credential = credential(flight);
        if (credential != null) {
            headers.put(
                    codec.credentialHeader(),
                    codec.credentialValue(credential.key().reveal()));
        }
        return headers;
    }

    /** The one credential of the attempt; null when the upstream needs none. */
    private static Upstream.@Nullable Credential credential(InFlight flight) {
        String id = flight.attempt().credentialId();
        for (Upstream.Credential credential : flight.upstream().credentials()) {
            if (credential.id().equals(id)) {
                return credential;
            }
        }
        return null;
    }
}
