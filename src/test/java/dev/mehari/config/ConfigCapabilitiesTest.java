package dev.mehari.config;

import static org.assertj.core.api.Assertions.assertThat;

import dev.mehari.call.Capabilities;
import dev.mehari.call.Target;
import dev.mehari.call.Tokenizer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What is said of models: by an operator, and by the table inside the jar. */
class ConfigCapabilitiesTest {
    private static final Capabilities USUAL =
            new Capabilities(true, Set.of(), Set.of(), false, true, true, true, true, true, 0, 4096);

    private static CapabilityTable table(String lines) {
        return Snippets.valid()
                .with("models.yaml", Snippets.MODELS + "capabilities:\n" + lines.indent(2))
                .load()
                .capabilities();
    }

    private static Capabilities of(CapabilityTable table, String target) {
        return table.of(Target.of(target));
    }

    @Test
    void everyKeyIsRead() {
        assertThat(of(table("""
                        openai/own: {sampling: false, thinking: [enabled, between-tools], effort: [low, max],
                          mid-conversation-system: true, forced-tool: false, streaming: false, tools: false, images: false,
                          tools-with-effort: false, json-schema: false, json-with-tools: false, stop-sequences: false,
                          prefill: false, max-output-tokens: 9, default-max-tokens: 8, max-thinking-budget: 7,
                          date: 2026-11-21, source: "somewhere"}
                        """), "openai/own"))
                .isEqualTo(new Capabilities(
                        false,
                        Set.of("enabled", "between-tools"),
                        Set.of("low", "max"),
                        true,
                        false,
                        false,
                        false,
                        false,
                        false,
                        false,
                        false,
                        false,
                        false,
                        9,
                        8,
                        7,
                        Tokenizer.USUAL));
        assertThat(of(table("openai/own: {}"), "openai/own")).isEqualTo(USUAL);
        assertThat(of(table("openai/own: {}"), "openai/other")).isEqualTo(USUAL);
    }

    @Test
    void whatIsWrittenCountsKeyByKey() {
        CapabilityTable table = table("""
                "openai/*": {default-max-tokens: 1, sampling: false, max-output-tokens: 1}
                "openai/a*": {default-max-tokens: 2, max-output-tokens: 2}
                "openai/a-b*": {default-max-tokens: 3}
                "openai/a-b": {tools: false}
                "*/a-b": {default-max-tokens: 5, prefill: false}
                """);
        Capabilities exact = of(table, "openai/a-b");
        assertThat(exact.defaultMaxTokens()).isEqualTo(3);
        assertThat(exact.maxOutputTokens()).isEqualTo(2);
        assertThat(exact.sampling()).isFalse();
        assertThat(exact.tools()).isFalse();
        assertThat(exact.prefill()).isFalse();
        assertThat(of(table, "openai/a-bc").defaultMaxTokens()).isEqualTo(3);
        assertThat(of(table, "openai/a-bc").tools()).isTrue();
        assertThat(of(table, "openai/ac").defaultMaxTokens()).isEqualTo(2);
        assertThat(of(table, "openai/b").defaultMaxTokens()).isEqualTo(1);
        assertThat(of(table, "other/a-b").defaultMaxTokens()).isEqualTo(5);
        assertThat(of(table, "other/a-bc")).isEqualTo(USUAL);
        assertThat(of(table, "other/vendor/a-b").defaultMaxTokens())
                .as("any upstream, any vendor")
                .isEqualTo(5);
        assertThat(of(table, "openai/vendor/a-b").defaultMaxTokens())
                .as("one upstream knows its own names")
                .isEqualTo(1);
    }

