package dev.mehari.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** What any file can get wrong, and how it is told. */
class ConfigFaultsTest {
    @Test
    @DisplayName("5.1: a wrong key is a fault with its line and the nearest name, never ignored")
    void wrongKeyIsNamedWithLineAndNearestName() {
        assertThat(Snippets.valid()
                        .upstream("timeouts: {connect: 5s}\ntimeuots: {gap: 1s}")
                        .faults())
                .containsExactly("upstreams.yaml:6: unknown key \"timeuots\", did you mean \"timeouts\"?");
        assertThat(Snippets.valid()
                        .upstream("timeouts:\n  connect: 5s\n  gpa: 1s")
                        .faults())
                .containsExactly("upstreams.yaml:7: unknown key \"gpa\", did you mean \"gap\"?");
        assertThat(Snippets.valid().alias("stratgey: ordered").faults())
                .containsExactly("models.yaml:4: unknown key \"stratgey\", did you mean \"strategy\"?");
        assertThat(Snippets.valid()
                        .with("models.yaml", Snippets.MODELS + "default_model: fast\n")
                        .faults())
                .containsExactly("models.yaml:3: unknown key \"default_model\", did you mean \"default-model\"?");
        assertThat(Snippets.valid().upstream("zzzzzzzz: 1").faults())
                .singleElement()
                .asString()
                .startsWith("upstreams.yaml:5: unknown key \"zzzzzzzz\", the keys here are \"protocol\", \"base-url\"");
    }

    @Test
    @DisplayName("5.1: a place in a body between braces takes quotes, which YAML's own words do not say")
    void bracketsBetweenBracesTakeQuotes() {
        assertThat(Snippets.valid()
                        .alias(
                                "rules: [{name: a, conditions: {field: body.messages[0].role, operator: exists}, tags: [b]}]")
                        .faults())
                .containsExactly("models.yaml:4: not YAML: expected ',' or '}', but got [; between { and }, a text with"
                        + " brackets needs quotes: \"body.messages[0].role\"");
    }

    @Test
    @DisplayName("5.1: an unset variable is a fault that names it, never sent as it stands")
    void unresolvedVariableIsNamed() {
        assertThat(Snippets.valid().upstream("headers: {x-org: \"${ORG}\"}").faults())
                .containsExactly("upstreams.yaml:5: \"x-org\": environment variable ORG is not set");
    }

    @Test
    void otherGatewaysWordsAreAnsweredWithOurs() {
        assertThat(Snippets.valid().alias("load_balance: random").faults())
                .containsExactly("models.yaml:4: unknown key \"load_balance\", here it is \"strategy\"");
        assertThat(Snippets.valid().upstream("rate_limit: 5").faults())
                .containsExactly("upstreams.yaml:5: unknown key \"rate_limit\","
                        + " here rate limits stand in limits.yaml, which is not part of this version yet");
        assertThat(Snippets.valid().alias("fallbak: x").faults())
                .containsExactly("models.yaml:4: unknown key \"fallbak\", did you mean \"fallback\"?"
                        + " (here the further entries of \"targets\" are the fallback)");
    }

    @Test
    void allFaultsOfAllFilesAreTold() {
        Snippets broken = Snippets.valid()
                .upstream("timeouts: {connect: 5}\nverbose: maybe")
                .alias("strategy: wieghted")
                .with("prices.yaml", "version: a\nprices:\n  nobody/x: {input: -1, output: 2}\n")
                .set("POOL_WARM", "perhaps");
        assertThat(broken.faults())
                .containsExactly(
                        "environment: POOL_WARM: must be true or false, not \"perhaps\"",
                        "models.yaml:4: unknown strategy \"wieghted\", did you mean \"weighted\"?",
                        "prices.yaml:3: unknown upstream \"nobody\"",
                        "prices.yaml:3: \"input\" is negative",
                        "prices.yaml:3: \"nobody/x\" needs \"date\"",
                        "upstreams.yaml:5: \"connect\" must be a duration such as 500ms, 5s or 2m, 24h at the most,"
                                + " not \"5\"",
                        "upstreams.yaml:6: \"verbose\" must be true or false, not \"maybe\"");
        assertThatThrownBy(broken::load)
                .isInstanceOf(ConfigException.class)
                .hasMessageContaining("models.yaml:4:")
                .hasMessageContaining("\nupstreams.yaml:6:");
    }

    @Test
    void aKeyWrittenTwiceIsAFault() {
        assertThat(Snippets.valid().upstream("verbose: true\nverbose: false").faults())
                .containsExactly("upstreams.yaml:6: \"verbose\" is written twice, first in line 5");
        assertThat(Snippets.valid()
                        .with("models.yaml", Snippets.MODELS + "  fast: {targets: [openai/x]}\n")
                        .faults())
                .containsExactly("models.yaml:3: \"fast\" is written twice, first in line 2");
    }

