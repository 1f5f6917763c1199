package dev.mehari.upstream;

import static org.assertj.core.api.Assertions.assertThat;

import dev.mehari.call.Attempt;
import dev.mehari.call.Attempt.Next;
import dev.mehari.call.Call;
import dev.mehari.call.ErrorKind;
import dev.mehari.call.Refusal;
import dev.mehari.call.Target;
import dev.mehari.config.Failover;
import dev.mehari.config.Snapshot;
import dev.mehari.health.Health;
import dev.mehari.health.PoolStates;
import dev.mehari.sample.Samples;
import java.time.Clock;
import java.time.Duration;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Shipped table: 3 tries of a target, 6 of a call, a wait of 10 s at most. Upstream one: 20 s in all; two: 600 s. */
final class SequelTest {
    private static final Clock CLOCK = Clock.fixed(Samples.NOW, ZoneOffset.UTC);
    private static final Target ONE = Target.of("one/small");
    private static final Target TWO = Target.of("two/small");
    private static final Target POOL = Target.of("pool/any");

    private Sequel sequel = sequel(Samples.snapshot());

    @Test
    void fault_2_2_aTargetIsRetriedAndThenTheNextOne() {
        Call call = call(ONE, TWO);

        assertThat(run(call, ErrorKind.UPSTREAM_OVERLOADED, null))
                .containsExactly(Next.RETRY, Next.RETRY, Next.NEXT_TARGET, Next.RETRY, Next.RETRY, Next.ATTEMPTS_SPENT);
        assertThat(call.attempts()).extracting(Attempt::target).containsExactly(ONE, ONE, ONE, TWO, TWO, TWO);
    }

    @Test
    void fault_2_2_withoutAnotherTargetItIsExactlyTheRetries() {
        assertThat(run(call(ONE), ErrorKind.UPSTREAM_ERROR, null))
                .containsExactly(Next.RETRY, Next.RETRY, Next.NO_TARGET_LEFT);
    }

    @Test
    void theBudgetIsOneForAllTargets() {
        Call call = call(ONE, TWO, POOL, ONE, TWO);

        assertThat(run(call, ErrorKind.UPSTREAM_ERROR, null)).hasSize(6).endsWith(Next.ATTEMPTS_SPENT);
    }

    @Test
    void whatABreakerKeptBackIsNoAttempt() {
        Call call = call(ONE, TWO);
        for (int i = 0; i < 20; i++) {
            assertThat(attempt(call, ONE, ErrorKind.UPSTREAM_UNAVAILABLE, null)).isEqualTo(Next.NEXT_TARGET);
        }
    }

    @ParameterizedTest
    @EnumSource(
            names = {"UPSTREAM_TIMEOUT", "UPSTREAM_POOL_EXHAUSTED", "UPSTREAM_UNAVAILABLE", "PROTOCOL_NOT_SUPPORTED"})
    void whatARetryCannotHelpGoesToTheNextTargetAtOnce(ErrorKind kind) {
        Call call = call(POOL, TWO);

        assertThat(run(call, kind, null)).containsExactly(Next.NEXT_TARGET, Next.NO_TARGET_LEFT);
    }

    @ParameterizedTest
    @EnumSource(
            names = {"UPSTREAM_RATE_LIMITED", "INSUFFICIENT_QUOTA", "UPSTREAM_AUTH_FAILED", "UPSTREAM_MODEL_NOT_FOUND"})
    void whatLiesWithACredentialTriesTheOthersFirst(ErrorKind kind) {
        Call call = call(POOL, TWO);

        assertThat(run(call, kind, null)).containsExactly(Next.NEXT_CREDENTIAL, Next.NEXT_TARGET, Next.NO_TARGET_LEFT);
        assertThat(call.attempts()).extracting(Attempt::target).containsExactly(POOL, POOL, TWO);
    }

    @ParameterizedTest
    @EnumSource(
            names = {
                "UPSTREAM_REJECTED",
                "CONTEXT_LENGTH_EXCEEDED",
                "CONTENT_POLICY_VIOLATION",
                "MODEL_NOT_FOUND",
                "CLIENT_CANCELLED"
            })
    void fault_2_20_theCallersOwnIsAnswered(ErrorKind kind) {
        assertThat(run(call(ONE, TWO), kind, null)).containsExactly(Next.CALLERS_MISTAKE);
    }

    @Test
    void fault_2_1_aCallerWhoHasGoneIsNotRetriedFor() {
        Call call = call(ONE, TWO);
        call.cancellation().cancel();

        assertThat(decide(call, ONE, ErrorKind.UPSTREAM_ERROR, null)).isEqualTo(Next.CALLER_LEFT);
        assertThat(call.getPlan()).isEmpty();
    }

    @Test
    void fault_2_3_whoNamesATimeIsNotAskedBeforeIt() {
        Call call = call(ONE, TWO);

        assertThat(attempt(call, ONE, ErrorKind.UPSTREAM_OVERLOADED, Duration.ofSeconds(2)))
                .as("another target is there")
                .isEqualTo(Next.NEXT_TARGET);
        assertThat(attempt(call, call.course().nextTarget(), ErrorKind.UPSTREAM_RATE_LIMITED, Duration.ofSeconds(7)))
                .isEqualTo(Next.WAIT);
        assertThat(call.getPlan()).as("the one that named the shorter time").containsExactly(ONE);
        assertThat(call.course().takePause()).isBetween(Duration.ofSeconds(2), Duration.ofMillis(2200));
    }

