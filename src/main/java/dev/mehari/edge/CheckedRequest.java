package dev.mehari.edge;

import dev.mehari.call.ErrorKind;
import dev.mehari.call.Refusal;
import dev.mehari.call.RequestBody;
import dev.mehari.protocol.Codec;
import org.jspecify.annotations.Nullable;

/**
 * A request for a model, read and checked.
 *
 * @param request null when it is refused
 * @param refusal why there is no request
 * @param checkedNanos how long its bytes were looked at, once they were here
 */
record CheckedRequest(
        @Nullable RequestBody request, @Nullable Refusal refusal, long checkedNanos) {
    static CheckedRequest read(Inbound inbound, Asked asked, BodyReader bodies, HeldBody held, Codec codec) {
        Refusal user = Credentials.user(inbound);
        if (user != null) {
            return refused(user);
        }
        try {
            byte[] bytes = bodies.read(inbound, held);
            long since = System.nanoTime();
            RequestBody request = asked.read(codec, bytes);
            return new CheckedRequest(request, null, System.nanoTime() - since);
        } catch (Refusal refusal) {
            held.release();
            if (refusal.kind() == ErrorKind.REQUEST_TIMEOUT && inbound.socket() != null) {
                // The server would read on to the end of a body that may take days.
                inbound.socket().abandonRequest();
            }
            return refused(refusal);
        }
    }

    private static CheckedRequest refused(Refusal why) {
        return new CheckedRequest(null, why, 0);
    }
}
