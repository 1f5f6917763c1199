package dev.mehari.upstream;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.mehari.call.Call;
import dev.mehari.call.ErrorKind;
import dev.mehari.call.Refusal;
import dev.mehari.call.Reply;
import dev.mehari.call.Target;
import dev.mehari.config.Snapshot;
import dev.mehari.health.Health;
import dev.mehari.sample.Samples;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** A host application that keeps answers is asked for one when nobody else has any, and not before. */
final class StaleRepliesTest {
    private static final byte[] KEPT = "{\"kept\":true}".getBytes(StandardCharsets.UTF_8);

    private final Clockwork clockwork = new Clockwork();
    private final List<Call> asked = new ArrayList<>();
    private Optional<Reply> kept = Optional.of(Reply.of(200, "application/json", KEPT));
    private final Clock clock = Clock.fixed(Samples.NOW, ZoneOffset.UTC);
    private final Health health = new Health(clock);
    private final Dispatch dispatch = dispatch();

    private Dispatch dispatch() {
        Snapshot snapshot = Samples.snapshot();
        StaleReplies host = call -> {
            asked.add(call);
            return kept;
        };
        return new Dispatch(snapshot, new Timers(clockwork), new UpstreamSlots(), health.of(snapshot), host, clock);
    }

    @AfterEach
    void stopClockwork() {
        clockwork.shutdownNow();
    }

    private Call failed(ErrorKind... kinds) {
        Call call = OnDispatch.at("one/small", "two/small");
        for (ErrorKind kind : kinds) {
            if (call.getTarget() == null || !asked.isEmpty()) {
                throw new AssertionError("asked too early");
            }
            var unused = dispatch.open(call);
            dispatch.failed(call, UpstreamFailure.fault(new Refusal(kind, "no")));
            if (call.hasNextTarget()) {
                var next = call.course().nextTarget();
                assertThat(next).isNotNull();
            }
        }
        return call;
    }

    @Test
    void whenAllHaveFailedItIsTheAnswerAndSaysWhatItIs() {
        Call call = failed(ErrorKind.UPSTREAM_TIMEOUT, ErrorKind.UPSTREAM_TIMEOUT);

        dispatch.conclude(call);

        Reply reply = Objects.requireNonNull(call.reply());
        assertThat(reply.bytes()).isEqualTo(KEPT);
        assertThat(reply.headers()).containsEntry("x-mehari-cache", "stale");
        assertThat(call.refusal()).isNull();
        assertThat(asked).containsExactly(call);
    }

    @Test
    void withNoneTheFailureIsTheAnswer() {
        kept = Optional.empty();
        Call call = failed(ErrorKind.UPSTREAM_TIMEOUT, ErrorKind.UPSTREAM_TIMEOUT);

        Refusal why = catchThrowableOfType(Refusal.class, () -> dispatch.conclude(call));

        assertThat(why.kind()).isEqualTo(ErrorKind.UPSTREAM_TIMEOUT);
        assertThat(asked).containsExactly(call);
    }

    @Test
    void theCallersMistakeIsTheAnswerWhateverIsKept() {
        Call call = failed(ErrorKind.UPSTREAM_REJECTED);

        Refusal why = catchThrowableOfType(Refusal.class, () -> dispatch.conclude(call));

        assertThat(why.kind()).isEqualTo(ErrorKind.UPSTREAM_REJECTED);
        assertThat(asked).isEmpty();
    }

    /** A target that limits the rate of calls, before a call came. */
    private Call coming(String target) {
        health.of(Samples.snapshot())
                .begin(Target.of(target), null)
                .over(new Refusal(ErrorKind.UPSTREAM_RATE_LIMITED, "slow", Duration.ofMinutes(1)), false);
        Call call = OnDispatch.authenticated(Samples.call("claude"));
        call.course().plan(List.of(Target.of(target)));
        return call;
    }

    @Test
    void whenAllAreLeftAloneItIsTheAnswerToo() {
        Call call = coming("claude/sonnet");

        assertThatExceptionOfType(AnsweredException.class).isThrownBy(() -> dispatch.next(call));

        assertThat(Objects.requireNonNull(call.reply()).headers()).containsEntry("x-mehari-cache", "stale");
        assertThat(call.refusal()).isNull();
        assertThat(call.attempts()).isEmpty();
        assertThat(call.hasNextTarget()).isFalse();
    }

    @Test
    void withNoneWhoIsLeftAloneIsNamed() {
        kept = Optional.empty();
        Call call = coming("claude/sonnet");

        Refusal why = catchThrowableOfType(Refusal.class, () -> dispatch.next(call));

        assertThat(why.kind()).isEqualTo(ErrorKind.UPSTREAM_RATE_LIMITED);
        assertThat(asked).containsExactly(call);
    }

    @Test
    void nobodyLooksForOneForAKeyThatMayNot() {
        Call call = coming("claude/sonnet");
        call.authenticated(Samples.caller("fast"));

        Refusal why = catchThrowableOfType(Refusal.class, () -> dispatch.next(call));

        assertThat(why.kind()).isEqualTo(ErrorKind.MODEL_NOT_ALLOWED);
        assertThat(asked).isEmpty();
    }

    @Test
    void nobodyLooksForOneForACallerWhoLeft() {
        Call call = failed(ErrorKind.UPSTREAM_TIMEOUT, ErrorKind.UPSTREAM_TIMEOUT);
        call.cancellation().cancel();

        Refusal why = catchThrowableOfType(Refusal.class, () -> dispatch.conclude(call));

        assertThat(why.kind()).isEqualTo(ErrorKind.CLIENT_CANCELLED);
        assertThat(asked).isEmpty();
    }
}
