package dev.mehari.protocol;

import dev.mehari.call.RequestBody;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** A request of which no more is known than the model that it names. */
public record ModelRequest(CheckedBody body, @Nullable String model) implements CheckedRequest {
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
    public RequestBody with(byte[] changed) {
        return read(changed);
    }
}
