package dev.mehari.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static org.assertj.core.api.Assertions.entry;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class DotEnvTest {
    @TempDir
    private Path folder;

    @Test
    void variablesAreRead() throws Exception {
        String text = """
                \uFEFF# keys\r

                A=1
                  B = two words   # a comment
                export C='$A # no comment \\n'
                export\tD="line\\nbreak \\"q\\" \\\\ \\$A \\x" # comment
                E=
                F=a=b#c
                G="https://host/v1"
                H=#nothing
                """;
        assertThat(DotEnv.read(write(text)))
                .containsExactly(
                        entry("A", "1"),
                        entry("B", "two words"),
                        entry("C", "$A # no comment \\n"),
                        entry("D", "line\nbreak \"q\" \\ $A \\x"),
                        entry("E", ""),
                        entry("F", "a=b#c"),
                        entry("G", "https://host/v1"),
                        entry("H", ""));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
                    sk-secret          | must be KEY=VALUE
                    =sk-secret         | must be KEY=VALUE
                    1A=sk-secret       | must be KEY=VALUE
                    A B=sk-secret      | must be KEY=VALUE
                    A='sk-secret       | a quote is not closed on its line
                    A="sk-secret\\"     | a quote is not closed on its line
                    A="x" sk-secret    | something follows the closing quote
                    A='x'sk-secret     | something follows the closing quote
                    OK=sk-secret       | "OK" is written twice
                    """)
    void brokenLinesAreFaultsWithoutTheirText(String line, String fault) throws Exception {
        Path file = write("OK=1\n" + line + "\n");
        assertThatThrownBy(() -> DotEnv.read(file))
                .isInstanceOf(ConfigException.class)
                .hasMessage(".env:2: " + fault);
    }

    @Test
    void allBrokenLinesAreTold() throws Exception {
        Path file = write("a\nB=1\nc\n");
        ConfigException thrown = catchThrowableOfType(ConfigException.class, () -> DotEnv.read(file));
        assertThat(thrown.faults()).extracting(Fault::line).isEqualTo(List.of(1, 3));
    }

    @Test
    void theRealEnvironmentWins() throws Exception {
        Path file = write("A=file\nB=file\n");
        assertThat(DotEnv.under(Map.of("A", "real"), file)).isEqualTo(Map.of("A", "real", "B", "file"));
    }

    @Test
    void noFileIsNoVariables() {
        assertThat(DotEnv.read(folder.resolve("none"))).isEmpty();
    }

    @Test
    void aFileThatIsNoTextIsAFault() throws Exception {
        Path file = Files.write(folder.resolve(".env"), new byte[] {'A', '=', (byte) 0xff});
        assertThatThrownBy(() -> DotEnv.read(file)).hasMessage(".env: not UTF-8");
    }

    private Path write(String text) throws Exception {
        return Files.writeString(folder.resolve(".env"), text);
    }
}
