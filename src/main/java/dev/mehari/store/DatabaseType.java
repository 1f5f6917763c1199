package dev.mehari.store;

import java.util.Locale;

enum DatabaseType {
    SQLITE,
    POSTGRESQL;

    static DatabaseType of(String text) {
        return switch (text.strip().toLowerCase(Locale.ROOT)) {
            case "sqlite", "sqlite3" -> SQLITE;
            case "postgresql", "postgres" -> POSTGRESQL;
            default -> throw new InvalidDatabaseException("DATABASE_TYPE is sqlite or postgresql");
        };
    }

    String id() {
        return name().toLowerCase(Locale.ROOT);
    }
}
