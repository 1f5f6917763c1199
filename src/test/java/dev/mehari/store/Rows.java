package dev.mehari.store;

import dev.mehari.call.Decision;
import dev.mehari.call.Usage;
import dev.mehari.usage.AttemptRecord;
import dev.mehari.usage.UsageRecord;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

final class Rows {
    static final Instant TIME = Instant.parse("2026-01-01T00:00:00.123Z");

    private static final Decision.Note ALIAS =
            new Decision.Note(Decision.Kind.ALIAS, "fast", "the name that was asked for");

    private Rows() {}

    static List<UsageRecord> good(String prefix, int count) {
        List<UsageRecord> rows = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            rows.add(row(prefix + i, 1_200, "label " + i));
        }
        return rows;
    }

    /** No database takes a negative time. */
    static UsageRecord bad(String callId) {
        return row(callId, -1, null);
    }

    static UsageRecord row(String callId, long totalMs, @Nullable String label) {
        return row(callId, totalMs, label, List.of(answered(1)));
    }

    static UsageRecord row(String callId, List<AttemptRecord> attempts) {
        return row(callId, 1_200, null, attempts);
    }

    /** Each value another, so that none can stand in for its neighbour. */
    static AttemptRecord answered(int number) {
        return new AttemptRecord(
                number,
                "openai",
                "gpt-5-mini",
                "main",
                TIME,
                TIME.plusMillis(250),
                TIME.plusMillis(1_100),
                200,
                null,
                "req_0123456789",
                "done",
                new Usage(100, 20, 3, 4, 45, 6),
                false,
                123_456_789L,
                "2026-01",
                "SAFETY",
                List.of("top_k:dropped", "temperature:clamped"));
    }

    /** Failed after its usage was reported. */
    static AttemptRecord failed(int number) {
        return new AttemptRecord(
                number,
                "anthropic",
                "claude-haiku",
                "spare",
                TIME.plusMillis(number),
                TIME.plusMillis(number + 7),
                TIME.plusMillis(number + 9),
                503,
                "upstream_overloaded",
                "req_" + number,
                "retry",
                new Usage(number, 0, 0, 0, 0, 0),
                true,
                1_000L * number,
                "2026-01",
                null,
                List.of());
    }

    /** Everything that may be missing is. */
    static AttemptRecord bareAttempt(int number) {
        return new AttemptRecord(
                number, "gemini", "flash", null, TIME, null, null, 0, null, null, null, null, false, null, null, null,
                List.of());
    }

    static UsageRecord decided(String callId, List<Decision.Note> decision) {
        return row(callId, 1, null, decision, List.of());
    }

    private static UsageRecord row(String callId, long totalMs, @Nullable String label, List<AttemptRecord> attempts) {
        return row(callId, totalMs, label, List.of(ALIAS), attempts);
    }

    private static UsageRecord row(
            String callId,
            long totalMs,
            @Nullable String label,
            List<Decision.Note> decision,
            List<AttemptRecord> attempts) {
        return new UsageRecord(
                callId,
                TIME,
                "key_0123456789abcdef",
                "ci",
                "build",
                "openai-chat",
                "count-tokens",
                "fast",
                "openai",
                "gpt-5-mini",
                200,
                null,
                null,
                250L,
                totalMs,
                new Usage(100, 20, 3, 0, 45, 6),
                true,
                true,
                123_456_789L,
                "2026-01",
                true,
                label,
                List.of("night", "Größe"),
                decision,
                attempts);
    }

    /** Everything that may be missing is. */
    static UsageRecord bare(String callId) {
        return new UsageRecord(
                callId,
                TIME,
                null,
                null,
                null,
                "gemini",
                "chat",
                null,
                null,
                null,
                401,
                "invalid_api_key",
                "client",
                null,
                0,
                Usage.NONE,
                false,
                false,
                null,
                null,
                false,
                null,
                List.of(),
                List.of(),
                List.of());
    }
}
