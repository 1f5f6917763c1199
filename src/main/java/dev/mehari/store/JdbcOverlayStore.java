package dev.mehari.store;

import dev.mehari.config.OverlayObject;
import dev.mehari.key.StoreUnavailableException;
import dev.mehari.overlay.AuditEntry;
import dev.mehari.overlay.Commit;
import dev.mehari.overlay.OverlayStore;
import dev.mehari.overlay.Stored;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.function.Supplier;
import org.springframework.dao.DataAccessException;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.jdbc.datasource.DataSourceTransactionManager;
import org.springframework.transaction.TransactionDefinition;
import org.springframework.transaction.TransactionException;
import org.springframework.transaction.support.TransactionTemplate;

/** Objects, credentials and the log of their changes in the tables {@code config_*}. */
public final class JdbcOverlayStore implements OverlayStore {
    private final JdbcClient reads;
    private final JdbcClient jdbc;
    private final TransactionTemplate transaction;
    private final TransactionTemplate oneMoment;

    public JdbcOverlayStore(Database database) {
        this.reads = JdbcClient.create(database.reads());
        this.jdbc = JdbcClient.create(database.writes());
        DataSourceTransactionManager manager = new DataSourceTransactionManager(database.writes());
        this.transaction = new TransactionTemplate(manager);
        this.oneMoment = new TransactionTemplate(manager);
        if (database.type() == DatabaseType.POSTGRESQL) {
            // All three tables as they were at the first look. SQLite knows no other way.
            oneMoment.setIsolationLevel(TransactionDefinition.ISOLATION_REPEATABLE_READ);
        }
    }

    @Override
    public long revision() {
        return asking(() -> revision(reads));
    }

    private static long revision(JdbcClient client) {
        return client.sql("SELECT revision FROM config_revision WHERE id = 1")
                .query(Long.class)
                .single();
    }

    @Override
    public Stored read() {
        return asking(() -> Objects.requireNonNull(oneMoment.execute(status -> new Stored(
                revision(jdbc),
                jdbc.sql("SELECT * FROM config_objects ORDER BY created_at, kind, name")
                        .query(JdbcOverlayStore::entry)
                        .list(),
                jdbc.sql("SELECT * FROM config_credentials ORDER BY upstream, id")
                        .query((row, n) -> new Stored.Sealed(
                                row.getString("upstream"),
                                row.getString("id"),
                                row.getString("nonce"),
                                row.getString("sealed")))
                        .list()))));
    }

    @Override
    public boolean commit(long expected, Commit commit) {
        return asking(() -> Boolean.TRUE.equals(transaction.execute(status -> {
            int first = jdbc.sql("UPDATE config_revision SET revision = revision + 1 WHERE id = 1 AND revision = ?")
                    .param(expected)
                    .update();
            if (first == 1) {
                commit.writes().forEach(write -> write(expected + 1, commit, write));
            }
            return first == 1;
        })));
    }

    private void write(long version, Commit commit, Commit.Write write) {
        String kind = write.kind().id();
        long now = commit.at().toEpochMilli();
        if (write.body() == null) {
            jdbc.sql("DELETE FROM config_objects WHERE kind = ? AND name = ?")
                    .params(kind, write.name())
                    .update();
        } else {
            jdbc.sql("INSERT INTO config_objects (kind, name, body, version, created_at, created_by, updated_at,"
                            + " updated_by) VALUES (:kind, :name, :body, :version, :now, :author, :now, :author)"
                            + " ON CONFLICT (kind, name) DO UPDATE SET body = excluded.body, version = excluded.version,"
                            + " updated_at = excluded.updated_at, updated_by = excluded.updated_by")
                    .param("kind", kind)
                    .param("name", write.name())
                    .param("body", write.body())
                    .param("version", version)
                    .param("now", now)
                    .param("author", commit.author())
                    .update();
        }
        if (write.kind() == OverlayObject.Kind.UPSTREAMS) {
            credentials(write);
        }
        OverlayObject before = write.before();
        jdbc.sql("INSERT INTO config_audit (revision, kind, name, time, author, action, old_version, new_version,"
                        + " old_body, new_body) VALUES (:revision, :kind, :name, :now, :author, :action, :oldVersion,"
                        + " :newVersion, :oldBody, :newBody)")
                .param("revision", version)
                .param("kind", kind)
                .param("name", write.name())
                .param("now", now)
                .param("author", commit.author())
                .param("action", write.action())
                .param("oldVersion", before == null ? null : before.version())
                .param("newVersion", write.body() == null ? null : version)
                .param("oldBody", before == null ? null : before.body())
                .param("newBody", write.body())
                .update();
    }

    private void credentials(Commit.Write write) {
        jdbc.sql("DELETE FROM config_credentials WHERE upstream = ?")
                .param(write.name())
                .update();
        for (Stored.Sealed sealed : write.credentials()) {
            jdbc.sql("INSERT INTO config_credentials (upstream, id, nonce, sealed) VALUES (?, ?, ?, ?)")
                    .params(sealed.upstream(), sealed.id(), sealed.nonce(), sealed.text())
                    .update();
        }
    }

    @Override
    public List<AuditEntry> audit(int most) {
        return asking(() -> reads.sql("SELECT * FROM config_audit ORDER BY revision DESC, kind, name LIMIT ?")
                .param(most)
                .query((row, n) -> new AuditEntry(
                        Columns.time(row, "time"),
                        row.getString("author"),
                        row.getString("kind") + "/" + row.getString("name"),
                        row.getString("action"),
                        Columns.number(row, "old_version"),
                        Columns.number(row, "new_version"),
                        row.getString("old_body"),
                        row.getString("new_body")))
                .list());
    }

    private static Stored.Entry entry(ResultSet row, int number) throws SQLException {
        return new Stored.Entry(
                new OverlayObject(
                        OverlayObject.Kind.valueOf(row.getString("kind").toUpperCase(Locale.ROOT)),
                        row.getString("name"),
                        row.getLong("version"),
                        row.getString("body")),
                Columns.time(row, "created_at"),
                row.getString("created_by"),
                Columns.time(row, "updated_at"),
                row.getString("updated_by"));
    }

    private static <T> T asking(Supplier<T> question) {
        try {
            return question.get();
        } catch (DataAccessException | TransactionException e) {
            throw new StoreUnavailableException("what admins wrote cannot be read or written", e);
        }
    }
}
