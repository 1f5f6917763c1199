package dev.mehari.protocol.wild;

import dev.mehari.call.Capabilities;
import dev.mehari.call.Defaults;
import dev.mehari.call.ErrorKind;
import dev.mehari.call.Protocol;
import dev.mehari.call.Quirk;
import dev.mehari.call.Refusal;
import dev.mehari.call.Usage;
import dev.mehari.protocol.Codec;
import dev.mehari.protocol.Pieces;
import dev.mehari.protocol.StreamWatch;
import dev.mehari.protocol.StreamWatch.Failure;
import dev.mehari.protocol.Translation;
import dev.mehari.protocol.chat.Aim;
import dev.mehari.protocol.chat.Frame;
import dev.mehari.protocol.chat.Loss;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/** What an upstream's bytes become on their way to a caller, by the gateway's own reader, judge, decoder and encoder. */
final class Through implements StreamWatch {
    static final Set<Quirk> TAGS =
            Set.of(Quirk.THINK_TAGS, Quirk.BOX_MARKS, Quirk.NO_CUSTOM_TOOLS, Quirk.REASONING_OBJECT);

    /** Takes everything, so that nothing about a model stands in the way. */
    static final Capabilities ABLE = new Capabilities(
            true,
            Set.of("enabled", "adaptive", "disabled", "budget"),
            Set.of("none", "minimal", "low", "medium", "high", "xhigh", "max"),
            true,
            true,
            true,
            true,
            true,
            true,
            0,
            4096);

    private final Caller caller;
    private final Codec upstream;
    private final Translation translation;
    final ByteArrayOutputStream out = new ByteArrayOutputStream();
    final List<@Nullable Failure> endings = new ArrayList<>();

    @Nullable
    Usage usage;

    private Through(Caller caller, Protocol upstream, Set<Quirk> quirks) {
        this.caller = caller;
        this.upstream = Caller.codec(upstream);
        AtomicInteger ids = new AtomicInteger();
        Frame frame = new Frame(
                () -> "x" + ids.incrementAndGet(),
                "req_1",
                1_700_000_000L,
                "m",
                caller.request(),
                caller.usageAsked(),
                caller.eventStream(),
                () -> 10,
                caller.thinking(),
                false);
        translation = new Translation(
                caller.codec().chat(), this.upstream.chat(), true, Defaults.NONE, new Aim("m", ABLE, quirks), frame);
    }

    static Through stream(Caller caller, Protocol upstream, Set<Quirk> quirks, Pieces pieces) {
        Through through = new Through(caller, upstream, quirks);
        through.drain(through.translation.stream(through.upstream.tap(pieces, true, false, "req_1", through)));
        return through;
    }

    /** Gemini's own stream as one array, which passes to a caller of Gemini's. */
    static Through passing(Pieces pieces) {
        Through through = new Through(Caller.GEMINI_ARRAY, Protocol.GEMINI, Set.of());
        through.drain(through.upstream.tap(pieces, false, false, "req_1", through));
        return through;
    }

    private void drain(InputStream stream) {
        try (stream) {
            byte[] buffer = new byte[1 << 12];
            for (int n = stream.read(buffer); n >= 0; n = stream.read(buffer)) {
                out.write(buffer, 0, n);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    static Through stream(Caller caller, Protocol upstream, byte[] bytes) {
        return stream(caller, upstream, Set.of(), new Pieces(List.of(bytes), Pieces.Then.END));
    }

    /** The answer to a caller who asked for no stream. */
    static byte[] whole(Caller caller, Protocol upstream, byte[] reply) throws Translation.Fault {
        return whole(caller, upstream, Set.of(), reply);
    }

    static byte[] whole(Caller caller, Protocol upstream, Set<Quirk> quirks, byte[] reply) throws Translation.Fault {
        return new Through(caller, upstream, quirks).translation.whole(reply);
    }

    /** What the caller is told that it was not told, {@code path:action}. */
    static List<String> losses(Caller caller, Protocol upstream, Set<Quirk> quirks, byte[] reply)
            throws Translation.Fault {
        Through through = new Through(caller, upstream, quirks);
        List<Loss> ofRequest = List.copyOf(through.translation.losses());
        through.translation.whole(reply);
        return through.translation.losses().stream()
                .filter(loss -> !ofRequest.contains(loss))
                .map(Loss::toString)
                .toList();
    }

    /** The stream that is made of a whole reply. */
    static byte[] streamOf(Caller caller, Protocol upstream, byte[] reply) throws Translation.Fault, IOException {
        return streamOf(caller, upstream, Set.of(), reply);
    }

    static byte[] streamOf(Caller caller, Protocol upstream, Set<Quirk> quirks, byte[] reply)
            throws Translation.Fault, IOException {
        return new Through(caller, upstream, quirks).translation.streamOf(reply).readAllBytes();
    }

    byte[] bytes() {
        return out.toByteArray();
    }

    @Override
    public void usage(Usage soFar) {
        usage = soFar;
    }

    @Override
    public void event() {}

    @Override
    public @Nullable Refusal ended(@Nullable Failure failure) {
        endings.add(failure);
        return failure == null
                ? null
                : new Refusal(
                        failure == Failure.UPSTREAM_ERROR_EVENT
                                ? ErrorKind.UPSTREAM_ERROR
                                : ErrorKind.UPSTREAM_STREAM_INTERRUPTED,
                        "it broke off");
    }

    @Override
    public String toString() {
        return caller + " <- " + upstream.protocol();
    }
}
