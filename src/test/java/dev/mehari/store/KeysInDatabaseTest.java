package dev.mehari.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.mehari.call.Caller.Role;
import dev.mehari.call.ErrorKind;
import dev.mehari.call.Refusal;
import dev.mehari.config.Secret;
import dev.mehari.key.AdminCredential;
import dev.mehari.key.AuthMode;
import dev.mehari.key.Bootstrap;
import dev.mehari.key.DeploymentSecret;
import dev.mehari.key.FirstStart;
import dev.mehari.key.KeyDraft;
import dev.mehari.key.KeyHash;
import dev.mehari.key.KeyMint;
import dev.mehari.key.Keys;
import dev.mehari.key.Minted;
import dev.mehari.key.VirtualKey;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.Callable;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class KeysInDatabaseTest {
    private static final String ADMIN = "correct horse battery staple";

    @TempDir
    Path data;

    private final Clock clock = Clock.systemUTC();
    private final KeyHash hash = new KeyHash(DeploymentSecret.load("0123456789abcdef", Path.of("unused")));
    private final KeyMint mint = new KeyMint(hash, clock);

    @ParameterizedTest
    @EnumSource
    void keepsEverythingAboutAKey(Databases kind) {
        try (Database database = kind.open(data)) {
            Keys keys = keys(database);
            KeyDraft draft = new KeyDraft(
                    "ci \u00fc",
                    "build",
                    List.of("nightly", "eu, west"),
                    Role.PASSTHROUGH,
                    List.of("fast", "openai/gpt-5"),
                    "fast",
                    Instant.parse("2099-01-01T00:00:00.123Z"),
                    false);
            Minted full = keys.create(draft);
            Minted bare = keys.create(KeyDraft.named("bare"));

            assertThat(keys.list()).containsExactlyInAnyOrder(full.key(), bare.key());
            assertThat(keys.find(full.key().id())).hasValue(full.key());
            assertThat(keys.find("key_none")).isEmpty();
            assertThat(keys.verify(full.value().reveal())).isEqualTo(full.key().caller());
        }
    }

    @ParameterizedTest
    @EnumSource
    void changesAKeyOnlyInTheVersionThatWasRead(Databases kind) {
        try (Database database = kind.open(data)) {
            Keys keys = keys(database);
            VirtualKey key = keys.create(KeyDraft.named("k")).key();

            assertThat(keys.change(key, KeyDraft.named("first"))).isTrue();
            assertThat(keys.change(key, KeyDraft.named("second"))).isFalse();

            assertThat(keys.find(key.id()).orElseThrow())
                    .returns("first", VirtualKey::name)
                    .returns(1L, VirtualKey::version);
        }
    }

    @ParameterizedTest
    @EnumSource
    void aHashOrIdThatIsTakenIsNotInserted(Databases kind) {
        try (Database database = kind.open(data)) {
            JdbcKeyStore store = new JdbcKeyStore(database);
            VirtualKey key = keys(database).create(KeyDraft.named("k")).key();

            assertThat(store.insert(key)).isFalse();
            assertThat(store.list()).containsExactly(key);
        }
    }

    @ParameterizedTest
    @EnumSource
    void sqlInAKeyIsJustAWrongKey(Databases kind) {
        try (Database database = kind.open(data)) {
            Keys keys = keys(database);
            keys.create(KeyDraft.named("k"));

            for (String evil : List.of("' OR 1=1--", "x'; DROP TABLE virtual_keys; --", "%", "\u0000", "\ud83d")) {
                Refusal refusal = catchThrowableOfType(Refusal.class, () -> keys.verify(evil));
                assertThat(refusal.kind()).isEqualTo(ErrorKind.INVALID_API_KEY);
                assertThat(new JdbcKeyStore(database).findByHash(evil.replace("\u0000", "")))
                        .isEmpty();
            }
            assertThat(keys.list()).hasSize(1);
        }
    }

    @ParameterizedTest
    @EnumSource
    void thoseThatStartAtOnceMakeOneKeyAndOnePassword(Databases kind) throws Exception {
        DatabaseSettings settings = kind.settings(data);
        Made made = new Made();
        List<Callable<AdminCredential>> starts = new ArrayList<>();
        for (int i = 0; i < 4; i++) {
            starts.add(() -> {
                try (Database database = Database.open(settings, 5)) {
                    return start(database, null, null, made);
                }
            });
        }
        List<AdminCredential> admins = new ArrayList<>();
        try (ExecutorService threads = Executors.newFixedThreadPool(4)) {
            for (Future<AdminCredential> admin : threads.invokeAll(starts)) {
                admins.add(admin.get());
            }
        }

        assertThat(made.keys).hasSize(1);
        assertThat(made.passwords).hasSize(1);
        assertThat(admins)
                .allMatch(admin -> admin.matches(made.passwords.element().reveal()));
        try (Database database = Database.open(settings, 5)) {
            start(database, null, null, made);
            assertThat(made.keys).hasSize(1);
            assertThat(keys(database).verify(made.keys.element().reveal()).name())
                    .isEqualTo("first key");
        }
    }

    @ParameterizedTest
    @EnumSource
    void aConfiguredBootstrapKeyIsStoredOnce(Databases kind) {
        Made made = new Made();
        try (Database database = kind.open(data)) {
            start(database, "my-own-first-key", ADMIN, made);
            start(database, "my-own-first-key", ADMIN, made);

            assertThat(keys(database).list()).hasSize(1);
            assertThat(keys(database).verify("my-own-first-key").name()).isEqualTo("bootstrap");
        }
        assertThat(made.keys).isEmpty();
        assertThat(made.passwords).isEmpty();
    }

    private AdminCredential start(
            Database database, @Nullable String bootstrapKey, @Nullable String password, Made made) {
        JdbcSettings settings = new JdbcSettings(database);
        AdminCredential admin = AdminCredential.load(password, settings, hash, mint, made);
        new Bootstrap(new JdbcKeyStore(database), settings, hash, mint, admin, made).run(bootstrapKey);
        return admin;
    }

    private Keys keys(Database database) {
        AdminCredential admin = AdminCredential.load(ADMIN, new JdbcSettings(database), hash, mint, new Made());
        return new Keys(
                new JdbcKeyStore(database), hash, mint, admin, AuthMode.REQUIRED, 1_000, Duration.ofMinutes(5), clock);
    }

    private static final class Made implements FirstStart {
        final Queue<Secret> keys = new ConcurrentLinkedQueue<>();
        final Queue<Secret> passwords = new ConcurrentLinkedQueue<>();

        @Override
        public void madeKey(Secret value) {
            keys.add(value);
        }

        @Override
        public void madePassword(Secret password) {
            passwords.add(password);
        }
    }
}
