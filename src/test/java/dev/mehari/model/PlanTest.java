package dev.mehari.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.mehari.call.Call;
import dev.mehari.call.ErrorKind;
import dev.mehari.call.Refusal;
import dev.mehari.call.Target;
import dev.mehari.sample.Samples;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

final class PlanTest {
    private final Plan plan = new Plan();
    private final Call call = Samples.call("fast");

    PlanTest() {
        call.course().plan(List.of(Target.of("one/small"), Target.of("two/small")));
    }

    @Test
    void onlyLeavesNothingElse() {
        plan.only(call, "two/org/large");

        assertThat(call.getPlan()).containsExactly(new Target("two", "org/large"));
        assertThat(call.decision().notes())
                .hasSize(1)
                .first()
                .hasToString(
                        "Note[kind=ROUTE, subject=two/org/large, why=a route sends the call there and nowhere else]");
    }

    @ParameterizedTest
    @CsvSource({
        "two/small, '[two/small, one/small]'",
        "one/small, '[one/small, two/small]'",
        "two/large, '[two/large, one/small, two/small]'",
    })
    void firstKeepsTheOthersBehind(String target, String expected) {
        plan.first(call, target);

        assertThat(call.getPlan()).hasToString(expected);
    }

    @Test
    void refuseEndsTheCallInTheRoutesOwnWords() {
        Refusal refusal = catchThrowableOfType(Refusal.class, () -> plan.refuse("not today"));

        assertThat(refusal.kind()).isEqualTo(ErrorKind.REFUSED_BY_ROUTE);
        assertThat(refusal.text()).isEqualTo("not today");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "small", "/small", "two/"})
    void aTargetThatIsNoneIsAFaultOfTheRoute(String text) {
        for (Runnable step : List.<Runnable>of(() -> plan.only(call, text), () -> plan.first(call, text))) {
            Refusal refusal = catchThrowableOfType(Refusal.class, step::run);
            assertThat(refusal.kind()).isEqualTo(ErrorKind.INTERNAL_ERROR);
        }
    }
}
