package dev.mehari.store;

import com.zaxxer.hikari.SQLExceptionOverride;
import java.sql.SQLException;

/**
 * Takes a connection out of the pool that waited in vain for SQLite's lock. Its driver holds for begun what SQLite did not
 * begin: each later transaction would write its rows one by one, and fail at its end.
 */
final class SqliteBusy implements SQLExceptionOverride {
    /** The low byte; the rest of SQLite's code says which lock. */
    private static final int BUSY = 5;

    @java.lang.Override
    public Override adjudicate(SQLException thrown) {
        return (thrown.getErrorCode() & 0xff) == BUSY ? Override.MUST_EVICT : Override.CONTINUE_EVICT;
    }
}
