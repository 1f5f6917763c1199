package dev.mehari.upstream;

import dev.mehari.call.Attempt;
import dev.mehari.call.Call;
import dev.mehari.call.ErrorKind;
import dev.mehari.call.Operation;
import dev.mehari.call.Refusal;
import dev.mehari.call.Reply;
import dev.mehari.call.RequestBody;
import dev.mehari.config.Failover;
import dev.mehari.protocol.Codec;
import dev.mehari.protocol.Codecs;
import dev.mehari.protocol.ErrorFacts;
import dev.mehari.protocol.EventTap;
import dev.mehari.protocol.ReplyFacts;
import dev.mehari.protocol.Translation;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.time.Clock;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.BiFunction;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Turns what came back into the caller's answer, or into the reason to try the next target. */
public final class Replies {
    private static final Logger LOG = LoggerFactory.getLogger(Replies.class);

    /** Longer whole replies are refused; streams have no such bound. */
    private static final int MAX_REPLY = 64 << 20;

    private static final int MAX_ERROR = 1 << 20;

    private static final int PIECE = 16 << 10;

    private final Codecs codecs;
    private final Judgement judgement;
    private final Counts counts;
    private final Embeddings embeddings;
    private final Unreported unreported;
    private final Clock clock;

    public Replies(
            Codecs codecs, Failover table, Counts counts, Embeddings embeddings, Unreported unreported, Clock clock) {
        this.codecs = codecs;
        this.counts = counts;
        this.embeddings = embeddings;
        this.unreported = unreported;
        this.judgement = new Judgement(table, codecs, clock);
        this.clock = clock;
    }

    /**
     * Judges the status line.
     *
     * @throws UpstreamFailure when it is not a success; the body is read and closed then
     */
    public void judge(InFlight flight, UpstreamReply reply) {
        Codec codec = codecs.of(flight.protocol());
        flight.attempt().answered(reply.status(), shown(flight, reply, codec.upstreamRequestIdHeader()));
        flight.attempt().firstByte(clock.instant());
        flight.enter(InFlight.Phase.FIRST_EVENT);
        if ((reply.status() >= 200 && reply.status() < 300) || PassedReply.notModified(flight, reply)) {
            return;
        }
        byte[] body = read(flight, reply, MAX_ERROR);
        ErrorFacts facts = codec.readError(body);
        if (flight.call().operation() == Operation.COUNT_TOKENS && Counts.missing(flight, reply.status(), facts)) {
            flight.countHere();
            return;
        }
        throw judgement.of(flight, reply.status(), facts, reply.headers(), body);
    }

    /**
     * Reads the whole reply, or the first event of a stream, and makes it the caller's answer, as the steps before said.
     *
     * @throws UpstreamFailure when it is not what the protocol promises; nothing was committed then
     * @throws Refusal when a stage of the answer lets nothing of it through
     */
    public void receive(InFlight flight, UpstreamReply reply) {
        if (!flight.isFormatted()) {
            throw new IllegalStateException("the step \"format\" did not run before the answer was received");
        }
        Call call = flight.call();
        Codec codec = codecs.of(flight.protocol());
        long since = System.nanoTime();
        try {
            if (call.passthrough() != null) {
                PassedReply.receive(flight, reply, call.passthrough(), codec);
            } else if (call.operation() == Operation.COUNT_TOKENS) {
                count(flight, reply, codec);
            } else if (call.operation() == Operation.EMBEDDINGS) {
                converted(flight, reply, codec, embeddings::answer);
            } else if (call.isStream() && !flight.wholeForStream()) {
                stream(flight, reply, codec);
            } else {
                whole(flight, reply, codec);
            }
        } finally {
            call.times().waitedUpstream(System.nanoTime() - since);
        }
        if (call.operation() != Operation.COUNT_TOKENS) {
            call.times().firstByte(clock.instant());
        }
        call.times().committed();
        unreported.committed(flight);
        call.releaseRequest();
    }

    private void whole(InFlight flight, UpstreamReply reply, Codec codec) {
        byte[] body = read(flight, reply, MAX_REPLY);
        Call call = flight.call();
        read(flight, reply, codec, body);
        Translation translation = flight.translation();
        InputStream stream = null;
        byte[] answer = body;
        if (translation != null) {
            try {
                if (call.isStream()) {
                    stream = translation.streamOf(body);
                } else {
                    answer = translation.whole(body);
                }
            } catch (Translation.Fault e) {
                throw judgement.of(flight, reply.status(), e.facts(), reply.headers(), body);
            }
        }
        done(flight);
        if (stream != null) {
            String streamed = call.isEventStream() ? "text/event-stream" : "application/json";
            call.answer(new Reply(reply.status(), headers(flight, reply, codec, streamed), null, stream));
            call.finished();
            return;
        }
        // The body was read as JSON: whatever it is called, no browser may take it for a page. Nor what nobody read.
        String type = reply.json() && translation == null ? reply.contentType() : "application/json";
        call.answer(new Reply(reply.status(), headers(flight, reply, codec, type), answer, null));
    }

