package dev.mehari.store;

import dev.mehari.config.Secret;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;

/**
 * A database's address, with everything taken out of it that might be secret.
 *
 * @param jdbc JDBC URL without user, password and (PostgreSQL) parameters: safe to show
 * @param properties for the driver, user and password among them; empty for SQLite
 */
record DatabaseUrl(DatabaseType type, String jdbc, Map<String, Secret> properties) {
    private static final String JDBC = "jdbc:";
    private static final String SQLITE_FILE = "mehari.db";
    /** What libpq calls them and what the JDBC driver does. */
    private static final Map<String, String> DRIVER_NAMES = Map.of(
            "connect_timeout", "connectTimeout",
            "application_name", "ApplicationName",
            "keepalives", "tcpKeepAlive");

    DatabaseUrl {
        properties = Map.copyOf(properties);
    }

    static DatabaseUrl of(DatabaseSettings settings) {
        DatabaseType type = settings.type() == null ? null : DatabaseType.of(settings.type());
        String url = settings.url() == null ? "" : settings.url().strip();
        if (url.isEmpty()) {
            if (type == DatabaseType.POSTGRESQL) {
                throw new InvalidDatabaseException(
                        "DATABASE_TYPE is postgresql but DATABASE_URL is not set: postgresql://user:password@host:5432/db");
            }
            return sqlite(settings.data().resolve(SQLITE_FILE).toString());
        }
        DatabaseUrl parsed = of(url);
        if (type != null && type != parsed.type()) {
            throw new InvalidDatabaseException("DATABASE_TYPE is " + type.id() + " but DATABASE_URL is one of "
                    + parsed.type().id() + ": change one of them");
        }
        return parsed;
    }

    @Override
    public String toString() {
        return jdbc;
    }

    private static DatabaseUrl of(String url) {
        String rest = url.startsWith(JDBC) ? url.substring(JDBC.length()) : url;
        int colon = rest.indexOf(':');
        String scheme = colon < 0 ? "" : rest.substring(0, colon).toLowerCase(Locale.ROOT);
        // SQLAlchemy names its driver there: postgresql+asyncpg.
        int plus = scheme.indexOf('+');
        String after = rest.substring(colon + 1);
        return switch (plus < 0 ? scheme : scheme.substring(0, plus)) {
            case "sqlite" -> sqlite(url.startsWith(JDBC) ? after : sqliteFile(after));
            case "postgresql", "postgres" -> postgresql(after);
            default ->
                throw new InvalidDatabaseException(
                        "DATABASE_URL starts with sqlite:, postgresql: or the same after jdbc:");
        };
    }

    /** {@code ///./a.db} is relative, {@code ////var/a.db} absolute: the third slash only ends the empty host. */
    private static String sqliteFile(String after) {
        if (!after.startsWith("///")) {
            throw new InvalidDatabaseException(
                    "DATABASE_URL of sqlite is sqlite:///./file.db, or sqlite:////path/file.db with four slashes");
        }
        return after.substring(3);
    }

    private static DatabaseUrl sqlite(String file) {
        if (file.isBlank() || file.contains(":memory:") || file.contains("mode=memory")) {
            throw new InvalidDatabaseException(
                    "DATABASE_URL of sqlite names no file: keys and usage must outlive a restart");
        }
        return new DatabaseUrl(DatabaseType.SQLITE, JDBC + "sqlite:" + file, Map.of());
    }

    private static DatabaseUrl postgresql(String after) {
        if (!after.startsWith("//")) {
            throw new InvalidDatabaseException("DATABASE_URL of postgresql is postgresql://user:password@host:5432/db");
        }
        int question = after.indexOf('?');
        String address = after.substring(2, question < 0 ? after.length() : question);
        String query = question < 0 ? "" : after.substring(question + 1);
        int slash = address.lastIndexOf('/');
        String authority = slash < 0 ? address : address.substring(0, slash);
        String database = slash < 0 ? "" : address.substring(slash);
        int at = authority.lastIndexOf('@');
        if (at < 0 && query.contains("@")) {
            // A question mark inside the password: what follows it is no parameter and must not be shown as one.
            throw notEncoded();
        }
        Map<String, Secret> properties = new LinkedHashMap<>();
        String login = at < 0 ? "" : authority.substring(0, at);
        int colon = login.indexOf(':');
        put(properties, "user", colon < 0 ? login : login.substring(0, colon));
        put(properties, "password", colon < 0 ? "" : login.substring(colon + 1));
        for (String pair : query.split("&", -1)) {
            int equals = pair.indexOf('=');
            String name = equals < 0 ? pair : pair.substring(0, equals);
            put(properties, DRIVER_NAMES.getOrDefault(name, name), pair.substring(equals + 1));
        }
        String jdbc = JDBC + "postgresql://" + authority.substring(at + 1) + database;
        return new DatabaseUrl(DatabaseType.POSTGRESQL, jdbc, properties);
    }

    private static void put(Map<String, Secret> properties, String name, String value) {
        if (!value.isEmpty()) {
            properties.put(name, new Secret(decoded(value)));
        }
    }

    private static String decoded(String text) {
        try {
            // In a user name or password a plus is a plus.
            return URLDecoder.decode(text.replace("+", "%2B"), StandardCharsets.UTF_8);
        } catch (IllegalArgumentException e) {
            throw notEncoded();
        }
    }

    private static InvalidDatabaseException notEncoded() {
        return new InvalidDatabaseException(
                "the user, password or a parameter in DATABASE_URL is not percent-encoded: write % as %25, ? as %3F");
    }

    /** The file of an SQLite database, without parameters. */
    Path file() {
        String file = jdbc.substring((JDBC + "sqlite:").length());
        file = file.startsWith("file:") ? file.substring("file:".length()) : file;
        int question = file.indexOf('?');
        return Path.of(question < 0 ? file : file.substring(0, question));
    }
}
