package dev.mehari.protocol;

import com.fasterxml.jackson.core.JsonToken;
import org.jspecify.annotations.Nullable;

/**
 * Where the value of a top-level member lies.
 *
 * @param token the value's first token
 * @param from offset of its first byte
 * @param to offset behind its last byte
 * @param text the string it is, null when it is none
 */
record Member(JsonToken token, int from, int to, @Nullable String text) {
    boolean is(JsonToken expected) {
        return token == expected;
    }
}
