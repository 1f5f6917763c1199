package dev.mehari.store;

import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.Types;
import org.jspecify.annotations.Nullable;

/** One row as the parameters of a statement. */
final class StatementRow implements RowWriter {
    private final PreparedStatement statement;
    private int index;

    StatementRow(PreparedStatement statement) {
        this.statement = statement;
    }

    @Override
    public void text(@Nullable String value) throws SQLException {
        statement.setString(++index, value);
    }

    @Override
    public void integer(int value) throws SQLException {
        statement.setInt(++index, value);
    }

    @Override
    public void number(long value) throws SQLException {
        statement.setLong(++index, value);
    }

    @Override
    public void numberOrNull(@Nullable Long value) throws SQLException {
        index++;
        if (value == null) {
            statement.setNull(index, Types.BIGINT);
        } else {
            statement.setLong(index, value);
        }
    }

    @Override
    public void flag(boolean value) throws SQLException {
        statement.setBoolean(++index, value);
    }
}
