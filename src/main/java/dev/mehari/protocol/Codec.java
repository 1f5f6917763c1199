package dev.mehari.protocol;

import dev.mehari.call.Protocol;
import dev.mehari.call.Refusal;
import dev.mehari.call.RequestBody;
import dev.mehari.call.Usage;
import java.io.InputStream;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** One wire format: how it is read, forwarded and answered. Stateless, any thread. */
public interface Codec {
    Protocol protocol();

    /**
     * Reads what we need of a request.
     *
     * @throws Refusal {@code INVALID_JSON} or {@code INVALID_REQUEST}, worded for the caller
     */
    RequestBody read(byte[] body);

    /**
     * Path and query to append to an upstream's base URL.
     *
     * @param model the upstream model, not encoded
     */
    String path(String model, boolean stream, boolean eventStream);

    /** Name of the header that carries the upstream's credential. */
    String credentialHeader();

    /** Value of that header for a secret. */
    String credentialValue(String secret);

    /** Headers an upstream expects when the caller sent none of that name. */
    Map<String, String> defaultHeaders();

    /** Lower-case names of the caller's headers that go upstream as they are. */
    Set<String> requestHeaders();

    /** Lower-case names of the upstream's headers that go back to the caller as they are. */
    Set<String> replyHeaders();

    /** Lower-case name of the header in which the upstream names its own request id. */
    String upstreamRequestIdHeader();

    /**
     * What a whole (not streamed) reply of status 200 says.
     *
     * @throws Refusal {@code UPSTREAM_INVALID_REPLY}
     */
    ReplyFacts readReply(byte[] body);

    /** What an error body says, whatever its status; never throws, HTML and garbage give nulls. */
    ErrorFacts readError(byte[] body);

    /**
     * Wraps a reply stream: events pass as they came, one a read, while usage and end are watched.
     *
     * @param upstream the live body; closed when the returned stream is
     * @param eventStream false when the protocol streams a JSON array
     * @param hideUsage whether the event that only carries usage is kept from the caller
     * @param requestId named in an error event of ours
     * @param watch told what passes, on the reading thread
     */
    InputStream tap(InputStream upstream, boolean eventStream, boolean hideUsage, String requestId, StreamWatch watch);

    /** The status a caller of this protocol sees for a refusal. */
    int status(Refusal refusal);

    /** The error body a caller of this protocol sees (JSON, UTF-8). */
    byte[] error(Refusal refusal, String requestId);

    /** Told what passes through a {@link #tap}. */
    interface StreamWatch {
        /** Cumulative usage; each report replaces the one before. */
        void usage(Usage soFar);

        /** Something arrived that the caller will see; called for each event. */
        void event();

        /**
         * The stream ended, once.
         *
         * @param failure null when its terminal marker was seen; otherwise why not, to be worded by the watch
         * @return what the caller is told in the stream, null for nothing (the upstream said it itself, or the caller
         *     has gone)
         */
        @Nullable
        Refusal ended(@Nullable Failure failure);
    }

    /** Why a stream did not end well. */
    enum Failure {
        /** The upstream's own error event passed to the caller. */
        UPSTREAM_ERROR_EVENT,
        /** End of bytes before the terminal marker. */
        INCOMPLETE,
        /** Reading failed: connection lost, timer, cancelled. */
        BROKEN
    }

    /**
     * What a whole reply says.
     *
     * @param usage null when the upstream reported none
     */
    record ReplyFacts(@Nullable Usage usage, @Nullable String model) {}

    /** What an upstream's error body says. */
    record ErrorFacts(
            @Nullable String code,
            @Nullable String type,
            @Nullable String message,
            boolean json) {}
}
