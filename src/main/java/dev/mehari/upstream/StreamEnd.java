package dev.mehari.upstream;

import dev.mehari.call.Attempt;
import dev.mehari.call.Call;
import dev.mehari.call.ErrorKind;
import dev.mehari.call.Refusal;
import dev.mehari.call.Usage;
import dev.mehari.protocol.ErrorFacts;
import dev.mehari.protocol.Slice;
import dev.mehari.protocol.StreamWatch;
import java.util.Arrays;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** Watches a stream pass: keeps its timers, notes its usage, and words its end. */
final class StreamEnd implements StreamWatch {
    private final InFlight flight;
    private final UpstreamReply reply;
    private final Judgement judgement;
    private final Unreported unreported;
    private int contents;
    private boolean committed;
    private @Nullable UpstreamFailure reported;
    private @Nullable Refusal refused;
    private @Nullable UpstreamFailure failure;

    StreamEnd(InFlight flight, UpstreamReply reply, Judgement judgement, Unreported unreported) {
        this.flight = flight;
        this.reply = reply;
        this.judgement = judgement;
        this.unreported = unreported;
    }

    /** Whether something of the answer has passed. */
    boolean meaningful() {
        return contents > 0;
    }

    /** How many events have passed that hold something of the answer. */
    int contents() {
        return contents;
    }

    /** From now on a failure is told in the stream; before, it is a reason for the next attempt. */
    void commit() {
        committed = true;
        flight.commit();
    }

    /** Why the stream ended badly, null while it has not. */
    @Nullable
    UpstreamFailure failure() {
        return failure;
    }

    @Override
    public void usage(Usage soFar) {
        if (flight.speech().isCounted()) {
            flight.call().attempts().used(soFar);
            unreported.reported(flight, soFar);
        }
    }

    @Override
    public void event() {
        if (committed) {
            flight.timer().event();
        }
    }

    @Override
    public void content() {
        contents++;
    }

    @Override
    public void held() {
        flight.timer().event();
    }

    @Override
    public void error(ErrorFacts facts, Slice words) {
        byte[] body = Arrays.copyOfRange(words.array(), words.from(), words.to());
        reported = judgement.of(flight, reply.status(), facts, reply.headers(), body);
    }

    @Override
    public boolean validates() {
        return flight.speech().isValidated();
    }

    @Override
    public void refused(Refusal why) {
        refused = why;
    }

    @Override
    public @Nullable Refusal ended(StreamWatch.@Nullable Failure how) {
        Call call = flight.call();
        if (how == null || how == StreamWatch.Failure.ENDED_HERE || committed) {
            call.finished();
            unreported.ended(flight);
        }
        if (how == null || how == StreamWatch.Failure.ENDED_HERE) {
            if (how == null) {
                flight.completed();
            }
            flight.attempt().next(Attempt.Next.DONE);
            flight.end(null);
            flight.over(null);
            return null;
        }
        UpstreamFailure why = why(how);
        failure = why;
        flight.end(why.refusal().kind());
        flight.over(why);
        if (!committed) {
            return null;
        }
        flight.attempt().failed(why.refusal());
        flight.attempt().next(next(why.refusal().kind()));
        call.failed(why.refusal());
        // Its own words went to the caller already, unless they held what is not for the caller.
        boolean same = flight.speech().translation() == null;
        Refusal words = why.words();
        boolean saidItself =
                same && how == StreamWatch.Failure.UPSTREAM_ERROR_EVENT && why.said() != null && words == null;
        return saidItself || call.isCancelled() ? null : words != null ? words : why.refusal();
    }

    private UpstreamFailure why(StreamWatch.Failure how) {
        String name = "upstream \"" + flight.upstream().name() + "\"";
        UpstreamFailure known = reported;
        return switch (how) {
            case UPSTREAM_ERROR_EVENT ->
                known != null
                        ? known
                        : UpstreamFailure.fault(
                                new Refusal(ErrorKind.UPSTREAM_ERROR, name + " reported an error in its stream"));
            case INCOMPLETE ->
                UpstreamFailure.fault(new Refusal(
                        ErrorKind.UPSTREAM_STREAM_INTERRUPTED, name + " ended its stream before it was complete"));
            case MALFORMED ->
                UpstreamFailure.fault(
                        new Refusal(ErrorKind.UPSTREAM_INVALID_REPLY, name + " sent an event that is not JSON"));
            case BROKEN -> {
                UpstreamFailure broken = flight.failure(null);
                yield broken.refusal().kind() == ErrorKind.UPSTREAM_UNREACHABLE
                        ? UpstreamFailure.fault(
                                new Refusal(ErrorKind.UPSTREAM_STREAM_INTERRUPTED, name + " broke off its stream"))
                        : broken;
            }
            case REFUSED, ENDED_HERE -> UpstreamFailure.other(Objects.requireNonNull(refused, "nobody refused it"));
        };
    }

    static Attempt.Next next(ErrorKind kind) {
        return switch (kind) {
            case CLIENT_CANCELLED -> Attempt.Next.CALLER_LEFT;
            case NOT_READY -> Attempt.Next.GATEWAY;
            default -> Attempt.Next.COMMITTED;
        };
    }
}
