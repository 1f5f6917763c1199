package dev.mehari.upstream;

import dev.mehari.call.RequestBody;
import dev.mehari.protocol.Said;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** What is kept of an attempt so that it can be counted what it used, should its upstream not say. Thread of the call. */
final class Evidence {
    /** What there is of the request: its bytes, or a count, when there was no room for the bytes. */
    sealed interface Request {
        record Kept(RequestBody body) implements Request {}

        record Counted(long tokens) implements Request {}
    }

    private @Nullable Request request;
    private @Nullable Supplier<Said> said;

    void keep(Request what) {
        request = what;
    }

    /** Gives the request away; null when nothing of it was kept. */
    @Nullable
    Request takeRequest() {
        Request taken = request;
        request = null;
        return taken;
    }

    /** @param what gives what has come of the answer and is in no report */
    void said(Supplier<Said> what) {
        said = what;
    }

    /** What came of the answer and is in no report; nothing when nothing came. */
    Said said() {
        return said == null ? new Said() : said.get();
    }
}
