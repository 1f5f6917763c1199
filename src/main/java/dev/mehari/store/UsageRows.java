package dev.mehari.store;

import dev.mehari.call.Usage;
import dev.mehari.usage.AttemptRecord;
import dev.mehari.usage.UsageRecord;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The columns of {@code calls} and {@code attempts}, in one order for writing and by name for reading. */
final class UsageRows {
    static final String CALL_COLUMNS = "call_id, time, key_id, key_name, team, protocol, operation, alias, upstream,"
            + " model, status, error_kind, error_origin, first_byte_ms, total_ms, input_tokens, cached_input_tokens,"
            + " cache_creation_tokens, cache_creation_long_tokens, output_tokens, reasoning_tokens, usage_known, estimated,"
            + " cost_nano_usd, price_version, streamed, label, tags, decision_id";
    static final String ATTEMPT_COLUMNS = "call_id, number, upstream, model, credential_id,"
            + " started_at, first_byte_at, ended_at, status, error_kind, upstream_request_id, next_step, input_tokens,"
            + " cached_input_tokens, cache_creation_tokens, cache_creation_long_tokens, output_tokens, reasoning_tokens,"
            + " estimated, cost_nano_usd, price_version, stop_reason, losses";
    static final String INSERT_CALL = insert("calls", CALL_COLUMNS, "call_id");
    static final String INSERT_ATTEMPT = insert("attempts", ATTEMPT_COLUMNS, "call_id, number");
    static final String SELECT_CALL = "SELECT calls.*, COALESCE(decisions.text, calls.decision) AS decided FROM calls"
            + " LEFT JOIN decisions ON decisions.id = calls.decision_id WHERE call_id = ?";
    static final String SELECT_ATTEMPTS = "SELECT * FROM attempts WHERE call_id = ? ORDER BY number";

    private UsageRows() {}

    private static String insert(String table, String columns, String key) {
        return "INSERT INTO " + table + " (" + columns + ") VALUES (" + columns.replaceAll("\\w+", "?")
                + ") ON CONFLICT (" + key + ") DO NOTHING";
    }

    static void write(RowWriter to, UsageRecord row, @Nullable String decisionId) throws SQLException {
        to.text(row.callId());
        to.number(row.time().toEpochMilli());
        to.text(row.keyId());
        to.text(row.keyName());
        to.text(row.team());
        to.text(row.protocol());
        to.text(row.operation());
        to.text(row.alias());
        to.text(row.upstream());
        to.text(row.model());
        to.integer(row.status());
        to.text(row.errorKind());
        to.text(row.errorOrigin());
        to.numberOrNull(row.firstByteMs());
        to.number(row.totalMs());
        Usage usage = row.usage();
        to.number(usage.input());
        to.number(usage.cachedInput());
        to.number(usage.cacheCreation());
        to.number(usage.cacheCreationLong());
        to.number(usage.output());
        to.number(usage.reasoning());
        to.flag(row.usageKnown());
        to.flag(row.estimated());
        to.numberOrNull(row.costNanoUsd());
        to.text(row.priceVersion());
        to.flag(row.streamed());
        to.text(row.label());
        to.text(joined(row.tags()));
        to.text(decisionId);
    }

    static void write(RowWriter to, String callId, AttemptRecord row) throws SQLException {
        to.text(callId);
        to.integer(row.number());
        to.text(row.upstream());
        to.text(row.model());
        to.text(row.credentialId());
        to.number(row.startedAt().toEpochMilli());
        to.numberOrNull(Columns.millis(row.firstByteAt()));
        to.numberOrNull(Columns.millis(row.endedAt()));
        to.integer(row.status());
        to.text(row.errorKind());
        to.text(row.upstreamRequestId());
        to.text(row.next());
        Usage usage = row.usage();
        to.numberOrNull(usage == null ? null : usage.input());
        to.numberOrNull(usage == null ? null : usage.cachedInput());
        to.numberOrNull(usage == null ? null : usage.cacheCreation());
        to.numberOrNull(usage == null ? null : usage.cacheCreationLong());
        to.numberOrNull(usage == null ? null : usage.output());
        to.numberOrNull(usage == null ? null : usage.reasoning());
        to.flag(row.estimated());
        to.numberOrNull(row.costNanoUsd());
        to.text(row.priceVersion());
        to.text(row.stopReason());
        to.text(joined(row.losses()));
    }

    static UsageRecord call(ResultSet row, List<AttemptRecord> attempts) throws SQLException {
        return new UsageRecord(
                row.getString("call_id"),
                Columns.time(row, "time"),
                row.getString("key_id"),
                row.getString("key_name"),
                row.getString("team"),
                row.getString("protocol"),
                row.getString("operation"),
                row.getString("alias"),
                row.getString("upstream"),
                row.getString("model"),
                row.getInt("status"),
                row.getString("error_kind"),
                row.getString("error_origin"),
                Columns.number(row, "first_byte_ms"),
                row.getLong("total_ms"),
                usage(row),
                row.getBoolean("usage_known"),
                row.getBoolean("estimated"),
                Columns.number(row, "cost_nano_usd"),
                row.getString("price_version"),
                row.getBoolean("streamed"),
                row.getString("label"),
                lines(row.getString("tags")),
                DecisionText.notes(row.getString("decided")),
                attempts);
    }

    static AttemptRecord attempt(ResultSet row, int number) throws SQLException {
        return new AttemptRecord(
                row.getInt("number"),
                row.getString("upstream"),
                row.getString("model"),
                row.getString("credential_id"),
                Columns.time(row, "started_at"),
                Columns.instant(row, "first_byte_at"),
                Columns.instant(row, "ended_at"),
                row.getInt("status"),
                row.getString("error_kind"),
                row.getString("upstream_request_id"),
                row.getString("next_step"),
                Columns.number(row, "input_tokens") == null ? null : usage(row),
                row.getBoolean("estimated"),
                Columns.number(row, "cost_nano_usd"),
                row.getString("price_version"),
                row.getString("stop_reason"),
                lines(row.getString("losses")));
    }

    private static @Nullable String joined(List<String> lines) {
        return lines.isEmpty() ? null : String.join("\n", lines);
    }

    private static List<String> lines(@Nullable String text) {
        return text == null ? List.of() : List.of(text.split("\n", -1));
    }

    private static Usage usage(ResultSet row) throws SQLException {
        return new Usage(
                row.getLong("input_tokens"),
                row.getLong("cached_input_tokens"),
                row.getLong("cache_creation_tokens"),
                row.getLong("cache_creation_long_tokens"),
                row.getLong("output_tokens"),
                row.getLong("reasoning_tokens"));
    }
}
