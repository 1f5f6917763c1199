package dev.mehari.it.failover.storm;

import dev.mehari.it.wire.Ledger;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/** The row of a call and those of its attempts, by column. */
record Row(Map<String, String> call, List<Map<String, String>> attempts) {
    /** Of the calls whose label begins so; fails when two have the same. */
    static Map<String, Row> of(Ledger ledger, String prefix) {
        Map<String, Row> byLabel = new HashMap<>();
        Map<String, Row> byId = new HashMap<>();
        for (Map<String, String> call :
                ledger.rows("SELECT * FROM calls WHERE label LIKE ? ORDER BY time", prefix + "%")) {
            Row row = new Row(call, new ArrayList<>());
            byId.put(column(call, "call_id"), row);
            if (byLabel.put(column(call, "label"), row) != null) {
                throw new AssertionError("two rows of " + column(call, "label"));
            }
        }
        for (Map<String, String> attempt : ledger.rows(
                "SELECT * FROM attempts WHERE call_id IN (SELECT call_id FROM calls WHERE label LIKE ?)"
                        + " ORDER BY call_id, number",
                prefix + "%")) {
            Row row = byId.get(column(attempt, "call_id"));
            if (row != null) {
                row.attempts.add(attempt);
            }
        }
        return byLabel;
    }

    private static String column(Map<String, String> row, String name) {
        return Objects.requireNonNull(row.get(name), name);
    }

    /** The call in short: status and error. */
    String outcome() {
        return call.get("status") + " " + call.get("error_kind");
    }

    /** Each attempt in short: upstream, error and what followed. */
    List<String> course() {
        return attempts.stream()
                .map(row -> row.get("upstream") + " " + row.get("error_kind") + " " + row.get("next_step"))
                .toList();
    }

    /** How long the n-th attempt took, counted from zero. */
    long millis(int attempt) {
        Map<String, String> row = attempts.get(attempt);
        return Long.parseLong(column(row, "ended_at")) - Long.parseLong(column(row, "started_at"));
    }
}
