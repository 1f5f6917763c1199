package dev.mehari.config;

import static org.assertj.core.api.Assertions.assertThat;

import dev.mehari.call.Target;
import dev.mehari.sample.Samples;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class PassingTest {
    @ParameterizedTest
    @CsvSource({
        "http://h/v1, /v1/files, /files",
        "http://h/v1, /files, /files",
        "http://h/v1, /v1, ''",
        "http://h/v1, /v10/files, /v10/files",
        "http://h/v1, /v1/v1/files, /v1/files",
        "http://h, /v1/files, /v1/files",
        "http://h/api/paas/v4, /api/paas/v4/files, /files",
        "http://h/api/paas/v4, /paas/v4/files, /files",
        "http://h/api/paas/v4, /v4/files, /files",
        "http://h/api/paas/v4, /api/files, /api/files",
        "http://h/v1, /V1/files, /V1/files",
    })
    void whatTheBaseUrlEndsWithIsSaidOnce(String base, String path, String below) {
        String upstreams = "upstreams:\n  plain: {protocol: openai, base-url: \"" + base + "\"}\n";
        Snapshot snapshot = ConfigLoader.load(
                ConfigSource.of(
                        "a test",
                        Map.of(
                                "upstreams.yaml", upstreams.getBytes(StandardCharsets.UTF_8),
                                "models.yaml",
                                        "models:\n  a: {targets: [plain/a]}\n".getBytes(StandardCharsets.UTF_8))),
                Map.of());
        assertThat(Objects.requireNonNull(snapshot.upstreams().get("plain")).below(path))
                .isEqualTo(below);
    }

    @ParameterizedTest
    @CsvSource({
        "fast,        one, small,      true",
        "fast,        two, small,      true",
        "fast,        one, large,      false",
        "gpt-*,       one, gpt-4,      true",
        "gpt-*,       one, gpt-,       true",
        "gpt-*,       one, o1,         false",
        "gpt-*,       two, gpt-4,      false",
        "gpt-4,       one, gpt-4,      true",
        "gpt-4,       one, gpt-4-mini, false",
        "gpt-5-mini,  two, gpt-5-mini, true",
        "gpt-5-mini,  one, gpt-5-mini, false",
        "one/gpt-4,   one, gpt-4,      true",
        "one/gpt-4,   two, gpt-4,      false",
        "one/*,       one, gpt-4,      false",
        "nothing,     one, gpt-4,      false",
    })
    void aListOfModelsLeadsToTargets(String listed, String upstream, String model, boolean allowed) {
        Models models = Samples.snapshot().models();
        assertThat(models.allows(Samples.caller("large", listed), new Target(upstream, model)))
                .isEqualTo(allowed);
        assertThat(models.allows(Samples.caller(), new Target(upstream, model))).isTrue();
    }

    @ParameterizedTest
    @CsvSource({"fast, one, true", "fast, claude, false", "gpt-*, one, true", "gpt-4, one, true", "two/x, two, true"})
    void andToUpstreams(String listed, String upstream, boolean allowed) {
        Models models = Samples.snapshot().models();
        assertThat(models.allows(Samples.caller(listed), upstream)).isEqualTo(allowed);
        assertThat(models.allows(Samples.caller(), upstream)).isTrue();
    }
}
