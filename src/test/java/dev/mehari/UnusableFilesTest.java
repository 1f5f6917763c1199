package dev.mehari;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.mehari.config.Fault;
import dev.mehari.live.Changes;
import dev.mehari.live.RefusedChange;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

@DisplayName("files that nobody can use: a start, check and the running gateway name them in the same words")
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
final class UnusableFilesTest {
    /** A regular file that not even root can read from its beginning. */
    private static final Path UNREADABLE = Path.of("/proc/self/mem");

    private Path folder;
    private TestHome home;
    private TestGateway gateway;

    @BeforeAll
    void start(@TempDir Path given) {
        folder = given;
        home = TestHome.shipped(folder);
        gateway = TestGateway.start(home);
    }

    @AfterAll
    void close() {
        gateway.close();
    }

    @AfterEach
    void putBack() throws IOException {
        Files.deleteIfExists(folder.resolve("routes/mine.camel.yaml"));
        Files.delete(folder.resolve("config/prices.yaml"));
        Files.copy(Path.of("config/prices.yaml"), folder.resolve("config/prices.yaml"));
        gateway.part(Changes.class).reload();
    }

    @Test
    void aRouteFileThatCannotBeRead() throws IOException {
        link("routes/mine.camel.yaml");

        assertThat(everybodySays()).isEqualTo("routes/mine.camel.yaml: cannot be read: IOException");
    }

    @Test
    void aConfigurationFileThatCannotBeRead() throws IOException {
        Files.delete(folder.resolve("config/prices.yaml"));
        link("config/prices.yaml");

        assertThat(everybodySays()).isEqualTo("prices.yaml: cannot be read: IOException");
    }

    @Test
    void aFolderThatLeadsIntoItself() throws IOException {
        Path loop = Files.createSymbolicLink(folder.resolve("routes/loop"), folder.resolve("routes"));
        try {
            assertThat(everybodySays()).contains("routes: cannot be read: FileSystemLoopException", "loop");
        } finally {
            Files.delete(loop);
        }
    }

    @Test
    @DisplayName("one that is nested so deeply that reading it runs out of stack")
    void aRouteFileThatIsTooDeep() {
        home.newRoute("mine", "- route: " + "[".repeat(200_000));

        assertThat(everybodySays()).isEqualTo("routes/mine.camel.yaml: is nested too deeply");
        assertThat(gateway.part(Changes.class).status().degraded()).isTrue();
    }

    private void link(String file) throws IOException {
        Assumptions.assumeTrue(Files.isRegularFile(UNREADABLE), "no such file here");
        Files.createSymbolicLink(folder.resolve(file), UNREADABLE);
    }

    private String everybodySays() {
        String check = faults(() -> Check.run(home.home()));
        assertThat(faults(() -> MehariApplication.application(home.home())
                        .run("--server.port=0", "--server.address=127.0.0.1", "--logging.level.root=WARN")
                        .close()))
                .as("a start")
                .isEqualTo(check);
        RefusedChange refused = catchThrowableOfType(RefusedChange.class, gateway.part(Changes.class)::reload);
        assertThat(refused.faults().stream().map(Fault::toString).collect(Collectors.joining("\n")))
                .as("the running gateway")
                .isEqualTo(check);
        return check;
    }

    private static String faults(Runnable start) {
        Throwable failure = catchThrowable(start::run);
        assertThat(failure).isNotNull();
        String faults = StartFailure.faults(failure);
        assertThat(faults).as("%s", failure).isNotNull();
        return String.valueOf(faults).strip();
    }
}
