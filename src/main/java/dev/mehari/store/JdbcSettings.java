package dev.mehari.store;

import dev.mehari.key.Settings;
import dev.mehari.key.StoreUnavailableException;
import java.util.Optional;
import java.util.function.Supplier;
import org.springframework.dao.DataAccessException;
import org.springframework.jdbc.core.simple.JdbcClient;

/** Settings in the table {@code settings}. */
public final class JdbcSettings implements Settings {
    private final JdbcClient jdbc;

    public JdbcSettings(Database database) {
        this.jdbc = JdbcClient.create(database.writes());
    }

    @Override
    public Optional<String> find(String name) {
        return asking(() -> jdbc.sql("SELECT value FROM settings WHERE name = ?")
                .param(name)
                .query(String.class)
                .optional());
    }

    @Override
    public boolean putIfAbsent(String name, String value) {
        return asking(() -> jdbc.sql("INSERT INTO settings (name, value) VALUES (?, ?) ON CONFLICT (name) DO NOTHING")
                        .param(name)
                        .param(value)
                        .update()
                == 1);
    }

    private static <T> T asking(Supplier<T> question) {
        try {
            return question.get();
        } catch (DataAccessException e) {
            throw new StoreUnavailableException("the settings cannot be read or written", e);
        }
    }
}
