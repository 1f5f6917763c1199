package dev.mehari.config;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ConfigSecretsTest {
    private static final String SECRET = "sk-proj-verysecret123";

    @Test
    void credentialsComeFromVariablesAndFiles(@TempDir Path folder) throws Exception {
        Path file = Files.writeString(folder.resolve("key"), "from-file\r\n");
        Upstream upstream = Snippets.valid()
                .upstream("credentials:\n  - {id: a, key: \"env:KEY_A\"}\n  - {id: b, key: \"file:" + file + "\"}")
                .set("KEY_A", " " + SECRET + "\n")
                .openai();
        assertThat(upstream.credentials())
                .extracting(Upstream.Credential::id, c -> c.key().reveal())
                .containsExactly(
                        org.assertj.core.groups.Tuple.tuple("a", SECRET),
                        org.assertj.core.groups.Tuple.tuple("b", "from-file"));
        assertThat(upstream.on()).isTrue();
    }

    @Test
    void anUpstreamWhoseCredentialsAreAllUnsetIsOff() {
        Snippets two = Snippets.valid()
                .upstream("credentials: [{id: a, key: \"env:KEY_A\"}, {id: b, key: \"env:KEY_B\"}]")
                .set("KEY_A", "  ");
        assertThat(two.openai().on()).isFalse();
        assertThat(two.openai().needsCredential()).isTrue();
        assertThat(two.set("KEY_B", "x").openai().credentials())
                .extracting(Upstream.Credential::id)
                .containsExactly("b");
        assertThat(two.openai().on()).isTrue();
    }

    @Test
    @DisplayName("4.8: a secret written into a file is refused, and not repeated")
    void aLiteralSecretIsRefusedWithoutRepeatingIt() {
        String fault = "upstreams.yaml:5: \"key\" must be \"env:NAME\" or \"file:/path\";"
                + " a secret itself does not belong into this file";
        assertThat(key(SECRET)).containsExactly(fault);
        assertThat(Snippets.valid()
                        .upstream("credentials: [{id: a, key: \"${KEY}\"}]")
                        .set("KEY", SECRET)
                        .faults())
                .containsExactly(fault);
        assertThat(key("env:" + SECRET))
                .containsExactly("upstreams.yaml:5: \"env:\" must be followed by the name of an environment variable");
    }

    @Test
    void filesThatGiveNoSecretAreFaults(@TempDir Path folder) throws Exception {
        Path empty = Files.writeString(folder.resolve("empty"), "\n");
        Path control = Files.writeString(folder.resolve("control"), SECRET + "\r\nx-evil: 1\n");
        Path foreign = Files.writeString(folder.resolve("foreign"), SECRET + "é");
        Path large = Files.write(folder.resolve("large"), new byte[70_000]);
        assertThat(key("file:" + folder.resolve("none")))
                .containsExactly("upstreams.yaml:5: the file of \"key\" cannot be read: NoSuchFileException");
        assertThat(key("file:" + folder)).singleElement().asString().contains("cannot be read");
        assertThat(key("file:" + empty)).containsExactly("upstreams.yaml:5: the file of \"key\" is empty");
        assertThat(key("file:" + large))
                .containsExactly("upstreams.yaml:5: the file of \"key\" is too large for a secret");
        for (Path file : List.of(control, foreign)) {
            assertThat(key("file:" + file))
                    .containsExactly(
                            "upstreams.yaml:5: the file of \"key\" holds characters that are not printable ASCII");
        }
    }

    @Test
    void aVariableWithControlCharactersIsAFault() {
        Snippets snippets = Snippets.valid()
                .upstream("credentials: [{id: a, key: \"env:KEY\"}]")
                .set("KEY", SECRET + "\r\nx-evil: 1");
        assertThat(snippets.faults())
                .containsExactly(
                        "upstreams.yaml:5: environment variable KEY holds characters that are not printable ASCII");
    }

    @Test
    void credentialsAreNamedApart() {
        assertThat(Snippets.valid()
                        .upstream(
                                "credentials:\n  - {id: a, key: \"env:KEY_A\"}\n  - {id: a, key: \"env:KEY_B\"}\n  - {id: \"a b\", key: \"env:KEY_C\"}\n  - {key: \"env:KEY_D\"}\n  - env:KEY_E")
                        .faults())
                .containsExactly(
                        "upstreams.yaml:7: credential \"a\" is written twice, first in line 6",
                        "upstreams.yaml:8: a credential's id has letters, digits, \".\", \"_\" and \"-\" only, 64 at the most",
                        "upstreams.yaml:9: \"credentials[4]\" needs \"id\"",
                        "upstreams.yaml:10: \"credentials[5]\" must be a mapping");
    }

    @Test
    void noTextOfASnapshotHoldsASecret() {
        Snapshot snapshot = Snippets.valid()
                .upstream("credentials: [{id: a, key: \"env:KEY\"}]\nheaders: {x-token: \"${KEY}\"}")
                .set("KEY", SECRET)
                .load();
        assertThat(snapshot.toString())
                .doesNotContain(SECRET)
                .contains("x-token")
                .contains("***");
        assertThat(String.valueOf(snapshot.upstreams().get("openai"))).doesNotContain(SECRET);
    }

    @Test
    void noFaultHoldsWhatTheEnvironmentFilledIn() {
        String reference = "\"${KEY}\"";
        Snippets everywhere = new Snippets()
                .with("upstreams.yaml", """
                        upstreams:
                          a:
                            protocol: %1$s
                            base-url: %1$s
                            credentials: [{id: %1$s, key: %1$s}, %1$s, {id: "${ID}", key: "env:X"}, {id: "${ID}", key: "env:X"}]
                            quirks: [%1$s]
                            headers: {x-a: "${KEY}é"}
                            timeouts: {connect: %1$s}
                            breaker: {window: %1$s}
                            pool: {warm: %1$s}
                            proxy: %1$s
                            ca: %1$s
                            verbose: %1$s
                        """.formatted(reference))
                .with("models.yaml", """
                        default-model: %1$s
                        models:
                          fast:
                            targets: [%1$s, {target: %1$s, weight: %1$s}, "${ID}/m", "a/${ID}*", "${ID}"]
                            strategy: %1$s
                            on-context-length: %1$s
                        """.formatted(reference))
                .with("prices.yaml", """
                        version: %1$s
                        prices:
                          a/b: {input: %1$s, output: 1, date: %1$s}
                        """.formatted(reference))
                .set("KEY", SECRET + "/x y")
                .set("ID", SECRET);
        assertThat(everywhere.faults())
                .hasSizeGreaterThan(15)
                .allSatisfy(f -> assertThat(f).doesNotContain(SECRET));
    }

    private static List<String> key(String reference) {
        return Snippets.valid()
                .upstream("credentials: [{id: a, key: \"" + reference + "\"}]")
                .faults();
    }
}
