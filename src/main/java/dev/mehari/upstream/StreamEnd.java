package dev.mehari.upstream;

import dev.mehari.call.Call;
import dev.mehari.call.ErrorKind;
import dev.mehari.call.Refusal;
import dev.mehari.call.Usage;
import dev.mehari.protocol.Codec;
import dev.mehari.protocol.Codec.ErrorFacts;
import dev.mehari.protocol.Slice;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/** Watches a stream pass: keeps its timers, notes its usage, and words its end. */
final class StreamEnd implements Codec.StreamWatch {
    private final InFlight flight;
    private boolean committed;
    private boolean leaks;
    private String said = "";
    private @Nullable UpstreamFailure failure;

    StreamEnd(InFlight flight) {
        this.flight = flight;
    }

    /** From now on a failure is told in the stream; before, it is a reason for the next target. */
    void commit() {
        committed = true;
    }

    /** Why the stream ended badly, null while it has not. */
    @Nullable
    UpstreamFailure failure() {
        return failure;
    }

    @Override
    public void usage(Usage soFar) {
        flight.call().used(soFar);
    }

    @Override
    public void event() {
        flight.enter(InFlight.Phase.GAP);
    }

    @Override
    public void error(ErrorFacts facts, Slice words) {
        String message = facts.message() == null ? "" : facts.message();
        byte[] whole = Arrays.copyOfRange(words.array(), words.from(), words.to());
        leaks = Leak.in(message, flight.upstream()) || Leak.in(whole, flight.upstream());
        said = leaks ? "" : ": " + message;
    }

    @Override
    public @Nullable Refusal ended(Codec.@Nullable Failure how) {
        Call call = flight.call();
        if (how == null || committed) {
            call.finished();
        }
        if (how == null) {
            flight.completed();
            flight.end(null);
            return null;
        }
        String name = "upstream \"" + flight.upstream().name() + "\"";
        UpstreamFailure why = switch (how) {
            case UPSTREAM_ERROR_EVENT ->
                UpstreamFailure.fault(
                        new Refusal(ErrorKind.UPSTREAM_ERROR, name + " reported an error in its stream" + said));
            case INCOMPLETE ->
                UpstreamFailure.fault(
                        new Refusal(ErrorKind.STREAM_INCOMPLETE, name + " ended its stream before it was complete"));
            case BROKEN -> {
                UpstreamFailure broken = flight.failure(null);
                yield broken.refusal().kind() == ErrorKind.UPSTREAM_UNREACHABLE
                        ? UpstreamFailure.fault(
                                new Refusal(ErrorKind.STREAM_INCOMPLETE, name + " broke off its stream"))
                        : broken;
            }
        };
        failure = why;
        flight.end(why.refusal().kind());
        if (!committed) {
            return null;
        }
        call.failed(why.refusal());
        boolean saidItself = how == Codec.Failure.UPSTREAM_ERROR_EVENT && !leaks;
        return saidItself || call.isCancelled() ? null : why.refusal();
    }
}
