package dev.mehari.store;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.SQLException;
import org.jspecify.annotations.Nullable;
import org.postgresql.PGConnection;
import org.postgresql.copy.CopyIn;

/**
 * Rows of one table as PostgreSQL's binary {@code COPY}: the server parses nothing, looks for no conflict and writes
 * pages, not rows. One row that is there already, or that the table refuses, fails all of them. One thread, and the
 * connection does nothing else until {@link #end()}.
 */
final class CopyRows implements RowWriter, AutoCloseable {
    private static final byte[] SIGNATURE = {'P', 'G', 'C', 'O', 'P', 'Y', '\n', (byte) 0xff, '\r', '\n', 0};
    private static final int NULL = -1;
    private static final short NO_MORE_ROWS = -1;
    private static final int BUFFER = 64 * 1024;

    private final CopyIn copy;
    private final short columns;
    private final ByteBuffer buffer = ByteBuffer.allocate(BUFFER);

    /** @param columns their names, with commas between them */
    CopyRows(Connection connection, String table, String columns) throws SQLException {
        String sql = "COPY " + table + " (" + columns + ") FROM STDIN (FORMAT binary)";
        this.copy = connection.unwrap(PGConnection.class).getCopyAPI().copyIn(sql);
        this.columns = (short) (columns.chars().filter(c -> c == ',').count() + 1);
        // No flags, no extension.
        buffer.put(SIGNATURE).putInt(0).putInt(0);
    }

    /** Before the columns of each row. */
    void row() throws SQLException {
        room(Short.BYTES).putShort(columns);
    }

    @Override
    public void text(@Nullable String value) throws SQLException {
        if (value == null) {
            room(Integer.BYTES).putInt(NULL);
            return;
        }
        byte[] bytes = value.getBytes(StandardCharsets.UTF_8);
        room(Integer.BYTES).putInt(bytes.length);
        if (bytes.length > BUFFER) {
            send();
            copy.writeToCopy(bytes, 0, bytes.length);
        } else {
            room(bytes.length).put(bytes);
        }
    }

    @Override
    public void integer(int value) throws SQLException {
        room(2 * Integer.BYTES).putInt(Integer.BYTES).putInt(value);
    }

    @Override
    public void number(long value) throws SQLException {
        room(Integer.BYTES + Long.BYTES).putInt(Long.BYTES).putLong(value);
    }

    @Override
    public void numberOrNull(@Nullable Long value) throws SQLException {
        if (value == null) {
            room(Integer.BYTES).putInt(NULL);
        } else {
            number(value);
        }
    }

    @Override
    public void flag(boolean value) throws SQLException {
        room(Integer.BYTES + 1).putInt(1).put((byte) (value ? 1 : 0));
    }

    /** After the last row: now the server says whether it takes them. */
    void end() throws SQLException {
        room(Short.BYTES).putShort(NO_MORE_ROWS);
        send();
        copy.endCopy();
    }

    /** Takes back what was not ended, so that the connection can be used again. */
    @Override
    public void close() throws SQLException {
        if (copy.isActive()) {
            copy.cancelCopy();
        }
    }

    private ByteBuffer room(int bytes) throws SQLException {
        if (buffer.remaining() < bytes) {
            send();
        }
        return buffer;
    }

    private void send() throws SQLException {
        copy.writeToCopy(buffer.array(), 0, buffer.position());
        buffer.clear();
    }
}