    /** A reply of status 200 that is none of its protocol, or holds an error. */
    private UpstreamFailure failed(InFlight flight, UpstreamReply reply, Codec codec, byte[] body, Refusal why) {
        return why.kind() == ErrorKind.UPSTREAM_ERROR
                ? judgement.of(flight, reply.status(), codec.readError(body), reply.headers(), body)
                : UpstreamFailure.fault(new Refusal(
                        why.kind(), "upstream \"" + flight.upstream().name() + "\": " + why.text()));
    }

    private static void done(InFlight flight) {
        flight.completed();
        flight.attempt().next(Attempt.Next.DONE);
        flight.end(null);
        flight.over(null);
    }

    private void count(InFlight flight, UpstreamReply reply, Codec codec) {
        Call call = flight.call();
        if (flight.countedHere()) {
            Reply own = counts.own(call, flight.attempt(), flight.protocol());
            done(flight);
            call.answer(own);
            return;
        }
        converted(flight, reply, codec, counts::answer);
    }

    /** A whole reply that is no chat. */
    private void converted(
            InFlight flight, UpstreamReply reply, Codec codec, BiFunction<InFlight, byte[], byte[]> asRead) {
        byte[] body = read(flight, reply, MAX_REPLY);
        try {
            byte[] answer = asRead.apply(flight, body);
            done(flight);
            String type = reply.json() ? reply.contentType() : "application/json";
            flight.call().answer(new Reply(reply.status(), headers(flight, reply, codec, type), answer, null));
        } catch (Refusal e) {
            throw failed(flight, reply, codec, body, e);
        }
    }

    /** Holds a whole reply against its protocol and notes its tokens, in one walk over its bytes. */
    private void read(InFlight flight, UpstreamReply reply, Codec codec, byte[] body) {
        if (!flight.isValidated() && !flight.isCounted()) {
            return;
        }
        try {
            ReplyFacts facts = codec.readReply(body);
            if (facts.usage() != null && flight.isCounted()) {
                flight.call().used(facts.usage());
            }
            unreported.whole(flight, facts.usage(), body);
        } catch (Refusal e) {
            if (!flight.isValidated()) {
                return;
            }
            throw failed(flight, reply, codec, body, e);
        }
    }

    private void stream(InFlight flight, UpstreamReply reply, Codec codec) {
        Call call = flight.call();
        InputStream body = reply.body();
        Translation translation = flight.translation();
        boolean events = call.isEventStream() || (translation != null && translation.ofRequest());
        boolean fits = events ? reply.eventStream() : reply.json();
        if (body == null || (!fits && flight.isValidated())) {
            throw noStream(flight, reply, codec);
        }
        RequestBody request = call.request();
        boolean hideUsage = request != null && !request.usageAsked();
        StreamEnd end = new StreamEnd(flight, reply, judgement, unreported);
        EventTap tap = codec.tap(body, events, translation == null && hideUsage, call.getId(), end);
        flight.evidence().said(tap::said);
        InputStream tapped = translation == null ? tap : translation.stream(tap);
        // Closing the tap, not only the body below it, is what words the end of a stream that the caller left.
        call.atEnd(() -> close(tapped));
        FirstEvent first = FirstEvent.of(tapped, flight, end);
        end.commit();
        String type = call.isEventStream() ? "text/event-stream" : "application/json";
        call.answer(new Reply(reply.status(), headers(flight, reply, codec, type), null, first));
    }

    /** A reply to a stream that is none: most are errors that an upstream, or a proxy before it, gave a 200. */
    private UpstreamFailure noStream(InFlight flight, UpstreamReply reply, Codec codec) {
        byte[] said = read(flight, reply, MAX_ERROR);
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

    /** A header's value; null when there is none, or one that others must not see. */
    static @Nullable String shown(InFlight flight, UpstreamReply reply, String name) {
        String value = reply.headers().get(name);
        return value == null || Leak.in(value, flight.upstream()) ? null : value;
    }

    private static Map<String, String> headers(InFlight flight, UpstreamReply reply, Codec codec, String contentType) {
        Map<String, String> headers = new LinkedHashMap<>();
        // Without parameters: JSON and event streams are UTF-8 whatever they say.
        headers.put("Content-Type", contentType.split(";", 2)[0].strip());
        if (flight.translation() != null || flight.protocol() != flight.call().getProtocol()) {
            return headers;
        }
        for (String name : codec.replyHeaders()) {
            String value = shown(flight, reply, name);
            if (value != null) {
                headers.put(name, value);
            }
        }
        return headers;
    }

    private static byte[] read(InFlight flight, UpstreamReply reply, int limit) {
        InputStream in = reply.body();
        if (in == null) {
            return new byte[0];
        }
        try (in) {
            // Most replies are short and say how long they are.
            int expected = Math.clamp(reply.length() + 1, 512, PIECE);
            ByteArrayOutputStream body = new ByteArrayOutputStream(expected);
            byte[] piece = new byte[expected];
            for (int n; (n = in.read(piece)) >= 0; ) {
                flight.enter(InFlight.Phase.GAP);
                body.write(piece, 0, n);
                if (body.size() > limit) {
                    throw UpstreamFailure.fault(new Refusal(
                            ErrorKind.UPSTREAM_INVALID_REPLY,
                            "upstream \"" + flight.upstream().name() + "\" sent more than " + limit + " bytes"));
                }
            }
            return body.toByteArray();
        } catch (IOException e) {
            throw flight.failure(e);
        }
    }
}
