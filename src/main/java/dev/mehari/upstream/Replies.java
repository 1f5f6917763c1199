package dev.mehari.upstream;

import dev.mehari.call.Attempt;
import dev.mehari.call.Call;
import dev.mehari.call.ErrorKind;
import dev.mehari.call.Refusal;
import dev.mehari.call.Reply;
import dev.mehari.call.RequestBody;
import dev.mehari.call.Usage;
import dev.mehari.config.Failover;
import dev.mehari.protocol.Codec;
import dev.mehari.protocol.Codecs;
import dev.mehari.protocol.EventTap;
import dev.mehari.protocol.Translation;
import dev.mehari.protocol.embedding.EmbeddingTranslation;
import dev.mehari.protocol.embedding.Vectors;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.time.Clock;
import java.util.LinkedHashMap;
import java.util.Map;
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
    private final Clock clock;

    public Replies(Codecs codecs, Failover table, Clock clock) {
        this.codecs = codecs;
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
        if (reply.status() >= 200 && reply.status() < 300) {
            return;
        }
        byte[] body = read(flight, reply, MAX_ERROR);
        throw judgement.of(flight, reply.status(), codec.readError(body), reply.headers(), body);
    }

    /**
     * Reads the whole reply, or the first event of a stream, and makes it the caller's answer.
     *
     * @throws UpstreamFailure when it is not what the protocol promises; nothing was committed then
     */
    public void receive(InFlight flight, UpstreamReply reply) {
        Call call = flight.call();
        Codec codec = codecs.of(flight.protocol());
        long since = System.nanoTime();
        try {
            if (call.isStream() && !flight.wholeForStream()) {
                stream(flight, reply, codec);
            } else {
                whole(flight, reply, codec);
            }
        } finally {
            call.times().waitedUpstream(System.nanoTime() - since);
        }
        call.times().firstByte(clock.instant());
        call.times().committed();
        call.releaseRequest();
    }

    private void whole(InFlight flight, UpstreamReply reply, Codec codec) {
        byte[] body = read(flight, reply, MAX_REPLY);
        Call call = flight.call();
        Translation translation = flight.translation();
        InputStream stream = null;
        byte[] answer;
        try {
            answer = understood(flight, codec, body);
        } catch (Refusal e) {
            throw e.kind() == ErrorKind.UPSTREAM_ERROR
                    ? judgement.of(flight, reply.status(), codec.readError(body), reply.headers(), body)
                    : UpstreamFailure.fault(new Refusal(
                            e.kind(), "upstream \"" + flight.upstream().name() + "\": " + e.text()));
        }
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
        flight.completed();
        flight.attempt().next(Attempt.Next.DONE);
        flight.end(null);
        flight.over(null);
        if (stream != null) {
            String streamed = call.isEventStream() ? "text/event-stream" : "application/json";
            call.answer(new Reply(reply.status(), headers(flight, reply, codec, streamed), null, stream));
            call.finished();
            return;
        }
        // The body was read as JSON: whatever it is called, no browser may take it for a page.
        String type = reply.json() ? reply.contentType() : "application/json";
        call.answer(new Reply(reply.status(), headers(flight, reply, codec, type), answer, null));
    }

    /** The reply, read for what it used; vectors as the caller wants them, a chat still in the upstream's words. */
    private static byte[] understood(InFlight flight, Codec codec, byte[] body) {
        EmbeddingTranslation embedding = flight.embedding();
        Vectors vectors = embedding == null ? null : embedding.read(body);
        Usage usage = vectors == null ? codec.readReply(body).usage() : vectors.usage();
        if (usage != null) {
            flight.call().used(usage);
        }
        return embedding == null || vectors == null ? body : embedding.answer(body, vectors);
    }

    private void stream(InFlight flight, UpstreamReply reply, Codec codec) {
        Call call = flight.call();
        InputStream body = reply.body();
        Translation translation = flight.translation();
        boolean events = translation != null || call.isEventStream();
        if (body == null || !(events ? reply.eventStream() : reply.json())) {
            throw noStream(flight, reply, codec);
        }
        RequestBody request = call.request();
        boolean hideUsage = request != null && !request.usageAsked();
        StreamEnd end = new StreamEnd(flight, reply, judgement);
        EventTap tap = codec.tap(body, events, translation == null && hideUsage, call.getId(), end);
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
        Codec.ErrorFacts facts = codec.readError(said);
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
    private static @Nullable String shown(InFlight flight, UpstreamReply reply, String name) {
        String value = reply.headers().get(name);
        return value == null || Leak.in(value, flight.upstream()) ? null : value;
    }

    private static Map<String, String> headers(InFlight flight, UpstreamReply reply, Codec codec, String contentType) {
        Map<String, String> headers = new LinkedHashMap<>();
        // Without parameters: JSON and event streams are UTF-8 whatever they say.
        headers.put("Content-Type", contentType.split(";", 2)[0].strip());
        if (flight.isTranslated()) {
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
