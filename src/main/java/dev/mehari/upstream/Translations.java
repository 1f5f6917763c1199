package dev.mehari.upstream;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.mehari.call.Call;
import dev.mehari.call.Capabilities;
import dev.mehari.call.Defaults;
import dev.mehari.call.ErrorKind;
import dev.mehari.call.Operation;
import dev.mehari.call.Protocol;
import dev.mehari.call.Quirk;
import dev.mehari.call.Refusal;
import dev.mehari.call.RequestBody;
import dev.mehari.call.Target;
import dev.mehari.call.ThinkingShown;
import dev.mehari.config.Snapshot;
import dev.mehari.config.Upstream;
import dev.mehari.protocol.Codecs;
import dev.mehari.protocol.Translation;
import dev.mehari.protocol.chat.Aim;
import dev.mehari.protocol.chat.ChatRequest;
import dev.mehari.protocol.chat.Effort;
import dev.mehari.protocol.chat.Frame;
import dev.mehari.protocol.chat.Given;
import dev.mehari.protocol.chat.Loss;
import dev.mehari.protocol.chat.Losses;
import dev.mehari.protocol.chat.Reasoning;
import dev.mehari.protocol.chat.Tree;
import dev.mehari.tokens.TokenCounter;
import java.io.IOException;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.function.LongSupplier;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** Translates a call for an upstream that does not speak the caller's protocol, or not quite. Any thread. */
public final class Translations {
    private final Snapshot snapshot;
    private final Codecs codecs;
    private final RequestTokens requests;
    private final Supplier<String> ids;

    /** @param ids gives a new id at each call: letters and digits */
    public Translations(Snapshot snapshot, Codecs codecs, TokenCounter counter, Supplier<String> ids) {
        this.snapshot = snapshot;
        this.codecs = codecs;
        this.requests = new RequestTokens(codecs, counter);
        this.ids = ids;
    }

    /**
     * The call in the words of its current target, always from the bytes that came; null when they can pass as they are.
     *
     * @throws dev.mehari.call.Refusal when the request is wrong, or says what the upstream cannot be told
     */
    @Nullable
    Translation of(InFlight flight, RequestBody request) {
        if (flight.speech().protocol() == Protocol.OPENAI_COMPLETIONS) {
            // Who goes on with texts by itself needs no words for it.
            return null;
        }
        Call call = flight.call();
        Upstream upstream = flight.upstream();
        Target target = flight.attempt().target();
        Capabilities capabilities = snapshot.capabilities().of(target);
        if (takesToolsInResponsesOnly(flight, capabilities) && thinksWithTools(call, request)) {
            flight.speech().speak(Protocol.OPENAI_RESPONSES);
        }
        boolean whole = call.isStream() && !capabilities.streaming();
        boolean same = flight.speech().protocol() == call.getProtocol() && !whole;
        if (same
                && (capabilities.tools() || !asksTools(request))
                && passes(upstream, flight.speech().protocol(), shown(call))
                && !codecs.of(flight.speech().protocol()).chat().foreign(request.bytes(), mixed(call))) {
            return null;
        }
        if (whole) {
            flight.speech().askWhole();
        }
        Translation translation = new Translation(
                codecs.of(call.getProtocol()).chat(),
                codecs.of(flight.speech().protocol()).chat(),
                call.isStream() && !whole,
                defaults(flight),
                aim(flight),
                frame(flight, request));
        refuse(call, target, translation.losses());
        flight.speech().translated(translation);
        return translation;
    }

    /**
     * The call as an upstream of the caller's protocol can take it, without what others left in its history; the very
     * request when there is nothing of theirs.
     *
     * @throws dev.mehari.call.Refusal when that cannot be taken out
     */
    RequestBody own(InFlight flight, RequestBody request) {
        Losses losses = new Losses();
        byte[] came = request.bytes();
        byte[] sent = codecs.of(flight.speech().protocol()).chat().returned(came, aim(flight), losses);
        refuse(flight.call(), flight.attempt().target(), losses.all());
        flight.speech().tookOut(losses.all());
        return Arrays.equals(sent, came)
                ? request
                : codecs.of(flight.speech().protocol()).read(sent);
    }

    private void refuse(Call call, Target target, List<Loss> losses) {
        if (snapshot.models().manner(call.getAlias()).refusesLosses() && !losses.isEmpty()) {
            throw lost(losses.getFirst(), target);
        }
    }

    /** Counts ahead of time for callers whose streams begin with it. */
    private LongSupplier input(Call call, byte[] body, Capabilities capabilities) {
        boolean first = call.isStream() && codecs.of(call.getProtocol()).chat().startsWithInput();
        return first ? requests.begin(call, body, capabilities.tokenizer()) : () -> 0;
    }

