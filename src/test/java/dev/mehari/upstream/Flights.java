package dev.mehari.upstream;

import dev.mehari.call.Call;
import dev.mehari.call.ErrorKind;
import dev.mehari.call.Refusal;
import dev.mehari.call.Target;
import dev.mehari.sample.Samples;
import java.time.Clock;
import java.time.Duration;
import java.time.ZoneOffset;
import java.util.List;

/** Attempts in flight, for tests of what stands around them. */
public final class Flights {
    private Flights() {}

    /** An attempt at upstream {@code one} whose stream has begun. */
    public static InFlight open() {
        Call call = Samples.call("fast");
        call.course().plan(List.of(Target.of("one/small")));
        call.course().nextTarget();
        Clockwork clockwork = new Clockwork();
        Timers timers = new Timers(clockwork);
        clockwork.shutdownNow();
        return new Dispatch(Samples.snapshot(), timers, Clock.fixed(Samples.NOW, ZoneOffset.UTC)).open(call);
    }

    /** Whether its timer would run out if nothing more happened. */
    public static boolean isTimed(InFlight flight) {
        flight.check(System.nanoTime() + Duration.ofHours(1).toNanos());
        return flight.isStopped();
    }

    /** Ends its stream badly. */
    public static void end(InFlight flight, ErrorKind how) {
        Refusal why = new Refusal(how, "over");
        flight.over(how == ErrorKind.CLIENT_CANCELLED ? UpstreamFailure.other(why) : UpstreamFailure.fault(why));
    }
}
