package dev.mehari;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A home folder without a checkout around it gets its schemas from the jar, where line 1 of its files looks for them. */
final class SchemasTest {
    private static final String FIRST = "# yaml-language-server: $schema=";

    @Test
    void everyFileFindsTheSchemaThatItNames(@TempDir Path folder) throws IOException {
        TestHome.shipped(folder);
        String line = Schemas.write(folder.resolve("docs/schema"));

        assertThat(line)
                .contains("upstreams.schema.json", "camel-yaml-dsl.json")
                .hasLineCount(1);
        for (Path file : edited(folder)) {
            String first = Files.readAllLines(file).getFirst();
            assertThat(first).as("%s", file).startsWith(FIRST);
            Path schema = file.resolveSibling(first.substring(FIRST.length())).normalize();
            assertThat(schema).isRegularFile();
            assertThat(schema).hasSameBinaryContentAs(Path.of("docs/schema").resolve(schema.getFileName()));
        }
    }

    /** All but {@code application.yaml}, which is Spring Boot's. */
    private static List<Path> edited(Path folder) throws IOException {
        try (Stream<Path> files = Files.walk(folder)) {
            return files.filter(f -> f.toString().endsWith(".yaml"))
                    .filter(f -> !f.endsWith("application.yaml"))
                    .sorted()
                    .toList();
        }
    }
}
