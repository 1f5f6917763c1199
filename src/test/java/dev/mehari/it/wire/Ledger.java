package dev.mehari.it.wire;

import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.ResultSetMetaData;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** The rows that calls left, read past the gateway from its database. */
public final class Ledger {
    private final String url;

    /** @param url of JDBC */
    public Ledger(String url) {
        this.url = url;
    }

    static Ledger of(Rig rig) {
        return new Ledger("jdbc:sqlite:" + rig.gateway().settings().data().resolve("mehari.db"));
    }

    /** Rows of calls that brought this request id of their own, by column. */
    public List<Map<String, String>> labelled(String label) {
        return rows("SELECT * FROM calls WHERE label = ? ORDER BY time", label);
    }

    /** Attempts of a call, in their order. */
    public List<Map<String, String>> attempts(String callId) {
        return rows("SELECT * FROM attempts WHERE call_id = ? ORDER BY number", callId);
    }

    List<Map<String, String>> rows(String sql, String... parameters) {
        try (Connection connection = DriverManager.getConnection(url);
                PreparedStatement statement = connection.prepareStatement(sql)) {
            for (int i = 0; i < parameters.length; i++) {
                statement.setString(i + 1, parameters[i]);
            }
            List<Map<String, String>> rows = new ArrayList<>();
            try (ResultSet found = statement.executeQuery()) {
                ResultSetMetaData columns = found.getMetaData();
                while (found.next()) {
                    Map<String, String> row = new TreeMap<>();
                    for (int i = 1; i <= columns.getColumnCount(); i++) {
                        row.put(columns.getColumnName(i), String.valueOf(found.getString(i)));
                    }
                    rows.add(row);
                }
            }
            return rows;
        } catch (SQLException e) {
            throw new IllegalStateException(sql, e);
        }
    }

    long count(String sql) {
        return Long.parseLong(rows(sql).getFirst().values().iterator().next());
    }
}
