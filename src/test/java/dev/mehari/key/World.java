package dev.mehari.key;

import dev.mehari.call.ErrorKind;
import dev.mehari.call.Refusal;
import dev.mehari.config.Secret;
import dev.mehari.sample.TurnedClock;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.assertj.core.api.Assertions;
import org.jspecify.annotations.Nullable;

/** One gateway's keys over a store in memory, for tests. */
final class World implements FirstStart {
    static final String ADMIN = "correct horse battery staple";
    static final String SECRET = "0123456789abcdef";

    final TurnedClock clock = new TurnedClock();
    final MemoryStore store;
    final KeyHash hash = new KeyHash(DeploymentSecret.load(SECRET, Path.of("unused")));
    final KeyMint mint = new KeyMint(hash, clock);
    final AdminCredential admin;
    final Keys keys;
    final List<Secret> madeKeys = new ArrayList<>();
    final List<Secret> madePasswords = new ArrayList<>();

    World() {
        this(AuthMode.REQUIRED, new MemoryStore(), ADMIN);
    }

    World(AuthMode mode, MemoryStore store, @Nullable String adminPassword) {
        this.store = store;
        this.admin = AdminCredential.load(adminPassword, store, hash, mint, this);
        this.keys = new Keys(store, hash, mint, admin, mode, 1_000, Duration.ofMinutes(5), clock);
    }

    Bootstrap bootstrap() {
        return new Bootstrap(store, store, hash, mint, admin, this);
    }

    Minted key(String name) {
        return keys.create(KeyDraft.named(name));
    }

    ErrorKind refused(@Nullable String presented) {
        return refusal(presented).kind();
    }

    Refusal refusal(@Nullable String presented) {
        Refusal refusal = Assertions.catchThrowableOfType(Refusal.class, () -> keys.verify(presented));
        Assertions.assertThat(refusal).as("the key should be refused").isNotNull();
        return refusal;
    }

    @Override
    public void madeKey(Secret value) {
        madeKeys.add(value);
    }

    @Override
    public void madePassword(Secret password) {
        madePasswords.add(password);
    }
}
