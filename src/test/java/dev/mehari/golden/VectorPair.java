package dev.mehari.golden;

import dev.mehari.protocol.Codec;
import dev.mehari.protocol.chat.Tree;
import dev.mehari.protocol.embedding.EmbeddingCodec;
import dev.mehari.protocol.embedding.EmbeddingTranslation;
import dev.mehari.protocol.gemini.GeminiCodec;
import dev.mehari.protocol.openai.OpenAiCodec;
import java.util.Objects;

/** The two sides of a case of vectors. */
public final class VectorPair {
    private static final Codec OPENAI = new OpenAiCodec();
    private static final Codec GEMINI = new GeminiCodec();

    private VectorPair() {}

    /** Whether it is a case of vectors. */
    public static boolean knows(GoldenCase golden) {
        return golden.inbound().contains("embed");
    }

    /** Whether its upstream has vectors. */
    public static boolean asked(GoldenCase golden) {
        return golden.upstream().contains("embed");
    }

    static Codec side(String protocol) {
        return protocol.startsWith("gemini") ? GEMINI : OPENAI;
    }

    public static EmbeddingTranslation translation(GoldenCase golden) {
        EmbeddingCodec caller = Objects.requireNonNull(side(golden.inbound()).embeddings());
        EmbeddingCodec upstream = Objects.requireNonNull(side(golden.upstream()).embeddings());
        String model = GoldenCases.model(golden);
        byte[] body = Tree.bytes(golden.root().path("client_request"));
        boolean same = side(golden.inbound()).equals(side(golden.upstream()));
        String named = golden.inbound().startsWith("gemini") ? model : null;
        boolean batch = golden.inbound().contains("batch");
        return new EmbeddingTranslation(caller, upstream, same, caller.check(body, named, batch), model);
    }
}
