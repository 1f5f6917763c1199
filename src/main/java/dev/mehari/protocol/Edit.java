package dev.mehari.protocol;

import java.io.ByteArrayOutputStream;
import java.util.Comparator;
import java.util.List;

/**
 * One change to a request: the bytes from {@code from} to {@code to} give way to others. Nothing between edits is
 * touched, so order, spelling and white space of what we do not know survive.
 *
 * @param from offset of the first byte replaced
 * @param to offset behind the last byte replaced; {@code from} for an insertion
 * @param bytes what comes instead
 */
public record Edit(int from, int to, byte[] bytes) {
    /** The bytes with the edits made; the same array when there are none. Edits must not overlap. */
    public static byte[] apply(byte[] original, List<Edit> edits) {
        if (edits.isEmpty()) {
            return original;
        }
        ByteArrayOutputStream out = new ByteArrayOutputStream(original.length + 128);
        int at = 0;
        for (Edit edit :
                edits.stream().sorted(Comparator.comparingInt(Edit::from)).toList()) {
            out.write(original, at, edit.from - at);
            out.writeBytes(edit.bytes);
            at = edit.to;
        }
        out.write(original, at, original.length - at);
        return out.toByteArray();
    }
}