    @Test
    void aValueOfTheWrongKindIsAFault() {
        assertThat(Snippets.valid().upstream("timeouts: 5s").faults())
                .containsExactly("upstreams.yaml:5: \"timeouts\" must be a mapping");
        assertThat(Snippets.valid().upstream("timeouts:").faults())
                .containsExactly("upstreams.yaml:5: \"timeouts\" has no value");
        assertThat(Snippets.valid().upstream("quirks: usage-always").faults())
                .containsExactly("upstreams.yaml:5: \"quirks\" must be a list");
        assertThat(Snippets.valid().upstream("verbose: [true]").faults())
                .containsExactly("upstreams.yaml:5: \"verbose\" must be a single value");
        assertThat(Snippets.valid().upstream("verbose: \" \"").faults())
                .containsExactly("upstreams.yaml:5: \"verbose\" is empty");
        assertThat(Snippets.valid().upstream("pool: {max-connections: 010}").faults())
                .containsExactly("upstreams.yaml:5: \"max-connections\" must be a whole number from 1 to 100000,"
                        + " not \"010\"");
    }

    @Test
    void yamlThatCannotBeReadIsAFaultWithItsLine() {
        assertThat(Snippets.valid()
                        .with("models.yaml", "models:\n  fast: {targets: [a/b]\n  x: 1\n")
                        .faults())
                .singleElement()
                .asString()
                .startsWith("models.yaml:3: not YAML: ");
        assertThat(Snippets.valid().with("models.yaml", "a: 1\n---\nb: 2\n").faults())
                .singleElement()
                .asString()
                .startsWith("models.yaml:2: not YAML: ");
        assertThat(Snippets.valid()
                        .with("models.yaml", "models:\n  a: \u0007\n")
                        .faults())
                .containsExactly("models.yaml:2: not YAML: a character that YAML does not allow");
        assertThat(Snippets.valid()
                        .bytes("models.yaml", new byte[] {'a', (byte) 0xff})
                        .faults())
                .containsExactly("models.yaml: not UTF-8");
        assertThat(Snippets.valid()
                        .bytes("models.yaml", new byte[(1 << 20) + 1])
                        .faults())
                .containsExactly("models.yaml: larger than 1048576 bytes");
        assertThat(Snippets.valid().with("models.yaml", "").faults())
                .containsExactly("models.yaml:1: the file needs \"models\"");
    }

    @Test
    void yamlThatAttacksIsAFault() {
        assertThat(Snippets.valid().upstream("verbose: !!java.io.File [x]").faults())
                .containsExactly(
                        "upstreams.yaml:5: not YAML: Global tag is not allowed: tag:yaml.org,2002:java.io.File");
        assertThat(Snippets.valid().upstream("verbose: !secret true").faults())
                .containsExactly("upstreams.yaml:5: \"verbose\" has a tag, which is not supported");
        assertThat(Snippets.valid()
                        .upstream("timeouts: !mine {connect: 5s}\nquirks: !mine []")
                        .faults())
                .containsExactly(
                        "upstreams.yaml:5: \"timeouts\" has a tag, which is not supported",
                        "upstreams.yaml:6: \"quirks\" has a tag, which is not supported");
        assertThat(Snippets.valid().upstream("<<: {verbose: true}").faults())
                .containsExactly("upstreams.yaml:5: \"<<\" is not supported, repeat the lines");
        assertThat(Snippets.valid()
                        .with("models.yaml", "models: " + "[".repeat(60) + "]".repeat(60))
                        .faults())
                .singleElement()
                .asString()
                .startsWith("models.yaml: not YAML: Nesting Depth exceeded");
        String bomb = "a: &a [x]\nb: [" + "*a,".repeat(60) + "]\n";
        assertThat(Snippets.valid().with("models.yaml", bomb).faults())
                .singleElement()
                .asString()
                .startsWith("models.yaml: not YAML: Number of aliases");
    }

    @Test
    void filesThatNobodyReadsAreFaults() {
        assertThat(Snippets.valid().with("limits.yaml", "").faults())
                .containsExactly("limits.yaml: limits are not part of this version yet; remove the file");
        assertThat(Snippets.valid().with("upstream.yaml", "").faults())
                .containsExactly("upstream.yaml: unknown file, did you mean \"upstreams.yaml\"?");
        assertThat(Snippets.valid().with("models.yml", "").faults())
                .containsExactly("models.yml: unknown file, did you mean \"models.yaml\"?");
        assertThat(Snippets.valid()
                        .with("application.yaml", "x: [")
                        .with("application-prod.yml", "")
                        .faults())
                .isEmpty();
    }

    @Test
    void filesThatAreNeededAndMissingAreFaults() {
        assertThat(Snippets.valid()
                        .without("upstreams.yaml")
                        .without("models.yaml")
                        .faults())
                .containsExactly("models.yaml: not found in a test", "upstreams.yaml: not found in a test");
        assertThat(Snippets.valid().load().prices()).isEqualTo(Prices.NONE);
    }

    @Test
    void aFaultIsOneLineWhateverANameHolds() {
        String name = "a\\nb" + "c".repeat(200);
        List<String> faults = Snippets.valid().upstream("\"" + name + "\": 1").faults();
        assertThat(faults)
                .singleElement()
                .asString()
                .doesNotContain("\n")
                .contains("\"a?bccc")
                .hasSizeLessThan(400);
    }
}
