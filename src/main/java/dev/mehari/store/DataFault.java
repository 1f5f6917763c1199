package dev.mehari.store;

import java.sql.SQLException;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Tells a row that a database cannot take from a database that is away. */
final class DataFault {
    private static final int SQLITE_TOO_BIG = 18;
    private static final int SQLITE_CONSTRAINT = 19;
    private static final int SQLITE_MISMATCH = 20;
    private static final int DEEPEST = 16;
    /** PostgreSQL's classes of states in which another statement fares no better: no connection, no room, shut down. */
    private static final Set<String> AWAY = Set.of("08", "53", "57", "58");

    private DataFault() {}

    /**
     * What was wrong with the data, without the data; null when the fault is not one of the data. Whatever is in doubt is
     * none: then the batch is kept and written again, which loses nothing.
     */
    static @Nullable String of(Throwable failure) {
        Throwable cause = failure;
        for (int depth = 0; cause != null && depth < DEEPEST; depth++) {
            if (cause instanceof SQLException e) {
                String state = e.getSQLState();
                if (state != null && (state.startsWith("22") || state.startsWith("23") || state.startsWith("54"))) {
                    return "SQL state " + state;
                }
                // The low byte; the rest of SQLite's code says which constraint.
                int code = e.getErrorCode() & 0xff;
                if (state == null && code >= SQLITE_TOO_BIG && code <= SQLITE_MISMATCH) {
                    return code == SQLITE_CONSTRAINT ? "constraint" : code == SQLITE_TOO_BIG ? "too big" : "wrong type";
                }
            }
            cause = cause instanceof SQLException e && e.getNextException() != null
                    ? e.getNextException()
                    : cause.getCause();
        }
        return null;
    }

    /** Whether a server that is there refused the statement, for its rows or because it does not know such a one. */
    static boolean refused(Throwable failure) {
        Throwable cause = failure;
        for (int depth = 0; cause != null && depth < DEEPEST; depth++) {
            if (cause instanceof SQLException e) {
                String state = e.getSQLState();
                return state != null && state.length() == 5 && !AWAY.contains(state.substring(0, 2));
            }
            cause = cause.getCause();
        }
        return false;
    }
}
