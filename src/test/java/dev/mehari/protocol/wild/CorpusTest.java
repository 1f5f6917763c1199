package dev.mehari.protocol.wild;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Inputs that fuzzing found once, each in a folder of its target. */
class CorpusTest {
    private static final Path CORPUS = Path.of("src/test/resources/fuzz");

    static List<Path> inputs() {
        try (Stream<Path> files = Files.walk(CORPUS)) {
            return files.filter(Files::isRegularFile)
                    .map(CORPUS::relativize)
                    .sorted()
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("inputs")
    @DisplayName("what fuzzing found does no harm any more")
    void harmless(Path input) throws IOException {
        Target.of(input.getName(0).toString()).run(Files.readAllBytes(CORPUS.resolve(input)));
    }
}
