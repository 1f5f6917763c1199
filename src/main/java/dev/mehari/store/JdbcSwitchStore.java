package dev.mehari.store;

import dev.mehari.health.Subject;
import dev.mehari.health.Switch;
import dev.mehari.health.SwitchStore;
import dev.mehari.health.SwitchStoreUnavailableException;
import java.util.List;
import java.util.function.Supplier;
import org.springframework.dao.DataAccessException;
import org.springframework.jdbc.core.simple.JdbcClient;

/** Switches in the table {@code health_switches}. */
public final class JdbcSwitchStore implements SwitchStore {
    private final JdbcClient reads;
    private final JdbcClient writes;

    public JdbcSwitchStore(Database database) {
        this.reads = JdbcClient.create(database.reads());
        this.writes = JdbcClient.create(database.writes());
    }

    @Override
    public List<Switch> all() {
        return asking(() -> reads.sql("SELECT kind, name, switched_off, why, changed_by, changed_at, reset_at"
                        + " FROM health_switches")
                .query((row, number) -> new Switch(
                        new Subject(Subject.Kind.valueOf(row.getString("kind")), row.getString("name")),
                        row.getBoolean("switched_off"),
                        row.getString("why"),
                        row.getString("changed_by"),
                        Columns.time(row, "changed_at"),
                        Columns.instant(row, "reset_at")))
                .list());
    }

    @Override
    public void put(Switch now) {
        asking(() -> writes.sql("INSERT INTO health_switches (kind, name, switched_off, why, changed_by, changed_at,"
                        + " reset_at) VALUES (:kind, :name, :off, :why, :by, :at, :reset) ON CONFLICT (kind, name) DO UPDATE"
                        + " SET switched_off = excluded.switched_off, why = excluded.why, changed_by = excluded.changed_by,"
                        + " changed_at = excluded.changed_at, reset_at = excluded.reset_at")
                .param("kind", now.subject().kind().name())
                .param("name", now.subject().name())
                .param("off", now.off())
                .param("why", now.why())
                .param("by", now.by())
                .param("at", now.at().toEpochMilli())
                .param("reset", Columns.millis(now.resetAt()))
                .update());
    }

    private static <T> T asking(Supplier<T> question) {
        try {
            return question.get();
        } catch (DataAccessException e) {
            throw new SwitchStoreUnavailableException("the switches cannot be read or written", e);
        }
    }
}
