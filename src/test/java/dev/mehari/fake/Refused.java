package dev.mehari.fake;

import org.jspecify.annotations.Nullable;

/** A request a fake did not accept, with what it answered. A gateway test asserts that there is none. */
public record Refused(
        SeenRequest request,
        int status,
        @Nullable String code,
        String message,
        @Nullable String param) {
    @Override
    public String toString() {
        return request + " -> " + status + " " + code + ": " + message;
    }
}
