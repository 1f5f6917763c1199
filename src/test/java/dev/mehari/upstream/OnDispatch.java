package dev.mehari.upstream;

import dev.mehari.call.Call;
import dev.mehari.call.Target;
import dev.mehari.sample.Samples;
import java.time.Clock;
import java.time.ZoneOffset;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;

/** A test of the steps that try one target after the other. */
abstract class OnDispatch {
    private final Clockwork clockwork = new Clockwork();
    final Timers timers = new Timers(clockwork);
    final Dispatch dispatch = new Dispatch(Samples.snapshot(), timers, Clock.fixed(Samples.NOW, ZoneOffset.UTC));

    @AfterEach
    void stopClockwork() {
        clockwork.shutdownNow();
    }

    /** An attempt at the current target that fails so. */
    final void fail(Call call, UpstreamFailure how) {
        var unused = dispatch.open(call);
        dispatch.failed(call, how);
    }

    static Call authenticated(Call call) {
        call.authenticated(Samples.caller());
        return call;
    }

    static Call resolved(String model, String list) {
        Call call = Samples.call(model);
        call.authenticated(list.isEmpty() ? Samples.caller() : Samples.caller(list));
        call.course().resolved(model, List.of(Target.of("one/small"), Target.of("two/small")));
        return call;
    }

    /** A call on its way to the first of these. */
    static Call at(String... targets) {
        Call call = Samples.call("fast");
        call.course().plan(Stream.of(targets).map(Target::of).toList());
        call.course().nextTarget();
        return call;
    }
}
