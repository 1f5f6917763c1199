package dev.mehari.protocol.embedding;

/**
 * The form in which a caller wants the answer.
 *
 * @param packed whether vectors are to be base64, not numbers
 * @param batch whether the answer is to be a list, where the protocol has an answer for one vector too
 */
public record Wanted(boolean packed, boolean batch) {
    /** Whether the caller can read this vector as it came. */
    boolean is(Vector vector) {
        return switch (vector) {
            case Vector.Numbers numbers -> !packed;
            case Vector.Packed base64 -> packed;
        };
    }
}
