package dev.mehari.protocol.gemini;

import dev.mehari.protocol.CheckedRequest;
import org.jspecify.annotations.Nullable;

/** A request whose path says which model is meant, and whether a stream is. */
interface PathRequest extends CheckedRequest {
    @Override
    default @Nullable String model() {
        return null;
    }

    @Override
    default boolean stream() {
        return false;
    }
}
