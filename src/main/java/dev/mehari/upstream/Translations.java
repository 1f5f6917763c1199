package dev.mehari.upstream;

import com.fasterxml.jackson.databind.JsonNode;
import dev.mehari.call.Call;
import dev.mehari.call.Capabilities;
import dev.mehari.call.RequestBody;
import dev.mehari.call.Target;
import dev.mehari.config.Snapshot;
import dev.mehari.config.Upstream;
import dev.mehari.protocol.Codecs;
import dev.mehari.protocol.Translation;
import dev.mehari.protocol.chat.Aim;
import dev.mehari.protocol.chat.Frame;
import dev.mehari.protocol.chat.Tree;
import java.io.IOException;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** Translates a call for an upstream that does not speak the caller's protocol. Any thread. */
public final class Translations {
    private final Snapshot snapshot;
    private final Codecs codecs;
    private final Supplier<String> ids;

    /** @param ids gives a new id at each call: letters and digits */
    public Translations(Snapshot snapshot, Codecs codecs, Supplier<String> ids) {
        this.snapshot = snapshot;
        this.codecs = codecs;
        this.ids = ids;
    }

    /**
     * The call in the words of its current target, always from the bytes that came; null when they can pass as they are.
     *
     * @throws dev.mehari.call.Refusal when the request is wrong, or says what the upstream cannot be told
     */
    @Nullable
    Translation of(InFlight flight, RequestBody request) {
        Call call = flight.call();
        Upstream upstream = flight.upstream();
        Target target = flight.attempt().target();
        Capabilities capabilities = snapshot.capabilities().of(target);
        boolean whole = call.isStream() && !capabilities.streaming();
        if (flight.protocol() == call.getProtocol() && !whole) {
            return null;
        }
        if (whole) {
            flight.askWhole();
        }
        Aim aim = new Aim(target.model(), capabilities, upstream.quirks());
        byte[] sent = request.bytes();
        Frame frame = new Frame(
                ids,
                call.getId(),
                call.receivedAt().getEpochSecond(),
                target.model(),
                tree(sent),
                request.usageAsked(),
                call.isEventStream(),
                sent.length / 4 + 1L);
        Translation translation = new Translation(
                codecs.of(call.getProtocol()).chat(),
                codecs.of(flight.protocol()).chat(),
                call.isStream() && !whole,
                aim,
                frame);
        flight.translated(translation);
        return translation;
    }

    private static JsonNode tree(byte[] body) {
        try {
            return Tree.read(body);
        } catch (IOException e) {
            throw new IllegalStateException("the body was read before", e);
        }
    }
}
