package dev.mehari.protocol;

import dev.mehari.call.Refusal;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;

/** Reads a reply that is an object with a number of tokens in it. */
public final class CountReply {
    private CountReply() {}

    /**
     * The number.
     *
     * @param member its name
     * @throws Refusal {@code UPSTREAM_INVALID_REPLY} when it is not there, {@code UPSTREAM_ERROR} when an error is
     */
    public static long read(byte[] body, String member) {
        AtomicLong tokens = new AtomicLong(-1);
        AtomicBoolean error = new AtomicBoolean();
        WholeReply.walk(body, (name, value) -> {
            if (name.equals(member)) {
                tokens.set(Json.count(value));
            } else if (name.equals("error") && Json.present(value)) {
                error.set(true);
            }
        });
        if (error.get()) {
            throw WholeReply.error(body);
        }
        if (tokens.get() < 0) {
            throw WholeReply.foreign(body, "JSON that is no count of tokens");
        }
        return tokens.get();
    }
}