    @Test
    void fault_2_3_thereIsOneWaitInACall() {
        Call call = call(ONE);

        assertThat(run(call, ErrorKind.UPSTREAM_RATE_LIMITED, Duration.ofSeconds(1)))
                .containsExactly(Next.WAIT, Next.NO_TARGET_LEFT);
    }

    @Test
    void fault_2_3_aTimeBeyondTheLongestWaitIsNotWaitedFor() {
        assertThat(run(call(ONE), ErrorKind.UPSTREAM_RATE_LIMITED, Duration.ofMillis(10_001)))
                .containsExactly(Next.NO_TARGET_LEFT);
        assertThat(run(call(ONE), ErrorKind.UPSTREAM_RATE_LIMITED, null)).containsExactly(Next.NO_TARGET_LEFT);
    }

    @Test
    void nothingIsDoneForWhichTheDeadlineLeavesNoTime() {
        sequel = sequel(Samples.snapshot("""
                  hurried: {targets: [one/small], timeouts: {total: 1500ms}}
                """));
        Call waiting = call("hurried", ONE);
        Call late = call("hurried", ONE);

        assertThat(attempt(waiting, ONE, ErrorKind.UPSTREAM_RATE_LIMITED, Duration.ofSeconds(2)))
                .isEqualTo(Next.NO_TARGET_LEFT);
        assertThat(waiting.getPlan()).isEmpty();
        assertThat(attempt(late, ONE, ErrorKind.UPSTREAM_RATE_LIMITED, Duration.ofMillis(100)))
                .as("there is time for this one")
                .isEqualTo(Next.WAIT);
    }

    @Test
    void afterTheDeadlineNoTargetIsTried() {
        sequel = sequel(Samples.snapshot("""
                  over: {targets: [one/small, two/small], timeouts: {total: 1ms}}
                """));
        Call call = call("over", ONE, TWO);
        long since = System.nanoTime();
        while (System.nanoTime() - since < 2_000_000) {
            Thread.onSpinWait();
        }

        assertThat(decide(call, ONE, ErrorKind.UPSTREAM_ERROR, null)).isEqualTo(Next.DEADLINE);
        assertThat(call.getPlan()).isEmpty();
    }

    @Test
    void retriesWaitLongerEachTimeAndNotAllForTheSame() {
        List<Duration> first = new ArrayList<>();
        for (int i = 0; i < 50; i++) {
            Call call = call(TWO);
            attempt(call, TWO, ErrorKind.UPSTREAM_ERROR, null);
            first.add(call.course().takePause());
            attempt(call, TWO, ErrorKind.UPSTREAM_ERROR, null);
            assertThat(call.course().takePause()).isBetween(Duration.ofSeconds(1), Duration.ofSeconds(3));
        }

        assertThat(first).allMatch(p -> p.toMillis() >= 500 && p.toMillis() <= 1500);
        assertThat(first.stream().distinct()).hasSizeGreaterThan(10);
    }

    @Test
    void withoutADelayRetriesFollowAtOnce() {
        Snapshot usual = Samples.snapshot();
        Failover table = usual.failover();
        Failover.Retry retry = table.retry();
        sequel = sequel(new Snapshot(
                usual.upstreams(),
                usual.models(),
                usual.prices(),
                usual.streams(),
                new Failover(
                        table.maxAttempts(),
                        new Failover.Retry(retry.maxAttempts(), Duration.ZERO, retry.maxDelay(), retry.maxWait()),
                        table.meanings(),
                        table.then()),
                usual.capabilities(),
                usual.overlaid()));
        Call call = call(ONE);

        assertThat(attempt(call, ONE, ErrorKind.UPSTREAM_ERROR, null)).isEqualTo(Next.RETRY);
        assertThat(call.course().takePause()).isZero();
    }

    private static Sequel sequel(Snapshot snapshot) {
        PoolStates health = new Health(CLOCK).of(snapshot);
        return new Sequel(snapshot, health, new Credentials(health, CLOCK), CLOCK);
    }

    private static Call call(Target... targets) {
        return call("fast", targets);
    }

    private static Call call(String alias, Target... targets) {
        Call call = Samples.call("fast");
        call.course().resolved(alias, List.of(targets));
        call.course().nextTarget();
        return call;
    }

    /** Every attempt fails in the same way until nothing follows. */
    private List<Next> run(Call call, ErrorKind kind, @Nullable Duration retryAfter) {
        List<Next> all = new ArrayList<>();
        Target target = call.getTarget();
        while (target != null) {
            all.add(attempt(call, target, kind, retryAfter));
            target = call.hasNextTarget() ? call.course().nextTarget() : null;
        }
        return all;
    }

    private Next attempt(Call call, Target target, ErrorKind kind, @Nullable Duration retryAfter) {
        var credential = new Credentials(new Health(CLOCK).of(Samples.snapshot()), CLOCK).next(call, target);
        Attempt attempt = new Attempt(target, credential == null ? null : credential.id(), Samples.NOW);
        call.attempts().begin(attempt);
        attempt.failed(new Refusal(kind, "failed", retryAfter));
        attempt.ended(Samples.NOW, kind);
        Next next = decide(call, target, kind, retryAfter);
        attempt.next(next);
        return next;
    }

    private Next decide(Call call, Target target, ErrorKind kind, @Nullable Duration retryAfter) {
        return sequel.decide(call, target, new Refusal(kind, "failed", retryAfter));
    }
}
