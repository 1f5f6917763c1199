package dev.mehari.live;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.mehari.call.ErrorKind;
import dev.mehari.call.Refusal;
import dev.mehari.config.Fault;
import dev.mehari.live.LiveStatus.Why;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

final class ChangesTest {
    @TempDir
    Path outside;

    @RegisterExtension
    final Folder folder = new Folder();

    @Test
    @DisplayName("fault 5.2: what two looks agree in goes live, what has just been written does not")
    void twoLooksMustAgree() {
        looks(2);
        assertThat(folder.live()).as("nothing changed").isEqualTo(1);

        folder.models("half");
        looks(1);
        folder.models("whole");
        looks(1);
        assertThat(folder.live()).isEqualTo(1);
        looks(1);

        assertThat(folder.live()).isEqualTo(2);
        assertThat(folder.alias()).isEqualTo("whole");
        looks(5);
        assertThat(folder.live()).as("once").isEqualTo(2);
    }

    @Test
    @DisplayName("fault 5.2: a bad file leaves the last good generation, and is tried once")
    void aBadSetIsTriedOnce() {
        folder.config("models.yaml", "models:\n  a:\n    target: [first/m]\n");
        looks(6);

        assertThat(folder.live()).isEqualTo(1);
        assertThat(folder.changes.refused()).isEqualTo(1);
        LiveStatus status = folder.changes.status();
        assertThat(status.degraded()).isTrue();
        assertThat(status.followsFiles()).isFalse();
        LiveStatus.LastError error = java.util.Objects.requireNonNull(status.lastError());
        assertThat(error.why()).isEqualTo(Why.FILE);
        assertThat(error.faults())
                .extracting(Fault::toString)
                .contains("models.yaml:3: unknown key \"target\", did you mean \"targets\"?");

        folder.models("good");
        looks(2);
        assertThat(folder.changes.status().degraded()).isFalse();
        assertThat(folder.alias()).isEqualTo("good");
        assertThat(folder.changes.status().lastError())
                .as("kept for who asks later")
                .isNotNull();
    }

    @Test
    void aRouteThatCannotStartIsRefused() {
        folder.route(Folder.ROUTES.replaceFirst("seda:rows", "no-such-component:rows"));
        looks(2);
        assertThat(folder.live()).isEqualTo(1);
        assertThat(folder.changes.status().degraded()).isTrue();

        folder.route(Folder.ROUTES);
        looks(2);
        assertThat(folder.changes.status().degraded()).isFalse();
        assertThat(folder.breakers.registry().getAllCircuitBreakers()).hasSize(1);
        assertThat(folder.clients.stats()).containsOnlyKeys("first");
    }

    @Test
    @DisplayName("fault 5.2: of a set that was refused nothing is left, neither pool nor breaker nor models")
    void neverHalfApplied() {
        folder.upstream("second", "").models("b", "second");
        folder.route(Folder.ROUTES.replaceFirst("seda:rows", "no-such-component:rows"));
        looks(2);

        assertThat(folder.changes.status().degraded()).isTrue();
        assertThat(folder.alias()).isEqualTo("a");
        assertThat(folder.clients.stats()).containsOnlyKeys("first");
        assertThat(folder.breakers.registry().getAllCircuitBreakers())
                .extracting(b -> b.getName())
                .containsExactly("first");
    }

    @Test
    @DisplayName("a mistake of ours is a refusal like any other: told, and the last good generation stays")
    void aMistakeOfOurs() {
        folder.bug = new NoClassDefFoundError("dev/mehari/Nowhere");
        folder.models("b");
        looks(3);

        assertThat(folder.alias()).isEqualTo("a");
        assertThat(folder.changes.status().degraded()).isTrue();
        assertThat(folder.changes.refused()).isEqualTo(1);
        assertThatThrownBy(folder.changes::reload)
                .isInstanceOf(RefusedChange.class)
                .hasMessageContaining("dev/mehari/Nowhere");

        folder.bug = null;
        folder.changes.reload();
        assertThat(folder.alias()).isEqualTo("b");
    }

    @Test
    @DisplayName("a look that goes wrong is not the last one")
    void theNextLookFollows() {
        folder.stumble = new IllegalStateException("a mistake of ours");
        folder.models("b");
        folder.watcher.start();

        until(() -> folder.alias().equals("b"));
        assertThat(folder.stumble).as("it did go wrong").isNull();
    }

    @Test
    @DisplayName("files that were refused for a missing secret go live when the secret comes")
    void aSecretThatComesLater() throws IOException {
        Path secret = outside.resolve("later");
        folder.upstream("first", ", credentials: [{id: main, key: \"file:" + secret + "\"}]")
                .models("b");
        looks(3);
        assertThat(folder.changes.status().degraded()).isTrue();
        assertThat(folder.alias()).isEqualTo("a");

        Files.writeString(secret, "here-it-is");
        looks(2);
        assertThat(folder.alias()).isEqualTo("b");
        assertThat(key()).isEqualTo("here-it-is");
        assertThat(folder.changes.status().degraded()).isFalse();
    }

