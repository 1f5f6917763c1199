package dev.mehari.call;

import static org.assertj.core.api.Assertions.assertThat;

import dev.mehari.sample.Samples;
import java.io.InputStream;
import java.util.List;
import org.junit.jupiter.api.Test;

/** A call and the forks of it that race for its answer. */
final class ForkTest {
    private static final Target ONE = Target.of("one/small");
    private static final Target TWO = Target.of("two/small");

    private final Call call = Samples.call("fast");
    private final Race race = new Race();

    private Call fork(Target at) {
        call.course().plan(List.of(at));
        call.course().nextTarget();
        return call.fork(race);
    }

    private static Attempt attempt(Target target) {
        return new Attempt(target, null, Samples.NOW);
    }

    @Test
    void oneOfThemMayAnswer() {
        Call first = fork(ONE);
        Call second = fork(TWO);

        assertThat(second.claim()).isTrue();
        assertThat(first.claim()).isFalse();
        assertThat(second.claim()).as("asked again").isTrue();
        assertThat(call.claim()).as("what is no fork").isTrue();
    }

    @Test
    void theCallHearsOfItsWinnersEnd() {
        Call winner = fork(ONE);
        winner.answer(Reply.streaming(200, "text/event-stream", InputStream.nullInputStream()));

        call.adopt(winner);
        assertThat(call.isAnswered()).isTrue();
        assertThat(call.isFinished()).isFalse();
        winner.failed(new Refusal(ErrorKind.UPSTREAM_STREAM_INTERRUPTED, "broke off"));
        winner.estimated();
        winner.finished();

        assertThat(call.refusal()).isNotNull();
        assertThat(call.isEstimated()).isTrue();
        assertThat(call.isFinished()).isTrue();
    }

    @Test
    void aForkKnowsWhatWasTriedBeforeAndTellsWhatIsItsOwn() {
        Attempt before = attempt(ONE);
        call.attempts().begin(before);
        Call fork = fork(TWO);
        Attempt own = attempt(TWO);
        fork.attempts().begin(own);

        assertThat(fork.attempts()).containsExactly(before, own);
        assertThat(fork.attempts().own()).containsExactly(own);
        assertThat(call.attempts()).containsExactly(before);
    }

    @Test
    void whoeverAnsweredStandsLast() {
        Attempt winner = attempt(TWO);
        Attempt outrun = attempt(ONE);
        outrun.ended(Samples.NOW, ErrorKind.OUTRUN);
        call.attemptedBeside(winner);
        call.answer(Reply.of(200, "application/json", new byte[0]));

        call.attemptedBeside(outrun);

        assertThat(call.attempts()).containsExactly(outrun, winner);
        assertThat(outrun.next()).isEqualTo(Attempt.Next.OUTRUN);
        assertThat(outrun.worked()).as("its upstream may have worked").isTrue();
    }

    @Test
    void anAttemptOfACallThatHasNoOtherStandsAlone() {
        call.answer(Reply.of(499, "application/json", new byte[0]));

        call.attemptedBeside(attempt(ONE));

        assertThat(call.attempts()).hasSize(1);
    }

    @Test
    void whoIsOutrunIsNotLeftByItsCaller() {
        Call fork = fork(ONE);

        fork.cancellation().outrun();

        assertThat(fork.isCancelled()).isTrue();
        assertThat(fork.cancellation().reason().kind()).isEqualTo(ErrorKind.OUTRUN);
        assertThat(call.isCancelled()).isFalse();
    }

    @Test
    void aCopyIsACallOfItsOwn() {
        call.attempts().begin(attempt(ONE));
        Call copy = call.shadow(TWO);

        assertThat(copy.getId()).isEqualTo(call.getId() + "-mirror");
        assertThat(copy.label()).isEqualTo(call.getId());
        assertThat(copy.isShadow()).isTrue();
        assertThat(copy.attempts()).isEmpty();
        assertThat(copy.getPlan()).containsExactly(TWO);
        assertThat(call.isShadow()).isFalse();
    }
}
