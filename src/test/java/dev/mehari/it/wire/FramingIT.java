package dev.mehari.it.wire;

import static org.assertj.core.api.Assertions.assertThat;

import dev.mehari.fake.Answer;
import dev.mehari.fake.RawClient;
import dev.mehari.fake.SseFraming;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.EnumSource.Mode;
import org.junit.jupiter.params.provider.MethodSource;

@DisplayName("faults 1.2 and 1.3a: framings and noise")
class FramingIT extends OnRig {
    private static final Answer FIVE = Answer.pieces("one", " two", " three", " four", " five");

    static Stream<Arguments> framings() {
        return Stream.of(Dialect.OPENAI, Dialect.ANTHROPIC, Dialect.GEMINI, Dialect.ZAI)
                .flatMap(dialect -> Stream.of(SseFraming.values()).map(framing -> Arguments.of(dialect, framing)));
    }

    @ParameterizedTest
    @MethodSource("framings")
    @DisplayName("fault 1.2: in every framing each event arrives before the upstream writes the next")
    void eachEventArrives(Dialect dialect, SseFraming framing) {
        StepByStep steps = new StepByStep(rig, dialect, FIVE.framing(framing));

        byte[] received = steps.readOneByOne();

        assertThat(steps.events()).isGreaterThanOrEqualTo(6);
        assertThat(withoutNumbers(received)).isEqualTo(withoutNumbers(steps.direct()));
    }

    @ParameterizedTest
    @EnumSource(mode = Mode.EXCLUDE, names = "GEMINI_ARRAY")
    @DisplayName("fault 1.3a: comments, pings and unknown events pass and harm nothing")
    void noise(Dialect dialect) {
        survives(dialect, FIVE.noisy());
    }

    @ParameterizedTest
    @EnumSource(mode = Mode.EXCLUDE, names = "GEMINI_ARRAY")
    @DisplayName("fault 1.3a: an event may have two data lines")
    void twoDataLines(Dialect dialect) {
        survives(dialect, FIVE.twoLineData());
    }

    private void survives(Dialect dialect, Answer answer) {
        rig.fake(dialect).always(answer);
        RawClient.Response direct = rig.direct(dialect, true);

        RawClient.Response response = rig.call(dialect, true);

        assertThat(withoutNumbers(response.body())).isEqualTo(withoutNumbers(direct.body()));
        assertThat(rig.row(response).at("/usage/output_tokens").asInt()).isEqualTo(7);
        assertThat(rig.row(response).path("error_kind").isNull()).isTrue();
    }

    @ParameterizedTest
    @EnumSource(mode = Mode.EXCLUDE, names = "GEMINI_ARRAY")
    @DisplayName("fault 1.3a: a stream without its last line break is complete")
    void noFinalLineBreak(Dialect dialect) {
        String stream = new String(Small.bytes(dialect), StandardCharsets.UTF_8);
        rig.fake(dialect)
                .always(Answer.stream(
                        Small.contentType(dialect),
                        List.of(stream.stripTrailing().getBytes(StandardCharsets.UTF_8))));

        RawClient.Response response = rig.call(dialect, true);

        assertThat(response.text().stripTrailing()).isEqualTo(stream.stripTrailing());
        assertThat(response.text()).endsWith("\n\n");
        assertThat(rig.row(response).path("error_kind").isNull()).isTrue();
    }

    private static String withoutNumbers(byte[] stream) {
        return StepByStep.withoutNumbers(stream);
    }
}
