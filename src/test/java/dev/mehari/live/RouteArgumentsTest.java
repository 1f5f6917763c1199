package dev.mehari.live;

import static org.assertj.core.api.Assertions.assertThat;

import dev.mehari.config.Fault;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What is wrong with the arguments of a step is told before it takes calls, with file and line. */
final class RouteArgumentsTest {
    private final LintedRoutes routes = new LintedRoutes();

    @Test
    void anExpressionThatRe2Refuses() {
        routes.step("'(?<=a)b'", "request", "redact");
        assertThat(routes.faults()).singleElement().satisfies(f -> {
            assertThat(f.file()).isEqualTo("routes/chat.camel.yaml");
            assertThat(f.line()).isEqualTo(routes.line("chat.camel.yaml", "id: mine") - 1);
            assertThat(f.message())
                    .isEqualTo("request.redact: an expression that RE2 does not take:"
                            + " invalid named capture: `(?<=a)b`");
        });
        for (String wrong : List.of("'(a'", "'[a'", "'a{2,1}'", "\"x**\"", "'\\\\1'", "'\\\\k'")) {
            routes.step(wrong, "request", "redact");
            assertThat(routes.faults()).as(wrong).singleElement().asString().contains("request.redact: an expression");
        }
    }

    @Test
    void anExpressionThatIsTooLarge() {
        routes.step("'((a{999}){999}b){999}'", "request", "redact");
        assertThat(routes.faults())
                .extracting(Fault::message)
                .containsExactly(
                        "request.redact: an expression that is too large: its repetitions come to more than 2000"
                                + " steps");
    }

    @Test
    void aTargetThatIsNone() {
        routes.step("'openai'", "plan", "only");
        assertThat(routes.faults())
                .extracting(Fault::message)
                .containsExactly("plan.only: a target is \"upstream/model\", not \"openai\"");
        routes.step("'/gpt'", "plan", "first");
        assertThat(routes.faults())
                .extracting(Fault::message)
                .containsExactly("plan.first: a target is \"upstream/model\", not \"/gpt\"");
        routes.step("'opnai/gpt'", "plan", "first");
        assertThat(routes.faults())
                .extracting(Fault::toString)
                .containsExactly("routes/chat.camel.yaml:" + (routes.line("chat.camel.yaml", "id: mine") - 1)
                        + ": plan.first: unknown upstream \"opnai\", did you mean \"openai\"?");
    }

    @Test
    void quotesThatAreNotThereAndBracketsThatDoNotPair() {
        for (String wrong : List.of("openai/gpt", "'openai/gpt", "openai/gpt'", "('openai/gpt'")) {
            routes.step(wrong, "plan", "only");
            assertThat(routes.faults())
                    .as(wrong)
                    .extracting(Fault::message)
                    .containsExactly("plan.only: a text needs its quotes, brackets and quotes must pair");
        }
    }

    @Test
    void whatIsFineOrKnownOnlyToACallIsLeftAlone() {
        for (String fine : List.of(
                "'openai/gpt'",
                "\"openai/a,b(c\"",
                "'${body.alias}/gpt'",
                "'$simple{body.alias}/gpt'",
                "*",
                "${body.alias}")) {
            routes.step(fine, "plan", "only");
            assertThat(routes.faults()).as(fine).isEmpty();
        }
        for (String fine : List.of("'\\\\d{4}, (?:a|b)\\\\)'", "'[(]'", "'\\\\t'", "'\\\\w+@[\\\\w.]+'")) {
            routes.step(fine, "request", "redact");
            assertThat(routes.faults()).as(fine).isEmpty();
        }
    }
}
