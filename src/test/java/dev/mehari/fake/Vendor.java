package dev.mehari.fake;

import java.util.List;
import org.jspecify.annotations.Nullable;

/** What makes one vendor's API different from another's. */
interface Vendor {
    /** The answer to a request that is not for a model, like a list of models; null for all others. */
    @Nullable
    Reply aside(SeenRequest request);

    /** Refuses what the vendor would refuse, or says what is asked for. */
    Asked accept(SeenRequest request, int number);

    /** A turn as the vendor sends it, streamed or whole. */
    Reply say(Asked asked, Turn turn);

    /** A failure in the vendor's form. */
    Reply fail(Failure failure);

    /**
     * A failure as an event inside a stream.
     *
     * @param before how many events have been sent
     */
    Step.Piece failEvent(Asked asked, Failure failure, int before);

    /** What ends a stream. */
    List<Step.Piece> terminator(Asked asked);

    /** Headers on every reply. */
    Headers headers(int number);
}
