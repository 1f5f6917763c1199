package dev.mehari.upstream;

import dev.mehari.call.Attempt;
import dev.mehari.call.Operation;
import dev.mehari.call.RequestBody;
import dev.mehari.call.Tokenizer;
import dev.mehari.call.Usage;
import dev.mehari.config.Snapshot;
import dev.mehari.protocol.Codecs;
import dev.mehari.protocol.Said;
import dev.mehari.protocol.chat.Aim;
import dev.mehari.protocol.chat.Answer;
import dev.mehari.protocol.chat.Block;
import dev.mehari.protocol.chat.ChatEvent;
import dev.mehari.protocol.chat.Losses;
import dev.mehari.protocol.chat.Tree;
import dev.mehari.tokens.TokenCounter;
import java.io.IOException;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.event.Level;

/**
 * Counts what a chat used where its upstream did not say: a whole reply without usage, a stream that ended without, that
 * broke off or that its caller left. Nothing is counted before the last byte of the answer is written, and nothing at all
 * where usage was reported.
 */
public final class Unreported {
    private static final Logger LOG = LoggerFactory.getLogger(Unreported.class);

    /** Bytes of all requests that are kept while their answers stream: a small part of the heap, whatever its size. */
    private static final long MOST_KEPT = Runtime.getRuntime().maxMemory() / 64;

    private final Snapshot snapshot;
    private final Codecs codecs;
    private final TokenCounter counter;
    private final RequestTokens requests;
    private final AtomicLong kept = new AtomicLong();

    public Unreported(Snapshot snapshot, Codecs codecs, TokenCounter counter) {
        this.snapshot = snapshot;
        this.codecs = codecs;
        this.counter = counter;
        this.requests = new RequestTokens(codecs, counter);
    }

    /** The attempt is about to be sent: when the call is over, what it used is looked at. */
    void watch(InFlight flight) {
        if (flight.call().operation() == Operation.CHAT) {
            flight.call().atEnd(() -> settle(flight));
        }
    }

    /** The answer is committed and the request's bytes are let go: what may be needed of them is kept. */
    void committed(InFlight flight) {
        RequestBody request = flight.call().request();
        Usage reported = flight.attempt().usage();
        if (request == null || flight.call().operation() != Operation.CHAT || told(reported)) {
            return;
        }
        int length = request.bytes().length;
        if (kept.addAndGet(length) <= MOST_KEPT) {
            flight.evidence().keep(new Evidence.Request.Kept(request));
        } else {
            kept.addAndGet(-length);
            flight.evidence()
                    .keep(new Evidence.Request.Counted(
                            requests.soon(flight.call().getProtocol(), request.bytes(), tokenizer(flight))));
        }
    }

    /** The upstream reported what the request was: its bytes are not needed any more. */
    void reported(InFlight flight, Usage soFar) {
        if (told(soFar)) {
            release(flight.evidence().takeRequest());
        }
    }

    /**
     * A whole reply is here.
     *
     * @param reported null when it reports nothing
     */
    void whole(InFlight flight, @Nullable Usage reported, byte[] reply) {
        if (flight.speech().isCounted() && (reported == null || reported.total() == 0)) {
            flight.call().estimated();
            flight.evidence().said(() -> said(flight, reply));
        }
    }

    /** A stream of which something is with the caller is over: what it did not report will be counted. */
    void ended(InFlight flight) {
        if (flight.speech().isCounted()
                && flight.call().operation() == Operation.CHAT
                && (!told(flight.attempt().usage()) || !flight.evidence().said().isEmpty())) {
            flight.call().estimated();
        }
    }

    private void settle(InFlight flight) {
        Evidence.Request request = flight.evidence().takeRequest();
        release(request);
        Attempt attempt = flight.attempt();
        // A caller who left before a reply came had no steps of the answer; the request was worked on all the same.
        boolean leftOut = attempt.status() != 0 && !flight.speech().isCounted();
        if (!attempt.worked() || !flight.timer().wasSent() || leftOut) {
            return;
        }
        Usage reported = attempt.usage();
        Said said = flight.evidence().said();
        boolean untold = !told(reported);
        if (!untold && said.isEmpty()) {
            return;
        }
        Tokenizer by = tokenizer(flight);
        Usage told = reported == null ? Usage.NONE : reported;
        Usage counted = new Usage(
                told.input() + (untold ? input(flight, request) : 0),
                told.cachedInput(),
                told.cacheCreation(),
                told.cacheCreationLong(),
                told.output() + said.answered(text -> counter.count(text, by)),
                told.reasoning() + said.thought(text -> counter.count(text, by)));
        attempt.counted(counted);
        flight.call().estimated();
        LOG.atLevel(flight.upstream().verbose() ? Level.INFO : Level.DEBUG)
                .log(
                        "call {}: {} reported {}; counted: {}",
                        flight.call().getId(),
                        attempt.target(),
                        reported == null ? "no usage" : "a part of its usage",
                        counted);
    }

    private void release(Evidence.@Nullable Request request) {
        if (request instanceof Evidence.Request.Kept(RequestBody body)) {
            kept.addAndGet(-body.bytes().length);
        }
    }

    private long input(InFlight flight, Evidence.@Nullable Request request) {
        RequestBody here = flight.call().request();
        return switch (request) {
            case Evidence.Request.Kept(RequestBody body) -> count(flight, body);
            case Evidence.Request.Counted(long tokens) -> tokens;
            case null -> here == null ? 0 : count(flight, here);
        };
    }

    /** Whether a report names the request's tokens. Zeros say nothing: no request has none. */
    private static boolean told(@Nullable Usage usage) {
        return usage != null && usage.allInput() > 0;
    }

    private Tokenizer tokenizer(InFlight flight) {
        return snapshot.capabilities().of(flight.attempt().target()).tokenizer();
    }

    private long count(InFlight flight, RequestBody request) {
        return requests.of(flight.call().getProtocol(), request.bytes(), tokenizer(flight), TokenCounter.ALL);
    }

    private Said said(InFlight flight, byte[] reply) {
        Said said = new Said();
        Answer answer = new Answer();
        Aim aim = new Aim(
                flight.attempt().target().model(),
                snapshot.capabilities().of(flight.attempt().target()),
                flight.upstream().quirks());
        try {
            codecs.of(flight.speech().protocol())
                    .chat()
                    .decoder(aim, new Losses())
                    .whole(Tree.read(reply), answer);
        } catch (IOException e) {
            throw new IllegalStateException("the reply was read before", e);
        }
        for (ChatEvent.Stopped stop : answer.stops()) {
            for (Answer.Part part : answer.parts(stop.choice())) {
                switch (part.block()) {
                    case Block.Thinking thinking -> said.thinking(part.text());
                    case Block.ToolCall call -> {
                        said.answer(call.name());
                        said.answer(part.text());
                    }
                    case Block.Text text -> said.answer(part.text());
                    case Block.Refused refused -> said.answer(part.text());
                    case Block.Image image -> {}
                    case Block.Foreign foreign -> {}
                }
            }
        }
        return said;
    }
}
