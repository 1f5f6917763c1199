package dev.mehari.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

final class ConfigTokenFileTest {
    private static final String FIRST = "sk-first-token-000000000001";
    private static final String SECOND = "sk-second-token-00000000002";

    @TempDir
    private Path folder;

    private final References references = new References();

    private Upstream load(String json, String credentials) throws IOException {
        Path file = folder.resolve("token.json");
        Files.writeString(file, json);
        return load(file, credentials);
    }

    private Upstream load(Path file, String credentials) {
        String upstreams = """
                upstreams:
                  glm:
                    protocol: openai-chat
                    base-url: http://127.0.0.1:1/v1
                    credentials: %s
                    credentials-file: "file:%s"
                """.formatted(credentials, file);
        Snapshot snapshot = ConfigLoader.load(
                ConfigSource.of(
                        "a test",
                        Map.of(
                                "upstreams.yaml", upstreams.getBytes(StandardCharsets.UTF_8),
                                "models.yaml", "models: {}".getBytes(StandardCharsets.UTF_8))),
                Map.of("KEY", "sk-key"),
                references);
        return Objects.requireNonNull(snapshot.upstreams().get("glm"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "[\"F\", \"S\"]",
                "{\"tokens\": [\"F\", \"S\"]}",
                "[{\"token\": \"F\"}, {\"token\": \"S\"}]",
                "{\n\t\"version\": 1,\n\t\"tokens\": [\n\t\t{\"token\": \"F\", \"status\": \"available\", \"stats\":"
                        + " {\"total_requests\": 3}},\n\t\t\"S\", {\"token\": \"gone\", \"status\": \"blacklisted\"}]\n}",
            })
    void tokensAreCredentials(String json) throws IOException {
        Upstream glm = load(json.replace("F", FIRST).replace("S", SECOND), "[{id: main, key: \"env:KEY\"}]");

        assertThat(glm.credentials()).extracting(c -> c.key().reveal()).containsExactly("sk-key", FIRST, SECOND);
        assertThat(glm.credentials()).extracting(Upstream.Credential::imported).containsExactly(false, true, true);
        assertThat(glm.credentials().get(1).id()).matches("token-[0-9a-f]{8}");
        assertThat(load("[\"" + SECOND + "\"]", "[]").credentials().getFirst().id())
                .as("known again when others go")
                .isEqualTo(glm.credentials().getLast().id());
        assertThat(glm.toString()).doesNotContain(FIRST, SECOND);
    }

    @Test
    void anIdOfItsOwnIsKept() throws IOException {
        assertThat(load("[{\"id\": \"eve\", \"token\": \"" + FIRST + "\"}]", "[]")
                        .credentials())
                .extracting(Upstream.Credential::id)
                .containsExactly("eve");
    }

    @Test
    void anotherContentIsAnotherConfiguration() throws IOException {
        load("[\"" + FIRST + "\"]", "[]");
        String before = references.hash();
        Files.writeString(folder.resolve("token.json"), "[\"" + SECOND + "\"]");

        assertThat(references.again().hash()).isNotEqualTo(before);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "{}                                    | a list of tokens is needed",
                "\"F\"                                 | must be a mapping",
                "[{\"key\": \"F\"}]                    | an entry needs \"token\"",
                "[\"F\", \"F\"]                        | a token is written twice",
                "[\"F\u00e9\"]                         | not printable ASCII",
                "[\"\"]                                | not printable ASCII",
                "[{\"id\": \"a b\", \"token\": \"F\"}] | a credential's id",
                "[{\"id\": \"main\", \"token\": \"F\"}] | credential \"main\" is written twice",
                "[\"F\"                                | not YAML",
            })
    void faultsAreToldWithoutTheToken(String json, String fault) {
        ConfigException refused = catchThrowableOfType(
                ConfigException.class, () -> load(json.replace("F", FIRST), "[{id: main, key: \"env:KEY\"}]"));

        List<String> faults = refused.faults().stream().map(Fault::toString).toList();
        assertThat(faults).anyMatch(f -> f.contains(fault));
        assertThat(faults.toString()).doesNotContain(FIRST);
    }

    @Test
    void aFileThatIsNotThereIsAFault() {
        ConfigException refused =
                catchThrowableOfType(ConfigException.class, () -> load(folder.resolve("none.json"), "[]"));

        assertThat(refused.faults())
                .singleElement()
                .satisfies(f -> assertThat(f.message()).contains("cannot be read"));
    }
}
