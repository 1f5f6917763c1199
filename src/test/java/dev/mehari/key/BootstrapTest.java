package dev.mehari.key;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.mehari.call.ErrorKind;
import java.nio.file.Path;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;

@ExtendWith(OutputCaptureExtension.class)
class BootstrapTest {
    @Test
    void makesTheFirstKeyOnceAndTellsItOnce() {
        World first = new World();
        first.bootstrap().run(null);
        assertThat(first.madeKeys).hasSize(1);
        assertThat(first.keys.verify(first.madeKeys.getFirst().reveal()).name()).isEqualTo("first key");

        World second = new World(AuthMode.REQUIRED, first.store, World.ADMIN);
        second.bootstrap().run(null);
        assertThat(second.madeKeys).isEmpty();
        assertThat(second.keys.list()).hasSize(1);
    }

    @Test
    void theConfiguredKeyWorksAfterEveryStartAndIsNeverTold() {
        World world = new World();
        world.bootstrap().run("my-own-first-key");
        world.bootstrap().run("my-own-first-key\n");

        assertThat(world.keys.list()).hasSize(1);
        assertThat(world.madeKeys).isEmpty();
        assertThat(world.keys.verify("my-own-first-key").name()).isEqualTo("bootstrap");
    }

    @Test
    void aStartDoesNotEnableABootstrapKeyThatWasDisabled() {
        World world = new World();
        world.bootstrap().run("my-own-first-key");
        VirtualKey key = world.keys.list().getFirst();
        world.keys.change(key, KeysTest.disabled(key));

        world.bootstrap().run("my-own-first-key");

        assertThat(world.refused("my-own-first-key")).isEqualTo(ErrorKind.KEY_DISABLED);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "   ", "canary-too-shor", World.ADMIN})
    void refusesABootstrapKeyThatIsNone(String configured) {
        World world = new World();

        assertThatThrownBy(() -> world.bootstrap().run(configured))
                .isInstanceOf(InvalidSecretException.class)
                .hasMessageStartingWith("MEHARI_BOOTSTRAP_KEY")
                .hasMessageNotContaining("canary")
                .hasMessageNotContaining(World.ADMIN);
        assertThat(world.keys.list()).isEmpty();
    }

    @Test
    void makesTheAdminPasswordOnceAndTellsItOnce() {
        World first = new World(AuthMode.REQUIRED, new MemoryStore(), null);
        assertThat(first.madePasswords).hasSize(1);
        String password = first.madePasswords.getFirst().reveal();
        assertThat(password).matches("[A-Za-z0-9_-]{32}");
        assertThat(first.admin.matches(password)).isTrue();

        World second = new World(AuthMode.REQUIRED, first.store, null);
        assertThat(second.madePasswords).isEmpty();
        assertThat(second.admin.matches(password)).isTrue();
        assertThat(second.refused(password)).isEqualTo(ErrorKind.ADMIN_CREDENTIAL);
        assertThat(first.store.find(AdminCredential.SETTING))
                .hasValueSatisfying(kept -> assertThat(kept).isNotEqualTo(password));
    }

    @Test
    void ofTwoNodesThatStartAtOnceOneTellsThePasswordOfBoth() {
        MemoryStore store = new MemoryStore();
        World first = new World(AuthMode.REQUIRED, store, null);
        Settings late = new Settings() {
            private boolean asked;

            @Override
            public Optional<String> find(String name) {
                boolean early = !asked;
                asked = true;
                return early ? Optional.empty() : store.find(name);
            }

            @Override
            public boolean putIfAbsent(String name, String value) {
                return store.putIfAbsent(name, value);
            }
        };

        AdminCredential second = AdminCredential.load(null, late, first.hash, first.mint, first);

        assertThat(first.madePasswords).hasSize(1);
        assertThat(second.matches(first.madePasswords.getFirst().reveal())).isTrue();
    }

    @Test
    void warnsWhenTheDatabaseWasSetUpWithAnotherSecretAndOnlyThen(CapturedOutput log) {
        World world = new World();
        world.bootstrap().run(null);
        world.bootstrap().run(null);
        assertThat(log).doesNotContain("MEHARI_SECRET");

        KeyHash other = new KeyHash(DeploymentSecret.load("fedcba9876543210", Path.of("unused")));
        new Bootstrap(world.store, world.store, other, world.mint, world.admin, world).run(null);

        assertThat(log).contains("MEHARI_SECRET is not the one this database was set up with");
    }

    @Test
    void aConfiguredPasswordIsNotKept() {
        World world = new World();

        assertThat(world.store.find(AdminCredential.SETTING)).isEmpty();
        assertThat(world.madePasswords).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "  "})
    void refusesABlankPassword(String configured) {
        assertThatThrownBy(() -> new World(AuthMode.REQUIRED, new MemoryStore(), configured))
                .isInstanceOf(InvalidSecretException.class)
                .hasMessageStartingWith("MEHARI_ADMIN_PASSWORD");
    }
}
