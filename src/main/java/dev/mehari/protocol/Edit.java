package dev.mehari.protocol;

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
        int length = original.length;
        for (Edit edit : edits) {
            length += edit.bytes.length - (edit.to - edit.from);
        }
        byte[] out = new byte[length];
        int read = 0;
        int written = 0;
        for (Edit edit :
                edits.stream().sorted(Comparator.comparingInt(Edit::from)).toList()) {
            int kept = edit.from - read;
            System.arraycopy(original, read, out, written, kept);
            System.arraycopy(edit.bytes, 0, out, written + kept, edit.bytes.length);
            read = edit.to;
            written += kept + edit.bytes.length;
        }
        System.arraycopy(original, read, out, written, original.length - read);
        return out;
    }
}
