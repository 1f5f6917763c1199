package dev.mehari.config;

import static org.assertj.core.api.Assertions.assertThat;

import dev.mehari.config.Effective.Branch;
import dev.mehari.config.Effective.Kind;
import dev.mehari.config.Effective.Leaf;
import dev.mehari.config.Effective.Rows;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Fault 5.7: each value says where it is from. */
class EffectiveTest {
    private static final String UPSTREAMS = """
            upstreams:
              openai:
                protocol: openai
                base-url: ${BASE:https://api.openai.com/v1}
                headers: {X-Team: secret-0001}
                credentials: [{id: main, key: "env:KEY"}]
            """;
    private static final String MODELS = """
            models:
              fast:
                targets: [openai/gpt-5]
                rules:
                  - name: gold
                    conditions:
                      any:
                        - {field: headers.x-tier, operator: eq, value: gold}
                        - not: {field: model, operator: in, value: [a, b]}
                    tags: [gold]
            capabilities:
              "*/claude-haiku-4-5*": {default-max-tokens: 8192}
              openai/own: {tools: false}
            """;

    private final Branch all = effective();

    private static Branch effective() {
        ConfigSource files = ConfigSource.of(
                "a test",
                Map.of(
                        "upstreams.yaml",
                        UPSTREAMS.getBytes(StandardCharsets.UTF_8),
                        "models.yaml",
                        MODELS.getBytes(StandardCharsets.UTF_8)));
        Map<String, String> environment = Map.of("BASE", "https://proxy.example.com", "RETRY_MAX_ATTEMPTS", "2");
        Overlay overlay = new Overlay(
                3,
                List.of(new OverlayObject(OverlayObject.Kind.MODELS, "mine", 3, "{\"targets\": [\"openai/x\"]}")),
                Map.of(),
                java.util.Set.of());
        return Effective.of(
                files, environment, overlay, ConfigLoader.load(files, environment, new References(), overlay));
    }

    /** What stands at keys or positions, one below the other. */
    private static Effective at(Effective from, Object... path) {
        Effective now = from;
        for (Object step : path) {
            Effective next = now instanceof Rows rows && step instanceof Integer index
                    ? rows.items().get(index)
                    : now instanceof Branch branch ? branch.entries().get(String.valueOf(step)) : null;
            if (next == null) {
                throw new AssertionError("nothing at " + step + " of " + now);
            }
            now = next;
        }
        return now;
    }

    private Leaf leaf(Object... path) {
        return (Leaf) at(all, path);
    }

    @Test
    void eachValueSaysWhereItIsFrom() {
        assertThat(leaf("upstreams", "openai", "protocol").source())
                .extracting(Effective.Source::kind, Effective.Source::file, Effective.Source::line)
                .containsExactly(Kind.FILE, "config/upstreams.yaml", 3);
        Leaf base = leaf("upstreams", "openai", "base-url");
        assertThat(base.value()).isEqualTo("https://proxy.example.com");
        assertThat(base.source().variable()).isEqualTo("BASE");
        assertThat(leaf("upstreams", "openai", "timeouts", "connect").source().kind())
                .isEqualTo(Kind.DEFAULT);
        Leaf mine = leaf("models", "mine", "targets", 0);
        assertThat(mine.value()).isEqualTo("openai/x");
        assertThat(mine.source().object()).isEqualTo("models/mine");
        assertThat(mine.source().version()).isEqualTo(3);
        Leaf retries = leaf("retry", "max-attempts");
        assertThat(retries.value()).isEqualTo("2");
        assertThat(retries.source().variable()).isEqualTo("RETRY_MAX_ATTEMPTS");
    }

    @Test
    void whatIsShippedOfModelsStandsBelowWhatIsWritten() {
        Leaf own = leaf("capabilities", "*/claude-haiku-4-5*", "default-max-tokens");
        assertThat(own.value()).isEqualTo("8192");
        assertThat(own.source().file()).isEqualTo("config/models.yaml");
        Leaf shipped = leaf("capabilities", "*/claude-haiku-4-5*", "max-output-tokens");
        assertThat(shipped.value()).isEqualTo("64000");
        assertThat(shipped.source())
                .extracting(Effective.Source::kind, Effective.Source::file)
                .containsExactly(Kind.DEFAULT, "mehari/capabilities.yaml");
        assertThat(shipped.source().line()).isPositive();
        assertThat(leaf("capabilities", "openai/own", "tools").value()).isEqualTo("false");
        assertThat(((Branch) at(all, "capabilities")).entries()).hasSizeGreaterThan(30);
    }

    @Test
    void nothingThatIsWrittenIsMissingAndNoSecretIsShown() {
        Effective conditions = at(all, "models", "fast", "rules", 0, "conditions", "any");
        assertThat(((Leaf) at(conditions, 0, "value")).value()).isEqualTo("gold");
        assertThat(((Leaf) at(conditions, 1, "not", "value", 1)).value()).isEqualTo("b");
        assertThat(leaf("upstreams", "openai", "headers", "X-Team").value()).isEqualTo("***");
        assertThat(all.toString()).doesNotContain("secret-0001");
    }
}
