package dev.mehari.store;

import dev.mehari.call.Usage;
import dev.mehari.usage.AttemptRecord;
import dev.mehari.usage.UsageRecord;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The columns of {@code calls} and {@code attempts}, in one order for writing and by name for reading. */
final class UsageRows {
    static final String INSERT_CALL =
            "INSERT INTO calls (call_id, time, key_id, key_name, team, protocol, alias, upstream,"
                    + " model, status, error_kind, error_origin, first_byte_ms, total_ms, input_tokens, cached_input_tokens,"
                    + " cache_creation_tokens, cache_creation_long_tokens, output_tokens, reasoning_tokens, usage_known,"
                    + " cost_nano_usd, price_version, streamed, label)"
                    + " VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)"
                    + " ON CONFLICT (call_id) DO NOTHING";
    static final String INSERT_ATTEMPT = "INSERT INTO attempts (call_id, number, upstream, model, credential_id,"
            + " started_at, first_byte_at, ended_at, status, error_kind, upstream_request_id, next_step, input_tokens,"
            + " cached_input_tokens, cache_creation_tokens, cache_creation_long_tokens, output_tokens, reasoning_tokens,"
            + " cost_nano_usd, price_version, losses)"
            + " VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?) ON CONFLICT (call_id, number) DO NOTHING";
    static final String SELECT_CALL = "SELECT * FROM calls WHERE call_id = ?";
    static final String SELECT_ATTEMPTS = "SELECT * FROM attempts WHERE call_id = ? ORDER BY number";

    private UsageRows() {}

    static void bind(PreparedStatement to, UsageRecord row) throws SQLException {
        int i = 0;
        to.setString(++i, row.callId());
        to.setLong(++i, row.time().toEpochMilli());
        to.setString(++i, row.keyId());
        to.setString(++i, row.keyName());
        to.setString(++i, row.team());
        to.setString(++i, row.protocol());
        to.setString(++i, row.alias());
        to.setString(++i, row.upstream());
        to.setString(++i, row.model());
        to.setInt(++i, row.status());
        to.setString(++i, row.errorKind());
        to.setString(++i, row.errorOrigin());
        Columns.set(to, ++i, row.firstByteMs());
        to.setLong(++i, row.totalMs());
        Usage usage = row.usage();
        to.setLong(++i, usage.input());
        to.setLong(++i, usage.cachedInput());
        to.setLong(++i, usage.cacheCreation());
        to.setLong(++i, usage.cacheCreationLong());
        to.setLong(++i, usage.output());
        to.setLong(++i, usage.reasoning());
        to.setBoolean(++i, row.usageKnown());
        Columns.set(to, ++i, row.costNanoUsd());
        to.setString(++i, row.priceVersion());
        to.setBoolean(++i, row.streamed());
        to.setString(++i, row.label());
    }

    static void bind(PreparedStatement to, String callId, AttemptRecord row) throws SQLException {
        int i = 0;
        to.setString(++i, callId);
        to.setInt(++i, row.number());
        to.setString(++i, row.upstream());
        to.setString(++i, row.model());
        to.setString(++i, row.credentialId());
        to.setLong(++i, row.startedAt().toEpochMilli());
        Columns.set(to, ++i, Columns.millis(row.firstByteAt()));
        Columns.set(to, ++i, Columns.millis(row.endedAt()));
        to.setInt(++i, row.status());
        to.setString(++i, row.errorKind());
        to.setString(++i, row.upstreamRequestId());
        to.setString(++i, row.next());
        Usage usage = row.usage();
        Columns.set(to, ++i, usage == null ? null : usage.input());
        Columns.set(to, ++i, usage == null ? null : usage.cachedInput());
        Columns.set(to, ++i, usage == null ? null : usage.cacheCreation());
        Columns.set(to, ++i, usage == null ? null : usage.cacheCreationLong());
        Columns.set(to, ++i, usage == null ? null : usage.output());
        Columns.set(to, ++i, usage == null ? null : usage.reasoning());
        Columns.set(to, ++i, row.costNanoUsd());
        to.setString(++i, row.priceVersion());
        to.setString(++i, row.losses().isEmpty() ? null : String.join("\n", row.losses()));
    }

    static UsageRecord call(ResultSet row, List<AttemptRecord> attempts) throws SQLException {
        return new UsageRecord(
                row.getString("call_id"),
                Columns.time(row, "time"),
                row.getString("key_id"),
                row.getString("key_name"),
                row.getString("team"),
                row.getString("protocol"),
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
                Columns.number(row, "cost_nano_usd"),
                row.getString("price_version"),
                row.getBoolean("streamed"),
                row.getString("label"),
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
                Columns.number(row, "cost_nano_usd"),
                row.getString("price_version"),
                lines(row.getString("losses")));
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
