package dev.mehari.call;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.mehari.sample.Samples;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

/** What the steps of a call count on, whichever of them comes first. */
final class CallTest {
    private final Call call = Samples.call("fast");
    private final List<String> ran = new ArrayList<>();

    @Test
    void theLastRegisteredRunsFirstAndOnce() {
        call.atEnd(() -> ran.add("lease"));
        call.atEnd(() -> ran.add("row"));

        call.end();
        call.end();

        assertThat(ran).containsExactly("row", "lease");
    }

    @Test
    void aStepThatFailsAtTheEndKeepsNoOtherFromRunning() {
        call.atEnd(() -> ran.add("lease"));
        call.atEnd(() -> {
            throw new IllegalStateException("second");
        });
        call.atEnd(() -> {
            throw new IllegalStateException("first");
        });

        assertThatThrownBy(call::end)
                .hasMessage("first")
                .satisfies(e -> assertThat(e.getSuppressed())
                        .singleElement()
                        .extracting(Throwable::getMessage)
                        .isEqualTo("second"));
        assertThat(ran).containsExactly("lease");
    }

    @Test
    void allKindsOfTokensAddUpAndNoneIsNegative() {
        assertThat(new Usage(1, 20, 300, 4_000, 50_000, 600_000).total()).isEqualTo(654_321);
        assertThat(new Usage(-1, -1, -1, -1, -1, -1)).isEqualTo(Usage.NONE);
    }

    @Test
    void whoLeavesStopsWhatWaitsThen() {
        call.cancellation().stops(() -> ran.add("earlier"));
        call.cancellation().stops(() -> ran.add("now"));

        call.cancellation().cancel();

        assertThat(ran).containsExactly("now");
        assertThat(call.isCancelled()).isTrue();
    }

    @Test
    void whoLeftBeforeStopsAtOnceWhatBeginsToWait() {
        call.cancellation().cancel();
        AtomicInteger stopped = new AtomicInteger();

        call.cancellation().stops(stopped::incrementAndGet);
        call.cancellation().stops(null);

        assertThat(stopped).hasValue(1);
    }

    @Test
    void nothingThatIsOverIsStopped() {
        call.cancellation().stops(() -> ran.add("over"));
        call.cancellation().stops(null);

        call.cancellation().cancel();

        assertThat(ran).isEmpty();
    }

    @Test
    void aKeyIsGivenAwayOnce() {
        call.presentedKey("pk_once");

        assertThat(call.takePresentedKey()).isEqualTo("pk_once");
        assertThat(call.takePresentedKey()).isNull();
    }

    @Test
    void aPauseIsTakenOnce() {
        call.course().again(Target.of("one/small"), Duration.ofSeconds(2));

        assertThat(call.course().takePause()).isEqualTo(Duration.ofSeconds(2));
        assertThat(call.course().takePause()).isZero();
    }

    @Test
    void whatIsTriedAgainIsTriedBeforeTheRestOfThePlan() {
        call.course().plan(List.of(Target.of("two/big")));
        call.course().again(Target.of("one/small"), Duration.ZERO);

        assertThat(call.getPlan()).containsExactly(Target.of("one/small"), Target.of("two/big"));
        assertThat(call.course().nextTarget()).isEqualTo(Target.of("one/small"));
        assertThat(call.hasNextTarget()).isTrue();
        assertThat(call.course().nextTarget()).isEqualTo(Target.of("two/big"));
        assertThat(call.hasNextTarget()).isFalse();
        assertThatThrownBy(call.course()::nextTarget).hasMessage("the plan is empty");
    }

    @Test
    void nobodyIsTriedForWhoLeft() {
        call.course().plan(List.of(Target.of("one/small")));
        call.cancellation().cancel();

        assertThat(call.hasNextTarget()).isFalse();
    }

    @Test
    void theFirstReasonCountsUntilItWasMadeGood() {
        Refusal first = new Refusal(ErrorKind.UPSTREAM_ERROR, "first");
        Refusal second = new Refusal(ErrorKind.UPSTREAM_TIMEOUT, "second");

        call.failed(first);
        call.failed(second);
        assertThat(call.refusal()).isSameAs(first);

        call.recovered();
        assertThat(call.refusal()).isNull();
        call.failed(second);
        assertThat(call.refusal()).isSameAs(second);
    }

    @Test
    void theUpstreamsTimeIsNotOurs() {
        call.times().waitedUpstream(Duration.ofHours(1).toNanos());

        assertThat(call.times().overheadNanos()).isZero();
    }

    @Test
    void whatWasDoneBeforeTheCallWasOneIsOurs() {
        call.times().workedBefore(Duration.ofHours(2).toNanos());
        call.times().waitedUpstream(Duration.ofHours(1).toNanos());

        assertThat(call.times().overheadNanos())
                .isBetween(Duration.ofHours(1).toNanos(), Duration.ofMinutes(90).toNanos());
    }

    @Test
    void ourTimeEndsWhenTheAnswerIsCommitted() {
        call.times().committed();
        long overhead = call.times().overheadNanos();
        call.times().committed();

        assertThat(call.times().overheadNanos()).isEqualTo(overhead).isPositive();
    }
}
