package dev.mehari.protocol.openai;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.mehari.call.ErrorKind;
import dev.mehari.call.Refusal;
import dev.mehari.call.RequestBody;
import dev.mehari.protocol.Json;
import dev.mehari.protocol.ModelRequest;
import dev.mehari.protocol.chat.Given;
import dev.mehari.protocol.chat.Losses;
import dev.mehari.protocol.chat.Tree;
import dev.mehari.protocol.embedding.EmbeddingCodec;
import dev.mehari.protocol.embedding.EmbeddingRequest;
import dev.mehari.protocol.embedding.Passage;
import dev.mehari.protocol.embedding.Vector;
import dev.mehari.protocol.embedding.Vectors;
import dev.mehari.protocol.embedding.Wanted;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** OpenAI's embeddings, and those of the many vendors who borrowed them. */
final class OpenAiEmbeddings implements EmbeddingCodec {
    static final String PACKED = "base64";

    @Override
    public RequestBody check(byte[] body, @Nullable String model, boolean batch) {
        return ModelRequest.read(body);
    }

    @Override
    public Wanted wanted(RequestBody request) {
        return new Wanted(PACKED.equals(request.field("encoding_format")), true);
    }

    @Override
    public String path(String model, boolean batch) {
        return "/embeddings";
    }

    @Override
    public EmbeddingRequest read(RequestBody checked, JsonNode body, Losses losses) {
        return PassageReader.read(body, losses);
    }

    @Override
    public ObjectNode write(EmbeddingRequest request, String model, Losses losses) {
        ObjectNode body = Tree.object().put("model", model);
        List<Passage> passages = request.passages();
        if (passages.size() == 1) {
            body.put("input", passages.getFirst().text());
        } else {
            ArrayNode input = body.putArray("input");
            passages.forEach(passage -> input.add(passage.text()));
        }
        for (Passage passage : passages) {
            drop(passage.task(), losses);
            drop(passage.title(), losses);
        }
        Integer dimensions = dimensions(passages);
        if (dimensions != null) {
            body.put("dimensions", dimensions);
        }
        if (request.user() != null) {
            body.put("user", request.user().value());
        }
        return body;
    }

    private static void drop(@Nullable Given<String> given, Losses losses) {
        if (given != null) {
            losses.dropped(given.at());
        }
    }

    /** All vectors of a call have the same length here. */
    private static @Nullable Integer dimensions(List<Passage> passages) {
        Given<Integer> first = passages.getFirst().dimensions();
        Integer asked = first == null ? null : first.value();
        for (Passage passage : passages) {
            Given<Integer> own = passage.dimensions();
            if (!Objects.equals(asked, own == null ? null : own.value())) {
                throw Refusal.of(
                        ErrorKind.UNSUPPORTED_VALUE,
                        "the target of this model makes all vectors of a call of the same length, and \"" + passage.at()
                                + "\" asks for another than the first",
                        own == null ? passage.at() : own.at());
            }
        }
        return asked;
    }

    @Override
    public Vectors decode(byte[] reply) {
        return VectorReader.read(reply);
    }

    @Override
    public byte[] encode(Vectors vectors, Wanted wanted, String model, long tokens) {
        List<String> list = new ArrayList<>(vectors.list().size());
        for (Vector vector : vectors.list()) {
            list.add("{\"object\":\"embedding\",\"index\":" + list.size() + ",\"embedding\":"
                    + (wanted.packed() ? "\"" + vector.packed() + "\"" : vector.numbers()) + "}");
        }
        String named = vectors.model() == null ? model : vectors.model();
        return Json.utf8("{\"object\":\"list\",\"data\":[" + String.join(",", list) + "],\"model\":" + Json.quote(named)
                + ",\"usage\":{\"prompt_tokens\":" + tokens + ",\"total_tokens\":" + tokens + "}}");
    }
}
