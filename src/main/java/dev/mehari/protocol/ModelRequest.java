package dev.mehari.protocol;

import dev.mehari.call.RequestBody;
import java.util.List;
import java.util.Set;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/** A request of which no more is known than the model that it names. */
public record ModelRequest(CheckedBody body, @Nullable String model) implements RequestBody {
    private static final Set<String> LOCATED = Set.of("model");

    /** @throws dev.mehari.call.Refusal {@code INVALID_JSON} or {@code INVALID_REQUEST}, worded for the caller */
    public static ModelRequest read(byte[] bytes) {
        CheckedBody body = CheckedBody.read(bytes, LOCATED);
        return new ModelRequest(body, body.text("model"));
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