    @Test
    void aFolderThatIsGoneIsRefusedAndComesBack() {
        folder.gone(true);
        looks(4);
        assertThat(folder.live()).isEqualTo(1);
        assertThat(folder.changes.refused()).isEqualTo(1);

        folder.gone(false);
        looks(2);
        assertThat(folder.changes.status().degraded()).isFalse();
    }

    @Test
    void theApplicationsOwnFileIsNoChange() {
        folder.config("application.yaml", "server: {port: 1}\n");
        looks(3);

        assertThat(folder.live()).isEqualTo(1);
    }

    @Test
    void reloadTellsWhatIsWrong() {
        folder.config("models.yaml", "models: [");

        RefusedChange refused = catchThrowableOfType(RefusedChange.class, folder.changes::reload);

        assertThat(refused.live()).isEqualTo(1);
        assertThat(refused.faults()).extracting(Fault::file).containsOnly("models.yaml");
        looks(3);
        assertThat(folder.changes.refused())
                .as("the watcher does not try it again")
                .isEqualTo(1);
    }

    @Test
    @DisplayName("a rollback goes back one good set at a time, and the watcher does not undo it")
    void rollback() {
        assertThatThrownBy(folder.changes::rollback)
                .isInstanceOfSatisfying(Refusal.class, r -> assertThat(r.kind()).isEqualTo(ErrorKind.CONFLICT));
        for (String alias : new String[] {"b", "c"}) {
            folder.models(alias);
            looks(2);
        }
        // The same files once more are no step of their own.
        folder.changes.reload();
        assertThat(folder.live()).isEqualTo(4);
        assertThat(folder.changes.status().rollbackTo()).isEqualTo(2);

        folder.changes.rollback();
        assertThat(folder.alias()).isEqualTo("b");
        looks(5);
        assertThat(folder.alias()).isEqualTo("b");
        assertThat(folder.changes.status().followsFiles()).isFalse();

        folder.changes.rollback();
        assertThat(folder.alias()).isEqualTo("a");
        assertThat(folder.changes.status().rollbackTo()).isNull();
        looks(3);
        assertThat(folder.alias()).isEqualTo("a");

        folder.models("d");
        looks(2);
        assertThat(folder.alias()).isEqualTo("d");
        assertThat(folder.changes.status().followsFiles()).isTrue();
        assertThat(folder.changes.status().history())
                .extracting(p -> p.why().id())
                .containsExactly("start", "file", "file", "admin", "rollback", "rollback", "file");
    }

    @Test
    @DisplayName("a rotated secret goes live, after a rollback and beside a bad file too; its content is not kept")
    void aRotatedSecret() throws IOException {
        Path secret = Files.writeString(outside.resolve("secret"), "first-secret");
        folder.upstream("first", ", credentials: [{id: main, key: \"file:" + secret + "\"}]");
        looks(2);
        assertThat(key()).isEqualTo("first-secret");

        Files.writeString(secret, "second-secret");
        looks(2);
        assertThat(key()).isEqualTo("second-secret");

        Files.delete(secret);
        looks(4);
        assertThat(key()).isEqualTo("second-secret");
        assertThat(folder.changes.refused()).isEqualTo(1);
        Files.writeString(secret, "third-secret");
        looks(2);
        assertThat(key()).isEqualTo("third-secret");

        folder.config("models.yaml", "models: [");
        looks(2);
        Files.writeString(secret, "fourth-secret");
        looks(3);
        assertThat(key()).isEqualTo("fourth-secret");
        assertThat(folder.changes.status().degraded()).isTrue();

        folder.models("next");
        looks(2);
        folder.changes.rollback();
        Files.writeString(secret, "fifth-secret");
        looks(2);
        assertThat(key()).isEqualTo("fifth-secret");
        assertThat(folder.alias()).isEqualTo("a");
    }

    @Test
    void whatVanishedIsClosedWhenItsLastGenerationIsOver() {
        Generations.Lease lease = folder.generations.acquire();
        folder.upstream("second", "").models("a", "second");
        looks(2);

        assertThat(folder.clients.stats()).containsOnlyKeys("first", "second");
        lease.release();

        until(() -> folder.generations.draining().isEmpty());
        assertThat(folder.clients.stats()).containsOnlyKeys("second");
        assertThat(folder.breakers.registry().getAllCircuitBreakers())
                .extracting(b -> b.getName())
                .containsExactly("second");
    }

    private String key() {
        return folder.generations
                .live()
                .orElseThrow()
                .snapshot()
                .upstreams()
                .values()
                .iterator()
                .next()
                .credentials()
                .getFirst()
                .key()
                .reveal();
    }

    private void looks(int count) {
        for (int i = 0; i < count; i++) {
            folder.watcher.look();
        }
    }

    static void until(java.util.function.BooleanSupplier so) {
        long end = System.nanoTime() + java.time.Duration.ofSeconds(20).toNanos();
        while (!so.getAsBoolean()) {
            assertThat(System.nanoTime() - end).as("waited for too long").isNegative();
            java.util.concurrent.locks.LockSupport.parkNanos(5_000_000);
        }
    }
}