    /**
     * The answer to a call in words that a stage can read, whatever protocol it comes in. Only while the request is here.
     */
    public Translation ofAnswer(InFlight flight) {
        Translation known = flight.speech().translation();
        RequestBody request = flight.call().request();
        if (known != null) {
            return known;
        }
        if (request == null) {
            throw new IllegalStateException("the answer was begun before all of its steps were known");
        }
        Translation answer =
                new Translation(codecs.of(flight.speech().protocol()).chat(), aim(flight), frame(flight, request));
        flight.speech().translated(answer);
        return answer;
    }

    /** How thinking is shown to the caller: as it asks, else as the alias says. */
    public ThinkingShown shown(Call call) {
        ThinkingShown asked = call.thinking();
        return asked == null ? snapshot.models().manner(call.getAlias()).thinking() : asked;
    }

    private Aim aim(InFlight flight) {
        Target target = flight.attempt().target();
        return new Aim(
                target.model(),
                snapshot.capabilities().of(target),
                flight.upstream().quirks());
    }

    private Frame frame(InFlight flight, RequestBody request) {
        Call call = flight.call();
        byte[] sent = request.bytes();
        JsonNode body = tree(sent);
        if (flight.speech().protocol() == Protocol.OPENAI_COMPLETIONS && body instanceof ObjectNode own) {
            // The upstream repeats the prompt by itself, in front of its answer.
            own.remove("echo");
        }
        return new Frame(
                ids,
                call.getId(),
                call.times().receivedAt().getEpochSecond(),
                flight.attempt().target().model(),
                body,
                request.usageAsked(),
                call.isEventStream(),
                input(call, sent, snapshot.capabilities().of(flight.attempt().target())),
                ThinkingShown.FIELD,
                flight.speech().protocol() == call.getProtocol());
    }

    /** Settings for the call's current target where the caller set none: the alias's, then those of the upstream. */
    Defaults defaults(InFlight flight) {
        Defaults all = snapshot.models()
                .manner(flight.call().getAlias())
                .defaults()
                .over(flight.upstream().defaults());
        return all.isEmpty()
                ? all
                : all.fit(snapshot.capabilities().of(flight.attempt().target()));
    }

    private static boolean takesToolsInResponsesOnly(InFlight flight, Capabilities capabilities) {
        return !capabilities.toolsWithEffort()
                && flight.speech().protocol() == Protocol.OPENAI_CHAT
                && flight.upstream().responses()
                && flight.call().operation() == Operation.CHAT;
    }

    /** Whether a call has tools and leaves the model any thinking: where nothing is said of it, the vendor's usual counts. */
    private boolean thinksWithTools(Call call, RequestBody request) {
        if (!asksTools(request)) {
            return false;
        }
        ChatRequest asked =
                codecs.of(call.getProtocol()).chat().read(tree(request.bytes()), call.isStream(), new Losses());
        Given<Reasoning> reasoning = asked.reasoning();
        boolean none = reasoning != null
                && reasoning.value() instanceof Reasoning.Word(Effort effort, boolean shown)
                && effort == Effort.NONE;
        return !asked.tools().isEmpty() && !none;
    }

    /** Whether the caller's name for the model leads to other protocols too: then the history may be theirs. */
    private boolean mixed(Call call) {
        for (Target target : call.course().aliasTargets()) {
            Upstream upstream = snapshot.upstreams().get(target.upstream());
            if (upstream == null) {
                continue;
            }
            boolean both =
                    upstream.responses() && !snapshot.capabilities().of(target).toolsWithEffort();
            if (both || upstream.protocolFor(call.getProtocol(), call.operation()) != call.getProtocol()) {
                return true;
            }
        }
        return false;
    }

    private static boolean asksTools(RequestBody request) {
        return request.field("tools") != null || request.field("functions") != null;
    }

    /** Whether bytes of the upstream's own protocol can go there, and come back, as they are. */
    private static boolean passes(Upstream upstream, Protocol protocol, ThinkingShown shown) {
        return protocol != Protocol.OPENAI_CHAT || (shown == ThinkingShown.FIELD && harmless(upstream.quirks()));
    }

    private static boolean harmless(Set<Quirk> quirks) {
        for (Quirk quirk : quirks) {
            if (!quirk.harmless()) {
                return false;
            }
        }
        return true;
    }

    static Refusal lost(Loss first, Target target) {
        return Refusal.of(
                ErrorKind.UNSUPPORTED_VALUE,
                "\"" + first.at() + "\" cannot be said to " + target + " as it stands (" + first
                        + "), and this model refuses what would be lost",
                first.at());
    }

    /** It was read before as far as a call needs it; translated, every value in it counts. */
    private static JsonNode tree(byte[] body) {
        try {
            return Tree.read(body);
        } catch (IOException e) {
            throw new Refusal(
                    ErrorKind.INVALID_JSON,
                    "The request body has a number that is too long, or too large, to be read.");
        }
    }
}