    @Test
    void anOperatorsLineStandsAboveTheShippedOnes() {
        CapabilityTable table = table("""
                "openai/*": {sampling: true}
                "openai/claude-haiku-4-5": {thinking: [], effort: }
                """);
        assertThat(of(table, "openai/claude-opus-5-5").sampling()).isTrue();
        Capabilities own = of(table, "openai/claude-haiku-4-5");
        assertThat(own.thinking()).isEmpty();
        assertThat(own.effort()).isEmpty();
        assertThat(own.maxOutputTokens()).as("left as shipped").isEqualTo(64_000);
        assertThat(of(table, "other/claude-haiku-4-5").thinking()).isEqualTo(Set.of("enabled", "disabled"));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
                    gpt-5: {}                           | capabilities are of "upstream/model", not "gpt-5"
                    openai/: {}                         | capabilities are of "upstream/model", not "openai/"
                    /gpt-5: {}                          | capabilities are of "upstream/model", not "/gpt-5"
                    "openai/gpt*5": {}                  | capabilities "openai/gpt*5" can have "*" only at the end
                    opnai/gpt-5: {}                     | unknown upstream "opnai", did you mean "openai"?
                    openai/a: 5                         | "openai/a" must be a mapping
                    openai/a: {samplng: true}           | unknown key "samplng", did you mean "sampling"?
                    openai/a: {sampling: perhaps}       | "sampling" must be true or false, not "perhaps"
                    openai/a: {thinking: enabled}       | "thinking" must be a list
                    openai/a: {effort: [hgh]}           | unknown effort[1] "hgh", did you mean "high"?
                    openai/a: {effort: [low, low]}      | "low" is written twice
                    openai/a: {max-output-tokens: -1}   | "max-output-tokens" must be a whole number from 0 to 100000000, not "-1"
                    openai/a: {default-max-tokens: 0}   | "default-max-tokens" must be a whole number from 1 to 100000000, not "0"
                    openai/a: {date: soon}              | "date" must be a date such as 2026-01-31, not "soon"
                    """)
    void linesThatAreRefused(String line, String fault) {
        assertThat(Snippets.valid()
                        .with("models.yaml", Snippets.MODELS + "capabilities:\n  " + line + "\n")
                        .faults())
                .containsExactly("models.yaml:4: " + fault);
    }

    /** One row for each family and each way in which its members differ. */
    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
                    anthropic/claude-sonnet-5-5           | false | adaptive between-tools    | low medium high xhigh max      | 128000
                    anthropic/claude-opus-5-5             | false | adaptive always           | low medium high xhigh max      | 128000
                    anthropic/claude-opus-5               | false | adaptive disabled         | low medium high xhigh max      | 128000
                    anthropic/claude-opus-4-8             | false | adaptive disabled         | low medium high xhigh max      | 128000
                    anthropic/claude-sonnet-4-6           | true  | enabled adaptive disabled | low medium high max            | 128000
                    anthropic/claude-opus-4-5-20251101    | true  | enabled disabled          | low medium high                | 64000
                    mirror/claude-haiku-4-5               | true  | enabled disabled          |                                | 64000
                    router/anthropic/claude-sonnet-4.5    | true  | enabled disabled          |                                | 64000
                    router/anthropic/claude-opus-4:beta   | true  | enabled disabled          |                                | 32000
                    router/anthropic/claude-3.7-sonnet    | true  | enabled disabled          |                                | 64000
                    router/anthropic/claude-opus-5.5      | false | adaptive always           | low medium high xhigh max      | 128000
                    router/a/b/gpt-5.1                    | false |                           | none low medium high           | 128000
                    anthropic/claude-opus-4-1-20250805    | true  | enabled disabled          |                                | 32000
                    anthropic/claude-3-haiku-20240307     | true  |                           |                                | 4096
                    anthropic/claude-opus-99              | false | adaptive always           | low medium high xhigh max      | 128000
                    openai/gpt-4.1-mini                   | true  |                           |                                | 32768
                    openai/gpt-4o                         | true  |                           |                                | 16384
                    openai/gpt-5-mini                     | false |                           | minimal low medium high        | 128000
                    openai/gpt-5.1                        | false |                           | none low medium high           | 128000
                    openai/gpt-5.2                        | false |                           | none low medium high xhigh     | 128000
                    openai/gpt-5.6-terra                  | false |                           | none low medium high xhigh max | 128000
                    openai/gpt-99                         | false |                           | none low medium high xhigh max | 128000
                    openai/o4-mini                        | false |                           | low medium high                | 100000
                    groq/openai/gpt-oss-120b              | true  |                           | low medium high                | 0
                    gemini/gemini-2.5-flash               | true  | budget                    | none minimal low medium high   | 65536
                    gemini/gemini-2.5-pro                 | true  | budget always             | minimal low medium high        | 65536
                    gemini/gemini-3-pro-preview           | true  | level always              | low high                       | 65536
                    gemini/gemini-3.1-pro-preview         | true  | level always              | low medium high                | 65536
                    gemini/gemini-3.5-flash               | true  | level always              | minimal low medium high        | 65536
                    gemini/gemini-99                      | true  | level always              | low medium high                | 65536
                    zai/glm-5.2                           | true  | enabled disabled          | low medium high xhigh max      | 131072
                    zai/glm-5.3-flash                     | true  | enabled always            | low high max                   | 131072
                    zai/glm-4.5-air                       | true  | enabled disabled          |                                | 98304
                    zai/glm-4-32b-0414-128k               | true  |                           |                                | 0
                    vllm/qwen3                            | true  |                           |                                | 0
                    """)
    void whatIsShipped(String target, boolean sampling, String thinking, String effort, int most) {
        Capabilities shipped = of(CapabilityTable.shipped(), target);
        assertThat(shipped.sampling()).isEqualTo(sampling);
        assertThat(shipped.thinking()).isEqualTo(words(thinking));
        assertThat(shipped.effort()).isEqualTo(words(effort));
        assertThat(shipped.maxOutputTokens()).isEqualTo(most);
        assertThat(shipped.defaultMaxTokens()).isEqualTo(4096);
        assertThat(shipped.streaming()).isTrue();
        assertThat(shipped.tools()).isTrue();
    }

