package dev.mehari.upstream;

import com.fasterxml.jackson.databind.JsonNode;
import dev.mehari.call.Attempt;
import dev.mehari.call.Call;
import dev.mehari.call.Capabilities;
import dev.mehari.call.ErrorKind;
import dev.mehari.call.Operation;
import dev.mehari.call.Protocol;
import dev.mehari.call.Refusal;
import dev.mehari.call.Reply;
import dev.mehari.call.RequestBody;
import dev.mehari.call.Target;
import dev.mehari.config.Snapshot;
import dev.mehari.config.Upstream;
import dev.mehari.protocol.Codecs;
import dev.mehari.protocol.CountCodec;
import dev.mehari.protocol.ErrorFacts;
import dev.mehari.protocol.chat.Aim;
import dev.mehari.protocol.chat.ChatRequest;
import dev.mehari.protocol.chat.Loss;
import dev.mehari.protocol.chat.Losses;
import dev.mehari.protocol.chat.Tree;
import dev.mehari.tokens.TokenCounter;
import java.io.IOException;
import java.time.Clock;
import java.util.Arrays;
import java.util.List;

/** Counts of tokens that callers ask for: put to the upstream where it counts, made here where it does not. */
public final class Counts {
    private final Snapshot snapshot;
    private final Codecs codecs;
    private final TokenCounter counter;
    private final Clock clock;

    public Counts(Snapshot snapshot, Codecs codecs, TokenCounter counter, Clock clock) {
        this.snapshot = snapshot;
        this.codecs = codecs;
        this.counter = counter;
        this.clock = clock;
    }

    /** Step: answers with a count of ours, in place of an upstream that counts nothing. Nothing is sent anywhere. */
    public void count(Call call) {
        Target target = call.getTarget();
        Upstream upstream = target == null ? null : snapshot.upstreams().get(target.upstream());
        if (target == null || upstream == null) {
            throw new IllegalStateException("no current target");
        }
        Attempt attempt = new Attempt(target, null, clock.instant());
        attempt.unsent();
        call.attempts().begin(attempt);
        Reply answer = own(call, attempt, upstream.protocol());
        attempt.next(Attempt.Next.DONE);
        attempt.ended(clock.instant(), null);
        call.answer(answer);
        call.times().committed();
        call.releaseRequest();
    }

    /** A count of ours, for the target of an attempt. */
    Reply own(Call call, Attempt attempt, Protocol protocol) {
        CountCodec caller = codec(call.getProtocol());
        Losses losses = new Losses();
        ChatRequest prompt = caller.read(tree(request(call)), losses);
        refuse(call, attempt.target(), losses);
        attempt.translated(protocol, names(losses));
        long tokens = counter.count(
                prompt, snapshot.capabilities().of(attempt.target()).tokenizer(), TokenCounter.ALL);
        call.estimated();
        return Reply.of(200, "application/json", caller.reply(tokens));
    }

    /** The question as it goes to the upstream: the bytes that came, or their translation. */
    byte[] body(InFlight flight) {
        Call call = flight.call();
        RequestBody request = request(call);
        Target target = flight.attempt().target();
        if (flight.speech().protocol() == call.getProtocol()) {
            return own(flight, request).forUpstream(target.model(), false);
        }
        Losses losses = new Losses();
        Capabilities capabilities = snapshot.capabilities().of(target).counting();
        byte[] body = Tree.bytes(codec(flight.speech().protocol())
                .write(
                        codec(call.getProtocol()).read(tree(request), losses),
                        new Aim(target.model(), capabilities, flight.upstream().quirks()),
                        losses));
        refuse(call, target, losses);
        flight.attempt().translated(flight.speech().protocol(), names(losses));
        return body;
    }

    /** Without what others left in its history, as it would be asked. */
    private RequestBody own(InFlight flight, RequestBody request) {
        Target target = flight.attempt().target();
        Aim aim = new Aim(
                target.model(),
                snapshot.capabilities().of(target),
                flight.upstream().quirks());
        Losses losses = new Losses();
        byte[] sent = codecs.of(flight.speech().protocol()).chat().returned(request.bytes(), aim, losses);
        refuse(flight.call(), target, losses);
        flight.speech().tookOut(losses.all());
        return Arrays.equals(sent, request.bytes())
                ? request
                : codecs.of(flight.speech().protocol()).read(sent, Operation.COUNT_TOKENS);
    }

    String path(InFlight flight) {
        return codec(flight.speech().protocol()).path(flight.attempt().target().model());
    }

    /**
     * The upstream's reply as the caller reads it.
     *
     * @throws Refusal when it is no count
     */
    byte[] answer(InFlight flight, byte[] reply) {
        long tokens = codec(flight.speech().protocol()).readReply(reply);
        Protocol caller = flight.call().getProtocol();
        return flight.speech().protocol() == caller ? reply : codec(caller).reply(tokens);
    }

    /** Whether an error says that there is nothing at the path, and not that there is no such model. */
    static boolean missing(InFlight flight, int status, ErrorFacts facts) {
        String message = facts.message();
        boolean ofModel = "model_not_found".equals(facts.code())
                || (message != null
                        && message.contains(flight.attempt().target().model()));
        return (status == 404 || status == 405 || status == 501) && !ofModel;
    }

    private void refuse(Call call, Target target, Losses losses) {
        if (snapshot.models().manner(call.getAlias()).refusesLosses()
                && !losses.all().isEmpty()) {
            throw Translations.lost(losses.all().getFirst(), target);
        }
    }

    private static List<String> names(Losses losses) {
        return losses.all().stream().map(Loss::toString).toList();
    }

    private CountCodec codec(Protocol protocol) {
        CountCodec counts = codecs.of(protocol).counts();
        if (counts == null) {
            throw new IllegalStateException(protocol + " counts nothing");
        }
        return counts;
    }

    private static RequestBody request(Call call) {
        RequestBody request = call.request();
        if (request == null) {
            throw new Refusal(ErrorKind.INTERNAL_ERROR, "the request was let go before it was counted");
        }
        return request;
    }

    private static JsonNode tree(RequestBody request) {
        try {
            return Tree.read(request.bytes());
        } catch (IOException e) {
            throw new IllegalStateException("the body was read before", e);
        }
    }
}
