package dev.mehari.protocol.embedding;

import com.fasterxml.jackson.databind.JsonNode;
import dev.mehari.call.ErrorKind;
import dev.mehari.call.Refusal;
import dev.mehari.call.RequestBody;
import dev.mehari.protocol.chat.Loss;
import dev.mehari.protocol.chat.Losses;
import dev.mehari.protocol.chat.Tree;
import java.io.IOException;
import java.util.List;

/** A request for vectors on its way to an upstream, and its answer on the way back. One attempt, one thread. */
public final class EmbeddingTranslation {
    private final EmbeddingCodec caller;
    private final EmbeddingCodec upstream;
    private final String model;
    private final Wanted wanted;
    private final byte[] body;
    private final boolean passes;
    private final RequestBody request;
    private final List<Passage> passages;
    private final Losses losses = new Losses();

    /**
     * Translates a request; of the same protocol, its bytes pass but for the model's name.
     *
     * @param passes whether both sides speak the same protocol
     * @param model the upstream model
     * @throws Refusal when the request is wrong, or says what the upstream cannot be told
     */
    public EmbeddingTranslation(
            EmbeddingCodec caller, EmbeddingCodec upstream, boolean passes, RequestBody request, String model) {
        this.caller = caller;
        this.upstream = upstream;
        this.passes = passes;
        this.model = model;
        this.wanted = caller.wanted(request);
        this.request = request;
        if (passes) {
            this.passages = List.of();
            this.body = request.forUpstream(model, false);
        } else {
            EmbeddingRequest read = caller.read(request, tree(request.bytes()), losses);
            this.passages = read.passages();
            this.body = Tree.bytes(upstream.write(read, model, losses));
        }
    }

    /** Path to append to the upstream's base URL. */
    public String path() {
        return upstream.path(model, !passes || wanted.batch());
    }

    /** What is sent. */
    public byte[] body() {
        return body;
    }

    /** Whether the request goes out as it came. */
    public boolean passes() {
        return passes;
    }

    /** What was lost up to now. */
    public List<Loss> losses() {
        return losses.all();
    }

    /**
     * Reads the upstream's whole reply.
     *
     * @throws Refusal {@code UPSTREAM_INVALID_REPLY} when it is none, {@code UPSTREAM_ERROR} when it holds an error
     */
    public Vectors read(byte[] reply) {
        Vectors vectors = upstream.decode(reply);
        if (!passes && vectors.list().size() != passages.size()) {
            throw new Refusal(
                    ErrorKind.UPSTREAM_INVALID_REPLY,
                    "The upstream answered with " + vectors.list().size() + " vectors for " + passages.size()
                            + " texts.");
        }
        return vectors;
    }

    /** The texts of the request; none where it holds what no other protocol could be told. */
    public List<String> texts() {
        List<Passage> known = passages;
        if (passes) {
            try {
                known = caller.read(request, tree(request.bytes()), new Losses())
                        .passages();
            } catch (Refusal unsayable) {
                known = List.of();
            }
        }
        return known.stream().map(Passage::text).toList();
    }

    /**
     * The reply as the caller reads it. Of the same protocol it stays as it came, unless the upstream did not answer in
     * the form that was asked: SDKs that asked for base64 take a list of numbers for it, and get other numbers.
     *
     * @param tokens of the request, for a reply that has to be written anew
     * @throws Refusal {@code UPSTREAM_INVALID_REPLY} when a vector is none
     */
    public byte[] answer(byte[] reply, Vectors vectors, long tokens) {
        if (passes && vectors.list().stream().allMatch(wanted::is)) {
            return reply;
        }
        return caller.encode(vectors, wanted, model, tokens);
    }

    private static JsonNode tree(byte[] body) {
        try {
            return Tree.read(body);
        } catch (IOException e) {
            throw new IllegalStateException("the body was read before", e);
        }
    }
}
