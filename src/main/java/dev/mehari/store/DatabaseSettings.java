package dev.mehari.store;

import dev.mehari.config.Secret;
import java.nio.file.Path;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The database as an operator names it.
 *
 * @param type {@code DATABASE_TYPE}: {@code sqlite} or {@code postgresql}; null = as the URL says, sqlite without one
 * @param url {@code DATABASE_URL}: a JDBC URL, {@code sqlite:///./file.db} or {@code postgresql://user:pw@host/db};
 *     null = {@code mehari.db} in the data folder
 * @param data the data folder ({@code MEHARI_DATA})
 * @param poolSize {@code DATABASE_POOL_SIZE}: most connections for reading keys; null = 8 (SQLite: 4)
 */
public record DatabaseSettings(
        @Nullable String type,
        @Nullable String url,
        Path data,
        @Nullable Integer poolSize) {
    public DatabaseSettings {
        if (poolSize != null && (poolSize < 1 || poolSize > 1_000)) {
            throw new InvalidDatabaseException("DATABASE_POOL_SIZE is a number from 1 to 1000");
        }
    }

    /**
     * The password in the URL, for those who must keep it out of sight.
     *
     * @throws InvalidDatabaseException when the URL cannot be read
     */
    public Optional<Secret> password() {
        return Optional.ofNullable(DatabaseUrl.of(this).properties().get("password"));
    }

    /** Without the URL, which may hold a password. */
    @Override
    public String toString() {
        return "DatabaseSettings[type=" + type + ", data=" + data + ", poolSize=" + poolSize + "]";
    }
}
