package dev.mehari.key;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class DeploymentSecretTest {
    @TempDir
    Path data;

    @ParameterizedTest
    @ValueSource(strings = {"", " ", "\t\n", "short", "fifteen chars.."})
    void refusesASecretThatProtectsNothing(String configured) {
        assertThatThrownBy(() -> DeploymentSecret.load(configured, data))
                .isInstanceOf(InvalidSecretException.class)
                .hasMessageStartingWith("MEHARI_SECRET")
                .message()
                .doesNotContain("\n")
                .doesNotContain("fifteen");
        assertThat(data).isEmptyDirectory();
    }

    @Test
    void makesOneAtTheFirstStartAndKeepsItForItsOwnerOnly() throws Exception {
        Path folder = data.resolve("not/there/yet");

        byte[] first = DeploymentSecret.load(null, folder).bytes();

        assertThat(DeploymentSecret.load(null, folder).bytes()).isEqualTo(first).hasSizeGreaterThanOrEqualTo(32);
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(folder.resolve("secret"))))
                .isEqualTo("rw-------");
        try (Stream<Path> files = Files.list(folder)) {
            assertThat(files).containsExactly(folder.resolve("secret"));
        }
    }

    @Test
    void noTwoDeploymentsMakeTheSame() {
        assertThat(DeploymentSecret.load(null, data.resolve("one")).bytes())
                .isNotEqualTo(DeploymentSecret.load(null, data.resolve("other")).bytes());
    }

    @Test
    void thoseThatStartAtOnceAgree() throws Exception {
        List<Future<byte[]>> starts = new ArrayList<>();
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            for (int i = 0; i < 32; i++) {
                starts.add(
                        threads.submit(() -> DeploymentSecret.load(null, data).bytes()));
            }
        }
        byte[] kept = DeploymentSecret.load(null, data).bytes();
        for (Future<byte[]> start : starts) {
            assertThat(start.get()).isEqualTo(kept);
        }
    }

    @Test
    void refusesAKeptSecretThatWasCutShort() throws Exception {
        Files.writeString(data.resolve("secret"), "\n");

        assertThatThrownBy(() -> DeploymentSecret.load(null, data))
                .isInstanceOf(InvalidSecretException.class)
                .hasMessageContaining(data.resolve("secret").toString());
    }

    @Test
    void saysWhatToDoWhenItCannotBeKept() throws Exception {
        Path file = Files.writeString(data.resolve("a-file"), "x");

        assertThatThrownBy(() -> DeploymentSecret.load(null, file.resolve("data")))
                .isInstanceOf(InvalidSecretException.class)
                .hasMessageContaining("set MEHARI_SECRET");
    }

    @Test
    void noStringGivesItAway() {
        assertThat(DeploymentSecret.load("canary-0123456789", data).toString()).doesNotContain("canary");
    }

    @Test
    void anotherSecretMakesAnotherHash() {
        KeyHash one = new KeyHash(DeploymentSecret.load("0123456789abcdef", data));
        KeyHash other = new KeyHash(DeploymentSecret.load("0123456789abcdeF", data));

        assertThat(one.of("pk_x")).matches("[0-9a-f]{64}").isEqualTo(one.of("pk_x"));
        assertThat(one.of("pk_x")).isNotEqualTo(other.of("pk_x")).isNotEqualTo(one.of("pk_X"));
    }
}
