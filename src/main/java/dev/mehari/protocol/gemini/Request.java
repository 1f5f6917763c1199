package dev.mehari.protocol.gemini;

import dev.mehari.call.RequestBody;
import dev.mehari.protocol.CheckedBody;
import dev.mehari.protocol.Edit;
import java.util.List;
import java.util.Set;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/** A generateContent request as it came. Model and stream stand in the path, so the body never changes. */
record Request(CheckedBody body) implements RequestBody {
    static Request read(byte[] bytes) {
        return new Request(CheckedBody.read(bytes, Set.of()));
    }

    @Override
    public @Nullable String model() {
        return null;
    }

    @Override
    public boolean stream() {
        return false;
    }

    @Override
    public byte[] bytes() {
        return body.bytes();
    }

    @Override
    public @Nullable Object field(String path) {
        return body.field(path);
    }

    @Override
    public byte[] forUpstream(String upstreamModel, boolean reportUsage) {
        return body.with(List.of());
    }

    @Override
    public RequestBody withTexts(UnaryOperator<String> change) {
        List<Edit> edits = body.texts(change);
        return edits.isEmpty() ? this : read(body.with(edits));
    }
}
