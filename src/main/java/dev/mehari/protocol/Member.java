package dev.mehari.protocol;

import com.fasterxml.jackson.core.JsonToken;

/**
 * Where the value of a top-level member lies.
 *
 * @param token the value's first token
 * @param from offset of its first byte
 * @param to offset behind its last byte
 */
record Member(JsonToken token, int from, int to) {
    boolean is(JsonToken expected) {
        return token == expected;
    }
}
