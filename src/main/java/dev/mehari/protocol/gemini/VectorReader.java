package dev.mehari.protocol.gemini;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import dev.mehari.call.Usage;
import dev.mehari.protocol.Json;
import dev.mehari.protocol.Slice;
import dev.mehari.protocol.WholeReply;
import dev.mehari.protocol.embedding.Vector;
import dev.mehari.protocol.embedding.Vectors;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Reads a whole reply of vectors; one vector, or a list of them. */
final class VectorReader {
    private final byte[] reply;
    private final List<Vector> list = new ArrayList<>();
    private @Nullable Usage usage;
    private boolean ours;
    private boolean error;

    private VectorReader(byte[] reply) {
        this.reply = reply;
    }

    static Vectors read(byte[] reply) {
        VectorReader reader = new VectorReader(reply);
        WholeReply.walk(reply, reader::member);
        if (reader.error) {
            throw WholeReply.error(reply);
        }
        if (!reader.ours) {
            throw WholeReply.foreign(reply, "JSON that is not an embedContent reply");
        }
        return new Vectors(reader.list, null, reader.usage);
    }

    private void member(String name, JsonParser value) throws IOException {
        switch (name) {
            case "embedding" -> one(value);
            case "embeddings" -> {
                ours = true;
                Json.array(value, this::one);
            }
            case "usageMetadata" -> usage = UsageCounts.read(value);
            case "error" -> error |= Json.present(value);
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
