package dev.mehari.upstream;

import dev.mehari.call.Call;
import dev.mehari.call.ErrorKind;
import dev.mehari.call.Refusal;
import dev.mehari.call.Reply;
import dev.mehari.call.RequestBody;
import dev.mehari.protocol.Codec;
import dev.mehari.protocol.ErrorFacts;
import dev.mehari.protocol.EventTap;
import dev.mehari.protocol.Translation;
import java.io.IOException;
import java.io.InputStream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The reply to a call that asks for a stream, event by event. */
final class StreamedReply {
    private static final Logger LOG = LoggerFactory.getLogger(StreamedReply.class);

    private StreamedReply() {}

    /**
     * Waits for the first event that holds something of an answer, and makes the stream the caller's answer.
     *
     * @throws UpstreamFailure when it is no stream, or ends before that; nothing was committed then
     */
    static void receive(InFlight flight, UpstreamReply reply, Codec codec, Judgement judgement, Unreported unreported) {
        Call call = flight.call();
        InputStream body = reply.body();
        Translation translation = flight.speech().translation();
        boolean events = call.isEventStream() || (translation != null && translation.ofRequest());
        boolean fits = events ? reply.eventStream() : reply.json();
        if (body == null || (!fits && flight.speech().isValidated())) {
            throw noStream(flight, reply, codec, judgement);
        }
        RequestBody request = call.request();
        boolean hideUsage = request != null && !request.usageAsked();
        StreamEnd end = new StreamEnd(flight, reply, judgement, unreported);
        EventTap tap =
                codec.tap(new Awaited(body, flight), events, translation == null && hideUsage, call.getId(), end);
        flight.evidence().said(tap::said);
        InputStream tapped = translation == null ? tap : translation.stream(tap);
        // Closing the tap, not only the body below it, is what words the end of a stream that the caller left.
        call.atEnd(() -> close(tapped));
        FirstEvent first = FirstEvent.of(tapped, flight, end);
        flight.claim();
        end.commit();
        String type = call.isEventStream() ? "text/event-stream" : "application/json";
        call.answer(new Reply(reply.status(), ReplyHeaders.of(flight, reply, codec, type), null, first));
    }

    /** A reply to a stream that is none: most are errors that an upstream, or a proxy before it, gave a 200. */
    private static UpstreamFailure noStream(InFlight flight, UpstreamReply reply, Codec codec, Judgement judgement) {
        byte[] said = ReplyBody.readError(flight, reply);
        ErrorFacts facts = codec.readError(said);
        boolean error = facts.message() != null || facts.code() != null || facts.status() != 0;
        return error
                ? judgement.of(flight, reply.status(), facts, reply.headers(), said)
                : UpstreamFailure.fault(new Refusal(
                        ErrorKind.UPSTREAM_INVALID_REPLY,
                        "upstream \"" + flight.upstream().name() + "\" did not answer with a stream"));
    }

    private static void close(InputStream tapped) {
        try {
            tapped.close();
        } catch (IOException e) {
            LOG.debug("closing a stream: {}", e.toString());
        }
    }
}
