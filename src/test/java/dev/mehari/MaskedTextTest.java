package dev.mehari;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.spi.LoggingEvent;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class MaskedTextTest {
    private static String line(String said, @Nullable Throwable thrown) {
        var logger = new LoggerContext().getLogger("test");
        return new MaskedText().convert(new LoggingEvent("test", logger, Level.WARN, said, thrown, null));
    }

    @ParameterizedTest
    @ValueSource(strings = {"\n", "\r\n", "\r", "\u2028", "\u0085", "\f", "\n\n"})
    void whatACallerNamesBeginsNoLine(String broken) {
        assertThat(line("target u/gpt" + broken + "2026-11-22 INFO forged", null)
                        .lines())
                .filteredOn(line -> !line.isBlank())
                .hasSize(2)
                .last()
                .isEqualTo("\t2026-11-22 INFO forged");
    }

    @Test
    void noTerminalObeysACaller() {
        assertThat(line("u/gpt\u001b[2J\u009b31m\b\0\u007f\tend", null)).isEqualTo("u/gpt?[2J?31m???\tend");
    }

    @Test
    void aStackTraceStandsBelowItsLine() {
        assertThat(line("failed", new IllegalStateException("one\nforged")).lines())
                .startsWith("failed", "\tjava.lang.IllegalStateException: one", "\tforged")
                .allMatch(line -> line.equals("failed") || line.startsWith("\t"));
    }
}
