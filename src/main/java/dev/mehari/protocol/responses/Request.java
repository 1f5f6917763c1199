package dev.mehari.protocol.responses;

import dev.mehari.call.RequestBody;
import dev.mehari.protocol.CheckedBody;
import dev.mehari.protocol.Edit;
import dev.mehari.protocol.Json;
import java.util.List;
import java.util.Set;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/** A request for a response as it came. */
record Request(CheckedBody body, @Nullable String model, boolean stream) implements RequestBody {
    private static final Set<String> LOCATED = Set.of("model", "stream");

    static Request read(byte[] bytes) {
        CheckedBody body = CheckedBody.read(bytes, LOCATED);
        return new Request(body, body.text("model"), body.flag("stream"));
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
        return upstreamModel.equals(model)
                ? body.bytes()
                : body.with(List.of(body.set("model", Json.quote(upstreamModel))));
    }

    @Override
    public RequestBody withTexts(UnaryOperator<String> change) {
        List<Edit> edits = body.texts(change);
        return edits.isEmpty() ? this : read(body.with(edits));
    }
}
