package dev.mehari.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.mehari.call.Protocol;
import dev.mehari.call.Target;
import dev.mehari.call.ThinkingShown;
import dev.mehari.call.VendorQuirks;
import java.math.BigDecimal;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

/** The files of the repository, as a folder and as they are packed into the jar. */
class ConfigShippedTest {
    private static final String DEMO = "MEHARI_DEMO_URL";
    private static final Map<String, String> BARE = Map.of(DEMO, "http://127.0.0.1:4711");

    static Stream<ConfigSource> sources() {
        return Stream.of(ConfigSource.folder(Path.of("config")), ConfigSource.bundled());
    }

    @ParameterizedTest
    @MethodSource("sources")
    void withoutAnyKeyOnlyTheDemoIsOn(ConfigSource source) {
        Snapshot snapshot = ConfigLoader.load(source, BARE);
        assertThat(snapshot.upstreams())
                .containsOnlyKeys(
                        "openai", "anthropic", "gemini", "zai", "codegen", "demo", "demo-anthropic", "demo-gemini");
        assertThat(snapshot.upstreams().values().stream().filter(Upstream::on).map(Upstream::name))
                .containsExactly("demo", "demo-anthropic", "demo-gemini");
        assertThat(snapshot.models().find("demo").orElseThrow().targets())
                .containsExactly(
                        new Target("demo", "demo"),
                        new Target("demo-anthropic", "demo"),
                        new Target("demo-gemini", "demo"));
        assertThat(snapshot.prices()
                        .of(new Target("demo-gemini", "demo"))
                        .orElseThrow()
                        .output())
                .isEqualTo(BigDecimal.ZERO);
        assertThat(snapshot.models().defaultModel()).isNull();
    }

    @ParameterizedTest
    @CsvSource({
        "OPENAI_API_KEY, OPENAI_BASE_URL, openai, OPENAI_CHAT, https://api.openai.com/v1",
        "ANTHROPIC_API_KEY, ANTHROPIC_BASE_URL, anthropic, ANTHROPIC_MESSAGES, https://api.anthropic.com",
        "GEMINI_API_KEY, GEMINI_BASE_URL, gemini, GEMINI, https://generativelanguage.googleapis.com",
        "ZAI_API_KEY, ZAI_BASE_URL, zai, OPENAI_CHAT, https://api.z.ai/api/paas/v4"
    })
    void aKeySwitchesItsUpstreamOnAndItsAddressMovesIt(
            String key, String base, String name, Protocol protocol, URI address) {
        Upstream usual = upstream(name, Map.of(DEMO, "http://127.0.0.1:1", key, "sk-1"));
        assertThat(usual.on()).isTrue();
        assertThat(usual.protocol()).isEqualTo(protocol);
        assertThat(usual.baseUrl()).isEqualTo(address);
        assertThat(usual.quirks()).isEqualTo(name.equals("zai") ? VendorQuirks.named("zai") : Set.of());
        Upstream moved = upstream(name, Map.of(DEMO, "http://127.0.0.1:1", base, "http://localhost:9/x/"));
        assertThat(moved.on()).isFalse();
        assertThat(moved.baseUrl()).isEqualTo(URI.create("http://localhost:9/x"));
    }

    private static Upstream upstream(String name, Map<String, String> environment) {
        Upstream upstream = ConfigLoader.load(ConfigSource.bundled(), environment)
                .upstreams()
                .get(name);
        if (upstream == null) {
            throw new AssertionError("no upstream " + name);
        }
        return upstream;
    }

    @ParameterizedTest
    @CsvSource({
        "gpt-99, openai",
        "o1-x, openai",
        "o3, openai",
        "o4-mini, openai",
        "text-embedding-3-small, openai",
        "claude-opus-9, anthropic",
        "gemini-9-pro, gemini",
        "glm-9, zai"
    })
    void theNewestModelsNeedNoEdit(String model, String upstream) {
        assertThat(ConfigLoader.load(ConfigSource.bundled(), BARE)
                        .models()
                        .find(model)
                        .orElseThrow()
                        .targetsFor(model))
                .containsExactly(new Target(upstream, model));
    }

    /** S0: clients of GLM's first version read thinking between tags. */
    @ParameterizedTest
    @CsvSource({"glm-9, TAGS", "gpt-99, FIELD", "claude-opus-9, FIELD", "gemini-9-pro, FIELD", "demo, FIELD"})
    void thinkingStandsWhereItsClientsLook(String model, ThinkingShown shown) {
        Models models = ConfigLoader.load(ConfigSource.bundled(), BARE).models();
        assertThat(models.find(model).orElseThrow().manner().thinking()).isEqualTo(shown);
    }

    @Test
    void everyPriceSaysWhereItIsFrom() {
        assertThat(ConfigLoader.load(ConfigSource.bundled(), BARE).prices().entries())
                .hasSizeGreaterThan(20)
                .allSatisfy((target, price) -> assertThat(price.source()).isNotBlank());
    }

    @Test
    void theDemosAddressIsNeeded() {
        assertThatThrownBy(() -> ConfigLoader.load(ConfigSource.bundled(), Map.of()))
                .isInstanceOf(ConfigException.class)
                .hasMessageContaining("environment variable MEHARI_DEMO_URL is not set");
    }

    @Test
    void aFolderLeavesEditorsFilesAlone(@TempDir Path folder) throws Exception {
        Files.writeString(folder.resolve("upstreams.yaml"), Snippets.UPSTREAMS);
        Files.writeString(folder.resolve("models.yaml"), Snippets.MODELS);
        Files.writeString(folder.resolve(".models.yaml"), "junk");
        Files.writeString(folder.resolve("models.yaml~"), "junk");
        Files.writeString(folder.resolve("README.md"), "junk");
        Files.createDirectory(folder.resolve("old.yaml"));
        assertThat(ConfigLoader.load(ConfigSource.folder(folder), Map.of()).upstreams())
                .containsOnlyKeys("openai");
        Files.writeString(folder.resolve("pirces.yaml"), "");
        assertThatThrownBy(() -> ConfigLoader.load(ConfigSource.folder(folder), Map.of()))
                .hasMessage("pirces.yaml: unknown file, did you mean \"prices.yaml\"?");
    }

    @Test
    void aFolderThatIsNotThereIsAFault(@TempDir Path folder) {
        Path none = folder.resolve("none");
        assertThatThrownBy(() -> ConfigLoader.load(ConfigSource.folder(none), Map.of()))
                .hasMessage(none + ": cannot be listed: NoSuchFileException");
    }
}
