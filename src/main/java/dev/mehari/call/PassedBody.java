package dev.mehari.call;

import java.io.IOException;
import java.io.OutputStream;
import org.jspecify.annotations.Nullable;

/** The body of a call that passes through: its caller's bytes, as they come. Belongs to the thread of its call. */
public interface PassedBody {
    /** As the caller named it, null when it named none. */
    @Nullable
    String contentType();

    /** In bytes: 0 for no body, -1 when nobody knows before its end. */
    long length();

    /** Whether all of it can be written, for the first time or again. */
    boolean isWhole();

    /**
     * Writes all of it. Its last piece is written when all of it was seen, so that nobody has it whole before.
     *
     * @param heard told of each model that the body names, if it was not told before
     * @throws Refusal when the caller does not send it to its end, sends too much, or may not send it
     * @throws IOException when the receiver takes no more
     */
    void writeTo(OutputStream to, Passthrough heard) throws IOException;

    /** Lets go what is held of it: nothing will be written any more. */
    void release();
}
