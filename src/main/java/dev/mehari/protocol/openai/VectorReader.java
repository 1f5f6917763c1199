package dev.mehari.protocol.openai;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import dev.mehari.protocol.FactsReader;
import dev.mehari.protocol.Json;
import dev.mehari.protocol.Slice;
import dev.mehari.protocol.embedding.Vector;
import dev.mehari.protocol.embedding.Vectors;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Reads a whole reply of vectors. */
final class VectorReader extends FactsReader {
    private final byte[] reply;
    private final List<Numbered> list = new ArrayList<>();
    private boolean ours;

    private record Numbered(long index, Vector vector) {}

    private VectorReader(byte[] reply) {
        this.reply = reply;
    }

    static Vectors read(byte[] reply) {
        VectorReader reader = new VectorReader(reply);
        reader.walk(reply, "a list of embeddings");
        List<Vector> inOrder = reader.list.stream()
                .sorted(Comparator.comparingLong(Numbered::index))
                .map(Numbered::vector)
                .toList();
        return new Vectors(inOrder, reader.facts().model(), reader.facts().usage());
    }

    @Override
    protected boolean ours() {
        return ours;
    }

    @Override
    protected void member(String name, JsonParser value) throws IOException {
        switch (name) {
            case "data" -> {
                ours |= value.currentToken() == JsonToken.START_ARRAY;
                Json.array(value, this::one);
            }
            case "model" -> model(value);
            case "usage" -> usage(UsageReader.read(value));
            case "error" -> failedIf(value);
            // vLLM puts the error at the top.
            case "object" -> failedIf("error".equals(value.getText()));
            default -> {}
        }
    }

    private void one(JsonParser element) throws IOException {
        long[] index = {list.size()};
        List<Vector> found = new ArrayList<>(1);
        Json.object(element, (name, value) -> {
            if (name.equals("index")) {
                index[0] = Json.count(value);
            } else if (name.equals("embedding")) {
                Vector vector = vector(value);
                if (vector != null) {
                    found.add(vector);
                }
            }
        });
        found.forEach(vector -> list.add(new Numbered(index[0], vector)));
    }

    private @Nullable Vector vector(JsonParser value) throws IOException {
        return switch (value.currentToken()) {
            case VALUE_STRING -> new Vector.Packed(value.getText());
            case START_ARRAY -> {
                int from = (int) value.currentTokenLocation().getByteOffset();
                value.skipChildren();
                yield new Vector.Numbers(
                        new Slice(reply, from, (int) value.currentLocation().getByteOffset()));
            }
            default -> null;
        };
    }
}
