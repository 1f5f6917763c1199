package dev.mehari.upstream;

import dev.mehari.call.Call;
import dev.mehari.call.ErrorKind;
import dev.mehari.call.Operation;
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
    private final Counts counts;
    private final Embeddings embeddings;
    private final Unreported unreported;

    public Requests(
            Codecs codecs, Translations translations, Counts counts, Embeddings embeddings, Unreported unreported) {
        this.codecs = codecs;
        this.translations = translations;
        this.counts = counts;
        this.embeddings = embeddings;
        this.unreported = unreported;
    }

    public UpstreamRequest build(InFlight flight) {
        Call call = flight.call();
        Upstream upstream = flight.upstream();
        if (call.passthrough() != null) {
            return PassedRequest.of(
                    flight, call.passthrough(), codecs.of(flight.speech().protocol()));
        }
        if (call.operation() == Operation.COUNT_TOKENS) {
            byte[] question = counts.body(flight);
            return new UpstreamRequest(
                    upstream.baseUrl(),
                    counts.path(flight),
                    headers(call, flight, codecs.of(flight.speech().protocol()), false),
                    question);
        }
        if (call.operation() == Operation.EMBEDDINGS) {
            EmbeddingTranslation texts = embeddings.begin(flight);
            return new UpstreamRequest(
                    upstream.baseUrl(),
                    texts.path(),
                    headers(call, flight, codecs.of(flight.speech().protocol()), false),
                    texts.body());
        }
        String model = flight.attempt().target().model();
        RequestBody request = call.request();
        if (request == null) {
            throw new Refusal(ErrorKind.INTERNAL_ERROR, "the request was let go before it was sent");
        }
        Translation translation = translations.of(flight, request);
        // Which protocol is spoken, the translation may have decided.
        Codec codec = codecs.of(flight.speech().protocol());
        byte[] body = translation == null || !translation.ofRequest()
                ? translations.own(flight, request).forUpstream(model, upstream.quirks(), translations.defaults(flight))
                : translation.takeBody();
        boolean stream = call.isStream() && !flight.speech().wholeForStream();
        boolean events = stream && (call.isEventStream() || (translation != null && translation.ofRequest()));
        unreported.watch(flight);
        return new UpstreamRequest(
                upstream.baseUrl(), codec.path(model, stream, events), headers(call, flight, codec, events), body);
    }

    private static Map<String, String> headers(Call call, InFlight flight, Codec codec, boolean events) {
        Map<String, String> headers = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
        headers.putAll(codec.defaultHeaders());
        if (flight.speech().protocol() == call.getProtocol()) {
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
        credential(flight, codec, headers);
        return headers;
    }

    /** Adds the one credential of the attempt; none when the upstream needs none. */
    static void credential(InFlight flight, Codec codec, Map<String, String> headers) {
        Upstream.Credential credential = credential(flight);
        if (credential != null) {
            headers.put(
                    codec.credentialHeader(),
                    codec.credentialValue(credential.key().reveal()));
        }
    }

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
