package dev.mehari.store;

import java.sql.SQLException;
import org.jspecify.annotations.Nullable;

/** Takes the columns of a row one after the other, in the order of the statement. */
interface RowWriter {
    void text(@Nullable String value) throws SQLException;

    /** A column of type {@code INTEGER}. */
    void integer(int value) throws SQLException;

    /** A column of type {@code BIGINT}. */
    void number(long value) throws SQLException;

    /** A column of type {@code BIGINT}. */
    void numberOrNull(@Nullable Long value) throws SQLException;

    void flag(boolean value) throws SQLException;
}
