package dev.mehari.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@DisplayName("what Spring Boot would read beside application.yaml is refused, because nobody would notice it")
final class ApplicationFilesTest {
    @TempDir
    Path folder;

    @ParameterizedTest
    @ValueSource(strings = {"application.properties", "application-prod.properties", "application.xml"})
    void isRefused(String name) throws IOException {
        files();
        Files.writeString(folder.resolve(name), "server.port=1");

        ConfigException refused = catchThrowableOfType(
                ConfigException.class, () -> ConfigLoader.load(ConfigSource.folder(folder), Map.of()));

        assertThat(refused).isNotNull();
        assertThat(refused.faults())
                .extracting(Fault::toString)
                .containsExactly(name + ": is not taken here; put what it sets into application.yaml");
    }

    @Test
    void otherFilesAreNobodys() throws IOException {
        files();
        Files.writeString(folder.resolve("notes.properties"), "a=b");
        Files.writeString(folder.resolve("application.yaml"), "server: {port: 1}");

        assertThat(ConfigLoader.load(ConfigSource.folder(folder), Map.of())
                        .models()
                        .aliases())
                .containsKey("fast");
    }

    private void files() throws IOException {
        Files.writeString(folder.resolve("upstreams.yaml"), Snippets.UPSTREAMS);
        Files.writeString(folder.resolve("models.yaml"), Snippets.MODELS);
    }
}
