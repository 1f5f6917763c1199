package dev.mehari.key;

import dev.mehari.config.Secret;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The password of the user {@code admin}, known here only by its hash. It opens the admin side, never a model. Any thread. */
public final class AdminCredential {
    static final String SETTING = "admin_password_hmac";

    private final KeyHash hash;
    private final String passwordHash;

    private AdminCredential(KeyHash hash, String passwordHash) {
        this.hash = hash;
        this.passwordHash = passwordHash;
    }

    /**
     * The configured password, else the one made at the first start. Of several processes that start at once on one
     * database exactly one makes it.
     *
     * @param configured value of {@code MEHARI_ADMIN_PASSWORD}, null when unset
     * @throws InvalidSecretException when the password is set but blank
     * @throws StoreUnavailableException when it is unset and the database is away
     */
    public static AdminCredential load(
            @Nullable String configured, Settings settings, KeyHash hash, KeyMint mint, FirstStart firstStart) {
        if (configured != null) {
            return configured(configured, hash);
        }
        Optional<String> kept = settings.find(SETTING);
        if (kept.isPresent()) {
            return new AdminCredential(hash, kept.get());
        }
        Secret made = mint.newPassword();
        String madeHash = hash.of(made.reveal());
        if (settings.putIfAbsent(SETTING, madeHash)) {
            firstStart.madePassword(made);
            return new AdminCredential(hash, madeHash);
        }
        return new AdminCredential(
                hash,
                settings.find(SETTING).orElseThrow(() -> new IllegalStateException("setting " + SETTING + " is gone")));
    }

    /** @throws InvalidSecretException when the password is blank */
    static AdminCredential configured(String password, KeyHash hash) {
        if (password.isBlank()) {
            throw new InvalidSecretException(
                    "MEHARI_ADMIN_PASSWORD is set but empty: give it a password, or unset it to have one made");
        }
        return new AdminCredential(hash, hash.of(password));
    }

    /** Compares in constant time. */
    public boolean matches(String password) {
        return matchesHash(hash.of(password));
    }

    boolean matchesHash(String presentedHash) {
        return KeyHash.same(passwordHash, presentedHash);
    }
}
