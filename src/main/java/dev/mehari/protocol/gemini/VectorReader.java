package dev.mehari.protocol.gemini;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import dev.mehari.protocol.FactsReader;
import dev.mehari.protocol.Json;
import dev.mehari.protocol.Slice;
import dev.mehari.protocol.embedding.Vector;
import dev.mehari.protocol.embedding.Vectors;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/** Reads a whole reply of vectors; one vector, or a list of them. */
final class VectorReader extends FactsReader {
    private final byte[] reply;
    private final List<Vector> list = new ArrayList<>();
    private boolean ours;

    private VectorReader(byte[] reply) {
        this.reply = reply;
    }

    static Vectors read(byte[] reply) {
        VectorReader reader = new VectorReader(reply);
        reader.walk(reply, "an embedContent reply");
        return new Vectors(reader.list, null, reader.usage());
    }

    @Override
    protected boolean ours() {
        return ours;
    }

    @Override
    protected void member(String name, JsonParser value) throws IOException {
        switch (name) {
            case "embedding" -> one(value);
            case "embeddings" -> {
                ours = true;
                Json.array(value, this::one);
            }
            case "usageMetadata" -> usage(UsageReader.read(value));
            case "error" -> failedIf(value);
            default -> {}
        }
    }

    private void one(JsonParser embedding) throws IOException {
        ours = true;
        Json.object(embedding, (name, value) -> {
            if (name.equals("values") && value.currentToken() == JsonToken.START_ARRAY) {
                int from = (int) value.currentTokenLocation().getByteOffset();
                value.skipChildren();
                list.add(new Vector.Numbers(
                        new Slice(reply, from, (int) value.currentLocation().getByteOffset())));
            }
        });
    }
}
