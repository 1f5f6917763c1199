package dev.mehari.protocol.chat;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Set;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@DisplayName("how hard to think")
class EffortTest {
    @ParameterizedTest
    @CsvSource({
        "-1, NONE",
        "0, NONE",
        "1, LOW",
        "2047, LOW",
        "2048, MEDIUM",
        "16383, MEDIUM",
        "16384, HIGH",
        "31999, HIGH",
        "32000, XHIGH"
    })
    void ofBudget(int tokens, Effort effort) {
        assertThat(Effort.ofBudget(tokens)).isEqualTo(effort);
        assertThat(new Reasoning.Budget(tokens, true).effort()).isEqualTo(effort);
    }

    @ParameterizedTest
    @CsvSource({
        "LOW, none low high, LOW",
        "MEDIUM, low high, HIGH",
        "MEDIUM, high low, HIGH",
        "MAX, none low, LOW",
        "NONE, minimal max, MINIMAL",
        "XHIGH, medium max, MAX",
        "HIGH, never, "
    })
    @DisplayName("the nearest word that a model has, and of two the stronger one")
    void nearest(Effort wanted, String words, Effort effort) {
        assertThat(Effort.nearest(wanted, Set.of(words.split(" ", -1)))).isEqualTo(effort);
    }

    @Test
    void words() {
        assertThat(Effort.of("xhigh")).contains(Effort.XHIGH);
        assertThat(Effort.of("XHIGH")).isEmpty();
        assertThat(Effort.MEDIUM.budget()).isEqualTo(8192);
    }

    @Test
    void off() {
        assertThat(new Reasoning.Word(Effort.NONE, true).off()).isTrue();
        assertThat(new Reasoning.Word(Effort.LOW, true).off()).isFalse();
        assertThat(new Reasoning.Adaptive(true).off()).isFalse();
        assertThat(new Reasoning.Adaptive(true).effort()).isNull();
        assertThat(new Reasoning.Word(Effort.LOW, true).effort()).isEqualTo(Effort.LOW);
    }
}
