package dev.mehari.store;

import dev.mehari.call.Caller.Role;
import dev.mehari.key.KeyStore;
import dev.mehari.key.StoreUnavailableException;
import dev.mehari.key.VirtualKey;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import org.springframework.dao.DataAccessException;
import org.springframework.jdbc.core.simple.JdbcClient;

/** Virtual keys in the table {@code virtual_keys}. */
public final class JdbcKeyStore implements KeyStore {
    private static final String SELECT =
            "SELECT id, hash, last4, name, team, tags, role, allowed_models, default_model,"
                    + " expires_at, disabled, created_at, updated_at, version FROM virtual_keys";
    /** Between the words of a list; {@code KeyDraft} allows no word that holds one. */
    private static final String SEPARATOR = "\n";

    private final JdbcClient reads;
    private final JdbcClient writes;

    public JdbcKeyStore(Database database) {
        this.reads = JdbcClient.create(database.reads());
        this.writes = JdbcClient.create(database.writes());
    }

    @Override
    public Optional<VirtualKey> findByHash(String hash) {
        return asking(() -> reads.sql(SELECT + " WHERE hash = ?")
                .param(hash)
                .query(JdbcKeyStore::key)
                .optional());
    }

    @Override
    public Optional<VirtualKey> findById(String id) {
        return asking(() -> reads.sql(SELECT + " WHERE id = ?")
                .param(id)
                .query(JdbcKeyStore::key)
                .optional());
    }

    @Override
    public List<VirtualKey> list() {
        return asking(() -> writes.sql(SELECT + " ORDER BY created_at, id")
                .query(JdbcKeyStore::key)
                .list());
    }

    @Override
    public boolean insert(VirtualKey key) {
        return asking(() -> writes.sql("INSERT INTO virtual_keys (id, hash, last4, name, team, tags, role,"
                                + " allowed_models, default_model, expires_at, disabled, created_at, updated_at, version)"
                                + " VALUES (:id, :hash, :last4, :name, :team, :tags, :role, :allowed, :model, :expires,"
                                + " :disabled, :created, :updated, :version) ON CONFLICT DO NOTHING")
                        .param("id", key.id())
                        .param("hash", key.hash())
                        .param("last4", key.last4())
                        .param("name", key.name())
                        .param("team", key.team())
                        .param("tags", String.join(SEPARATOR, key.tags()))
                        .param("role", key.role().name())
                        .param("allowed", String.join(SEPARATOR, key.allowedModels()))
                        .param("model", key.defaultModel())
                        .param("expires", Columns.millis(key.expiresAt()))
                        .param("disabled", key.disabled())
                        .param("created", key.createdAt().toEpochMilli())
                        .param("updated", key.updatedAt().toEpochMilli())
                        .param("version", key.version())
                        .update()
                == 1);
    }

    @Override
    public boolean update(VirtualKey key) {
        return asking(() -> writes.sql("UPDATE virtual_keys SET name = :name, team = :team, tags = :tags, role = :role,"
                                + " allowed_models = :allowed, default_model = :model, expires_at = :expires,"
                                + " disabled = :disabled, updated_at = :updated, version = version + 1"
                                + " WHERE id = :id AND version = :version")
                        .param("name", key.name())
                        .param("team", key.team())
                        .param("tags", String.join(SEPARATOR, key.tags()))
                        .param("role", key.role().name())
                        .param("allowed", String.join(SEPARATOR, key.allowedModels()))
                        .param("model", key.defaultModel())
                        .param("expires", Columns.millis(key.expiresAt()))
                        .param("disabled", key.disabled())
                        .param("updated", key.updatedAt().toEpochMilli())
                        .param("id", key.id())
                        .param("version", key.version())
                        .update()
                == 1);
    }

    private static VirtualKey key(ResultSet row, int number) throws SQLException {
        return new VirtualKey(
                row.getString("id"),
                row.getString("hash"),
                row.getString("last4"),
                row.getString("name"),
                row.getString("team"),
                words(row.getString("tags")),
                Role.valueOf(row.getString("role")),
                words(row.getString("allowed_models")),
                row.getString("default_model"),
                Columns.instant(row, "expires_at"),
                row.getBoolean("disabled"),
                Columns.time(row, "created_at"),
                Columns.time(row, "updated_at"),
                row.getLong("version"));
    }

    private static List<String> words(String joined) {
        return joined.isEmpty() ? List.of() : List.of(joined.split(SEPARATOR, -1));
    }

    private static <T> T asking(Supplier<T> question) {
        try {
            return question.get();
        } catch (DataAccessException e) {
            throw new StoreUnavailableException("the virtual keys cannot be read or written", e);
        }
    }
}
