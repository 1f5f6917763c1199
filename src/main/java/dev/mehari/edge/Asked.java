package dev.mehari.edge;

import dev.mehari.call.ErrorKind;
import dev.mehari.call.Operation;
import dev.mehari.call.Protocol;
import dev.mehari.call.Refusal;
import dev.mehari.call.RequestBody;
import dev.mehari.call.ThinkingShown;
import dev.mehari.protocol.Codec;
import dev.mehari.protocol.embedding.EmbeddingCodec;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** What the path of a request says beyond its protocol. */
record Asked(
        Protocol protocol,
        Operation operation,
        @Nullable String model,
        boolean stream,
        boolean eventStream,
        @Nullable ThinkingShown thinking,
        boolean batch) {
    /** The header that says how thinking is to be shown. */
    static final String THINKING = "x-thinking";

    Asked(Protocol protocol, @Nullable String model, boolean stream, boolean eventStream) {
        this(protocol, Operation.CHAT, model, stream, eventStream, null);
    }

    Asked(
            Protocol protocol,
            Operation operation,
            @Nullable String model,
            boolean stream,
            boolean eventStream,
            @Nullable ThinkingShown thinking) {
        this(protocol, operation, model, stream, eventStream, thinking, false);
    }

    /** @param batch whether several vectors are asked, for protocols that say it in the path */
    static Asked embeddings(Protocol protocol, @Nullable String model, boolean batch) {
        return new Asked(protocol, Operation.EMBEDDINGS, model, false, false, null, batch);
    }

    /** Reads a body that came to the path. */
    RequestBody read(Codec codec, byte[] body) {
        EmbeddingCodec vectors = operation == Operation.EMBEDDINGS ? codec.embeddings() : null;
        return vectors == null ? codec.read(body, operation) : vectors.check(body, model, batch);
    }

    /**
     * How thinking is to be shown, null where nobody says it. A header stands above the path.
     *
     * @throws Refusal when the header holds another word
     */
    @Nullable
    ThinkingShown thinking(@Nullable String header) {
        if (header == null || protocol != Protocol.OPENAI_CHAT) {
            return thinking;
        }
        return ThinkingShown.of(header.strip().toLowerCase(Locale.ROOT))
                .orElseThrow(() -> Refusal.of(
                        ErrorKind.INVALID_REQUEST,
                        "the header \"" + THINKING + "\" must be \"field\", \"tags\" or \"none\"",
                        THINKING));
    }
}