    private static Set<String> words(String text) {
        return text == null ? Set.of() : Set.of(text.split(" ", -1));
    }

    @ParameterizedTest
    @CsvSource({
        "openai/gpt-5.4-mini, false",
        "openai/gpt-5.6-terra, false",
        "openai/gpt-6-luna, false",
        "openai/gpt-99, false",
        "openai/gpt-5.1, true",
        "openai/gpt-5, true",
        "openai/gpt-4.1, true",
        "openai/gpt-oss-20b, true",
        "zai/glm-5.2, true"
    })
    void whoRefusesToolsWithEffort(String target, boolean both) {
        assertThat(of(CapabilityTable.shipped(), target).toolsWithEffort()).isEqualTo(both);
    }

    @ParameterizedTest
    @CsvSource({
        "claude-sonnet-5-5, false, true",
        "claude-fable-5-1, false, true",
        "claude-fable-5, true, true",
        "claude-haiku-5-5, true, true",
        "claude-opus-4-8, true, true",
        "claude-opus-4-7, true, false",
        "claude-haiku-4-5, true, false",
        "claude-99, false, true"
    })
    void whoCanBeForcedAndTakesLateSystemMessages(String model, boolean forced, boolean late) {
        Capabilities shipped = of(CapabilityTable.shipped(), "anthropic/" + model);
        assertThat(shipped.forcedTool()).isEqualTo(forced);
        assertThat(shipped.midSystem()).isEqualTo(late);
    }

    @Test
    void everyShippedLineHasItsDayAndSource() throws IOException {
        List<String> lines = Files.readAllLines(Path.of("src/main/resources/mehari/capabilities.yaml")).stream()
                .filter(line -> line.startsWith("  \"") || line.matches(" {2}[a-z*].*"))
                // Another name of a line that has both.
                .filter(line -> !line.matches(".*: \\*[a-z0-9-]+"))
                .toList();
        assertThat(lines)
                .hasSizeGreaterThan(50)
                .allSatisfy(line -> assertThat(line).contains("date: 20", "source: \""));
        assertThat(new CapabilitiesReader(Set.of()).read(new Sheet("x", Map.of(), new Faults()).parse(new byte[0])))
                .isEmpty();
    }
}
