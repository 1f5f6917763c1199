package dev.mehari.protocol.gemini;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.mehari.call.ErrorKind;
import dev.mehari.call.Refusal;
import dev.mehari.call.RequestBody;
import dev.mehari.protocol.Json;
import dev.mehari.protocol.chat.Losses;
import dev.mehari.protocol.chat.Tree;
import dev.mehari.protocol.embedding.EmbeddingCodec;
import dev.mehari.protocol.embedding.EmbeddingRequest;
import dev.mehari.protocol.embedding.Passage;
import dev.mehari.protocol.embedding.Vector;
import dev.mehari.protocol.embedding.Vectors;
import dev.mehari.protocol.embedding.Wanted;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Google's embedContent and batchEmbedContents, v1beta. */
final class GeminiEmbeddings implements EmbeddingCodec {
    /**
     * Most texts of one call. Not in Google's reference; its servers say "at most 100 requests can be in one batch"
     * (langchain-ai/langchainjs#4491, vercel/ai#16575 of 2026-07-02).
     */
    private static final int MOST = 100;

    @Override
    public RequestBody check(byte[] body, @Nullable String model, boolean batch) {
        return EmbedRequest.read(body, model, batch);
    }

    @Override
    public Wanted wanted(RequestBody request) {
        return new Wanted(false, request instanceof EmbedRequest own && own.batch());
    }

    @Override
    public String path(String model, boolean batch) {
        return "/v1beta/" + ModelPath.of(model) + (batch ? ":batchEmbedContents" : ":embedContent");
    }

    @Override
    public EmbeddingRequest read(RequestBody checked, JsonNode body, Losses losses) {
        return new PassageReader(losses).read(body, wanted(checked).batch());
    }

    @Override
    public ObjectNode write(EmbeddingRequest request, String model, Losses losses) {
        if (request.passages().size() > MOST) {
            throw Refusal.of(
                    ErrorKind.UNSUPPORTED_VALUE,
                    "the model \"" + model + "\" takes " + MOST + " texts in one call, and this one has "
                            + request.passages().size(),
                    request.at());
        }
        if (request.user() != null) {
            losses.dropped(request.user().at());
        }
        ObjectNode body = Tree.object();
        ArrayNode requests = body.putArray("requests");
        for (Passage passage : request.passages()) {
            ObjectNode one = requests.addObject().put("model", ModelPath.named(model));
            one.putObject("content").putArray("parts").addObject().put("text", passage.text());
            if (passage.task() != null) {
                one.put("taskType", passage.task().value());
            }
            if (passage.title() != null) {
                one.put("title", passage.title().value());
            }
            if (passage.dimensions() != null) {
                one.put("outputDimensionality", passage.dimensions().value());
            }
        }
        return body;
    }

    @Override
    public Vectors decode(byte[] reply) {
        return VectorReader.read(reply);
    }

    @Override
    public byte[] encode(Vectors vectors, Wanted wanted, String model, long tokens) {
        String list = vectors.list().stream()
                .map(Vector::numbers)
                .map(numbers -> "{\"values\":" + numbers + "}")
                .collect(Collectors.joining(","));
        String usage = ",\"usageMetadata\":{\"promptTokenCount\":" + tokens + "}}";
        return Json.utf8(wanted.batch() ? "{\"embeddings\":[" + list + "]" + usage : "{\"embedding\":" + list + usage);
    }
}
