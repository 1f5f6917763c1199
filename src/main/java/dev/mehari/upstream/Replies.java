package dev.mehari.upstream;

import dev.mehari.call.Attempt;
import dev.mehari.call.Call;
import dev.mehari.call.ErrorKind;
import dev.mehari.call.Operation;
import dev.mehari.call.Refusal;
import dev.mehari.call.Reply;
import dev.mehari.config.Failover;
import dev.mehari.protocol.Codec;
import dev.mehari.protocol.Codecs;
import dev.mehari.protocol.ErrorBody;
import dev.mehari.protocol.ErrorFacts;
import dev.mehari.protocol.ReplyFacts;
import dev.mehari.protocol.Translation;
import java.io.InputStream;
import java.time.Clock;
import java.util.function.BiFunction;

/** Turns what came back into the caller's answer, or into the reason to try the next target. */
public final class Replies {
    /** Longer whole replies are refused; streams have no such bound. */
    private static final int MAX_REPLY = 64 << 20;

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
        Codec codec = codecs.of(flight.speech().protocol());
        flight.attempt().answered(reply.status(), ReplyHeaders.shown(flight, reply, codec.upstreamRequestIdHeader()));
        flight.attempt().firstByte(clock.instant());
        flight.timer().enter(PhaseTimer.Phase.FIRST_EVENT);
        if ((reply.status() >= 200 && reply.status() < 300) || PassedReply.notModified(flight, reply)) {
            return;
        }
        byte[] body = ReplyBody.readError(flight, reply);
        ErrorFacts facts = codec.readError(body);
        if (flight.call().operation() == Operation.COUNT_TOKENS && Counts.missing(flight, reply.status(), facts)) {
            flight.speech().countHere();
            return;
        }
        throw judgement.of(flight, reply.status(), facts, reply.headers(), body);
    }

    /**
     * What an upstream says to one of several requests that a route makes for an attempt.
     *
     * @throws UpstreamFailure when it is not a success; the body is read and closed then
     */
    public void judgePart(InFlight flight, UpstreamReply reply) {
        if (reply.status() >= 200 && reply.status() < 300) {
            return;
        }
        flight.attempt().answered(reply.status(), null);
        byte[] body = ReplyBody.readError(flight, reply);
        throw judgement.of(flight, reply.status(), ErrorBody.read(body), reply.headers(), body);
    }

    /** The whole body of such a reply; it is closed then. */
    public byte[] readPart(InFlight flight, UpstreamReply reply) {
        return ReplyBody.read(flight, reply, MAX_REPLY);
    }

    /**
     * Reads the whole reply, or the first event of a stream, and makes it the caller's answer, as the steps before said.
     *
     * @throws UpstreamFailure when it is not what the protocol promises; nothing was committed then
     * @throws Refusal when a stage of the answer lets nothing of it through
     */
    public void receive(InFlight flight, UpstreamReply reply) {
        if (!flight.speech().isFormatted()) {
            throw new IllegalStateException("the step \"format\" did not run before the answer was received");
        }
        Call call = flight.call();
        Codec codec = codecs.of(flight.speech().protocol());
        long since = System.nanoTime();
        try {
            if (call.passthrough() != null) {
                PassedReply.receive(flight, reply, call.passthrough(), codec);
            } else if (call.operation() == Operation.COUNT_TOKENS) {
                count(flight, reply, codec);
            } else if (call.operation() == Operation.EMBEDDINGS) {
                converted(flight, reply, codec, embeddings::answer);
            } else if (call.isStream() && !flight.speech().wholeForStream()) {
                StreamedReply.receive(flight, reply, codec, judgement, unreported);
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
        flight.attempt().watch().committed();
        unreported.committed(flight);
        call.releaseRequest();
    }

    private void whole(InFlight flight, UpstreamReply reply, Codec codec) {
        byte[] body = ReplyBody.read(flight, reply, MAX_REPLY);
        Call call = flight.call();
        read(flight, reply, codec, body);
        Translation translation = flight.speech().translation();
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
            call.answer(new Reply(reply.status(), ReplyHeaders.of(flight, reply, codec, streamed), null, stream));
            call.finished();
            return;
        }
        // The body was read as JSON: whatever it is called, no browser may take it for a page. Nor what nobody read.
        String type = reply.json() && translation == null ? reply.contentType() : "application/json";
        call.answer(new Reply(reply.status(), ReplyHeaders.of(flight, reply, codec, type), answer, null));
    }

    /** A reply of status 200 that is none of its protocol, or holds an error. */
    private UpstreamFailure failed(InFlight flight, UpstreamReply reply, Codec codec, byte[] body, Refusal why) {
        return why.kind() == ErrorKind.UPSTREAM_ERROR
                ? judgement.of(flight, reply.status(), codec.readError(body), reply.headers(), body)
                : UpstreamFailure.fault(new Refusal(
                        why.kind(), "upstream \"" + flight.upstream().name() + "\": " + why.text()));
    }

    /** The reply was read to its end, and nothing is wrong with it. */
    static void done(InFlight flight) {
        flight.claim();
        flight.completed();
        flight.attempt().next(Attempt.Next.DONE);
        flight.end(null);
        flight.over(null);
    }

    private void count(InFlight flight, UpstreamReply reply, Codec codec) {
        Call call = flight.call();
        if (flight.speech().countedHere()) {
            Reply own = counts.own(call, flight.attempt(), flight.speech().protocol());
            done(flight);
            call.answer(own);
            return;
        }
        converted(flight, reply, codec, counts::answer);
    }

    /** A whole reply that is no chat. */
    private void converted(
            InFlight flight, UpstreamReply reply, Codec codec, BiFunction<InFlight, byte[], byte[]> asRead) {
        byte[] body = ReplyBody.read(flight, reply, MAX_REPLY);
        try {
            byte[] answer = asRead.apply(flight, body);
            done(flight);
            String type = reply.json() ? reply.contentType() : "application/json";
            flight.call().answer(new Reply(reply.status(), ReplyHeaders.of(flight, reply, codec, type), answer, null));
        } catch (Refusal e) {
            throw failed(flight, reply, codec, body, e);
        }
    }

    /** Holds a whole reply against its protocol and notes its tokens, in one walk over its bytes. */
    private void read(InFlight flight, UpstreamReply reply, Codec codec, byte[] body) {
        if (!flight.speech().isValidated() && !flight.speech().isCounted()) {
            return;
        }
        try {
            ReplyFacts facts = codec.readReply(body);
            if (facts.usage() != null && flight.speech().isCounted()) {
                flight.call().attempts().used(facts.usage());
            }
            unreported.whole(flight, facts.usage(), body);
        } catch (Refusal e) {
            if (!flight.speech().isValidated()) {
                return;
            }
            throw failed(flight, reply, codec, body, e);
        }
    }
}
