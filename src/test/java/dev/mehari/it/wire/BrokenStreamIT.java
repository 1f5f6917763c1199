package dev.mehari.it.wire;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.mehari.fake.Answer;
import dev.mehari.fake.RawClient;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

@DisplayName("fault 2.8, rule 6: a stream that breaks never looks complete")
class BrokenStreamIT extends OnRig {
    private static final Answer SIXTY = Answer.text("token ".repeat(60).strip());

    enum Way {
        FIN,
        RST,
        FIN_INSIDE_AN_EVENT,
        RST_INSIDE_AN_EVENT,
        NO_STOP_REASON,
        CLOSE_DELIMITED;

        Answer of(Answer answer) {
            return switch (this) {
                case FIN -> answer.cutAfter(40);
                // Slowly, or the reset would take away what was not read yet.
                case RST -> answer.drip(Duration.ofMillis(3)).resetAfter(40);
                case FIN_INSIDE_AN_EVENT -> answer.cutInside(40);
                case RST_INSIDE_AN_EVENT -> answer.drip(Duration.ofMillis(3)).resetInside(40);
                case NO_STOP_REASON -> answer.withoutFinish().withoutTerminator();
                // To HTTP this is a proper end.
                case CLOSE_DELIMITED -> answer.closeDelimited().cutAfter(40);
            };
        }
    }

    @ParameterizedTest
    @CsvSource({
        "OPENAI,FIN",
        "OPENAI,RST",
        "OPENAI,FIN_INSIDE_AN_EVENT",
        "OPENAI,RST_INSIDE_AN_EVENT",
        "OPENAI,NO_STOP_REASON",
        "OPENAI,CLOSE_DELIMITED",
        "ANTHROPIC,FIN",
        "ANTHROPIC,RST",
        "ANTHROPIC,FIN_INSIDE_AN_EVENT",
        "ANTHROPIC,RST_INSIDE_AN_EVENT",
        "ANTHROPIC,NO_STOP_REASON",
        "ANTHROPIC,CLOSE_DELIMITED",
        "GEMINI,FIN",
        "GEMINI,RST",
        "GEMINI,FIN_INSIDE_AN_EVENT",
        "GEMINI,RST_INSIDE_AN_EVENT",
        "GEMINI,NO_STOP_REASON",
        "GEMINI,CLOSE_DELIMITED",
        "GEMINI_ARRAY,FIN",
        "GEMINI_ARRAY,RST",
        "GEMINI_ARRAY,FIN_INSIDE_AN_EVENT",
        "GEMINI_ARRAY,NO_STOP_REASON",
        "ZAI,FIN",
        "ZAI,FIN_INSIDE_AN_EVENT"
    })
    @DisplayName("fault 2.8: what came, then the protocol's error, and no success terminator")
    void brokenOff(Dialect dialect, Way way) {
        rig.fake(dialect).always(way == Way.NO_STOP_REASON ? way.of(SIXTY) : SIXTY);
        String whole = StepByStep.withoutNumbers(rig.direct(dialect, true).body());
        rig.fake(dialect).always(way.of(SIXTY));

        RawClient.Response response = rig.call(dialect, true);

        String text = StepByStep.withoutNumbers(response.body());
        int error = text.indexOf(dialect.errorMark());
        assertThat(error).as(text).isPositive();
        String before = text.substring(0, error).replaceFirst(",\\s*$", "");
        assertThat(whole).startsWith(before);
        // A whole event or more short of forty pieces of text would be a loss.
        assertThat(before.split("token", -1).length - 1).isGreaterThanOrEqualTo(40 - dialect.openingEvents());
        assertThat(text).doesNotContain(dialect.terminator());
        assertThat(text.split("\"error\"", -1)).hasSize(dialect == Dialect.ANTHROPIC ? 3 : 2);
        if (dialect == Dialect.GEMINI_ARRAY) {
            assertThat(Rig.json(text).isArray()).isTrue();
        }
        JsonNode row = rig.row(response);
        assertThat(row.path("error_kind").asText()).isEqualTo("upstream_stream_interrupted");
        assertThat(row.path("error_origin").asText()).isEqualTo("upstream");
        assertThat(row.path("status").asInt()).isEqualTo(200);
        assertThat(row.at("/attempts/0/error_kind").asText()).isEqualTo("upstream_stream_interrupted");
    }

    @ParameterizedTest
    @EnumSource(names = {"OPENAI", "ZAI"})
    @DisplayName("fault 2.8: without [DONE], after the reason to stop, it is complete")
    void noDone(Dialect dialect) {
        rig.fake(dialect).always(SIXTY.withoutTerminator());

        RawClient.Response response = rig.call(dialect, true);

        assertThat(response.text()).doesNotContain("\"error\"").contains("token");
        JsonNode row = rig.row(response);
        assertThat(row.path("error_kind").isNull()).isTrue();
        assertThat(row.at("/usage/output_tokens").asInt()).isEqualTo(7);
    }

    @Test
    @DisplayName("fault 2.8: without message_stop it is not: no SDK would take it for complete")
    void noMessageStop() {
        rig.anthropic.always(SIXTY.withoutTerminator());

        RawClient.Response response = rig.call(Dialect.ANTHROPIC, true);

        assertThat(response.text())
                .contains(Dialect.ANTHROPIC.errorMark())
                .doesNotContain(Dialect.ANTHROPIC.terminator());
        assertThat(rig.row(response).path("error_kind").asText()).isEqualTo("upstream_stream_interrupted");
    }

    @ParameterizedTest
    @EnumSource
    @DisplayName("fault 2.8: an error event of the upstream passes as it is, and nothing follows it")
    void errorEvent(Dialect dialect) {
        rig.fake(dialect)
                .always(SIXTY.errorAfter(dialect.openingEvents() + 3, 529, null, "too much at once")
                        .terminatedAnyway());
        String direct = StepByStep.withoutNumbers(rig.direct(dialect, true).body());

        RawClient.Response response = rig.call(dialect, true);

        String text = StepByStep.withoutNumbers(response.body());
        assertThat(text).contains("too much at once").doesNotContain(dialect.terminator());
        int end = direct.indexOf("too much at once");
        assertThat(text).startsWith(direct.substring(0, end));
        assertThat(text.substring(end).split("\"error\"", -1)).hasSize(1);
        assertThat(rig.row(response).path("error_kind").asText())
                .as("not every vendor has a word of its own for it")
                .isIn("upstream_error", "upstream_overloaded");
        assertThat(rig.row(response).path("status").asInt()).isEqualTo(200);
    }

    @ParameterizedTest
    @EnumSource
    @DisplayName("fault 2.8: half of a tool call is never closed as a whole one")
    void halfToolCall(Dialect dialect) {
        byte[] small = Small.bytes(dialect);
        String text = new String(small, StandardCharsets.UTF_8);
        int half = text.substring(0, text.indexOf("city") + 3).getBytes(StandardCharsets.UTF_8).length;
        rig.fake(dialect)
                .always(Answer.stream(Small.contentType(dialect), List.of(small))
                        .cutAfterBytes(half));

        RawClient.Response response = rig.call(dialect, true);

        assertThat(response.text()).doesNotContain("city").doesNotContain(dialect.terminator());
        assertThat(response.text()).contains("error");
        assertThat(rig.row(response).path("error_kind").asText()).isEqualTo("upstream_stream_interrupted");
    }
}
