package dev.mehari.upstream;

import dev.mehari.call.Call;
import dev.mehari.call.ErrorKind;
import dev.mehari.call.Refusal;
import dev.mehari.call.RequestBody;
import dev.mehari.call.Target;
import dev.mehari.call.Usage;
import dev.mehari.config.Snapshot;
import dev.mehari.protocol.Codecs;
import dev.mehari.protocol.chat.Loss;
import dev.mehari.protocol.embedding.EmbeddingCodec;
import dev.mehari.protocol.embedding.EmbeddingTranslation;
import dev.mehari.protocol.embedding.Vectors;
import dev.mehari.tokens.TokenCounter;
import java.util.List;

/** Calls for vectors: what is sent, and what comes back. Any thread. */
public final class Embeddings {
    private final Snapshot snapshot;
    private final Codecs codecs;
    private final TokenCounter counter;

    public Embeddings(Snapshot snapshot, Codecs codecs, TokenCounter counter) {
        this.snapshot = snapshot;
        this.codecs = codecs;
        this.counter = counter;
    }

    /**
     * The call as it goes to its current target, always from the bytes that came.
     *
     * @throws Refusal when the request is wrong, or says what the upstream cannot be told
     */
    EmbeddingTranslation begin(InFlight flight) {
        Call call = flight.call();
        Target target = flight.attempt().target();
        RequestBody request = call.request();
        EmbeddingCodec caller = codecs.of(call.getProtocol()).embeddings();
        EmbeddingCodec upstream = codecs.of(flight.speech().protocol()).embeddings();
        if (request == null || caller == null) {
            throw new Refusal(ErrorKind.INTERNAL_ERROR, "the request was let go before it was sent");
        }
        if (upstream == null) {
            throw Refusal.of(
                    ErrorKind.UNSUPPORTED_VALUE, "the upstream of " + target + " offers no embeddings", "model");
        }
        EmbeddingTranslation translation = new EmbeddingTranslation(
                caller, upstream, flight.speech().protocol() == call.getProtocol(), request, target.model());
        List<Loss> losses = translation.losses();
        if (!losses.isEmpty() && snapshot.models().manner(call.getAlias()).refusesLosses()) {
            throw Translations.lost(losses.getFirst(), target);
        }
        flight.speech().embeds(translation);
        return translation;
    }

    /**
     * The upstream's whole reply as the caller reads it; what it used is noted, or counted where the reply does not say.
     *
     * @throws Refusal {@code UPSTREAM_INVALID_REPLY} when it is none, {@code UPSTREAM_ERROR} when it holds an error
     */
    byte[] answer(InFlight flight, byte[] reply) {
        EmbeddingTranslation translation = flight.speech().embedding();
        if (translation == null) {
            throw new IllegalStateException("a reply to what was never sent");
        }
        Vectors vectors = translation.read(reply);
        Usage usage = vectors.usage();
        if (usage == null) {
            usage = counted(flight, translation);
        } else {
            flight.call().attempts().used(usage);
        }
        return translation.answer(reply, vectors, usage.total());
    }

    private Usage counted(InFlight flight, EmbeddingTranslation translation) {
        Target target = flight.attempt().target();
        String texts = String.join("\n", translation.texts());
        long tokens = counter.count(texts, snapshot.capabilities().of(target).tokenizer());
        Usage counted = new Usage(tokens, 0, 0, 0, 0, 0);
        flight.attempt().counted(counted);
        flight.call().estimated();
        return counted;
    }
}
