package dev.mehari.admin;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.mehari.call.Decision;
import dev.mehari.call.ErrorKind;
import dev.mehari.call.Refusal;
import dev.mehari.call.Usage;
import dev.mehari.usage.AttemptRecord;
import dev.mehari.usage.UsageLedger;
import dev.mehari.usage.UsageRecord;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class LogsControllerTest {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final Instant TIME = Instant.parse("2026-01-01T00:00:00.123Z");
    private static final Usage USED = new Usage(100, 20, 3, 4, 45, 6);

    private final List<AttemptRecord> attempts = new ArrayList<>();

    @Test
    void showsAnAttemptWithAllThatIsKnown() {
        attempts.add(new AttemptRecord(
                1,
                "openai",
                "gpt",
                "main",
                TIME,
                TIME.plusMillis(7),
                TIME.plusMillis(9),
                200,
                null,
                "req_1",
                "done",
                USED,
                false,
                123_456_700L,
                "2026-01",
                "SAFETY",
                List.of("top_k:dropped")));

        assertThat(shown().path("attempts").path(0)).isEqualTo(json("""
                {"number": 1, "target": "openai/gpt", "credential_id": "main",
                 "started_at": "2026-01-01T00:00:00.123Z", "first_byte_at": "2026-01-01T00:00:00.130Z",
                 "ended_at": "2026-01-01T00:00:00.132Z", "status": 200, "error_kind": null, "next": "done",
                 "upstream_request_id": "req_1",
                 "usage": {"input_tokens": 100, "cached_input_tokens": 20, "cache_creation_tokens": 3,
                           "cache_creation_long_tokens": 4, "output_tokens": 45, "reasoning_tokens": 6,
                           "total_tokens": 178},
                 "estimated": false, "cost_usd": "0.1234567", "unpriced": false, "price_version": "2026-01",
                 "stop_reason": "SAFETY", "losses": ["top_k:dropped"]}"""));
    }

    @Test
    void showsWhyItWentWhereItWent() {
        assertThat(shown().path("tags")).isEqualTo(json("[\"night\"]"));
        assertThat(shown().path("decision"))
                .isEqualTo(json("[{\"kind\":\"target_left_out\",\"subject\":\"up/n\",\"why\":\"has no credential\"}]"));
    }

    @Test
    void tellsWhatCostNothingFromWhatHasNoPriceAndFromWhatNobodyKnows() {
        attempt("retry", null, 0L);
        attempt("next_target", USED, null);
        attempt("done", null, null);
        attempt("done", Usage.NONE, 0L);

        JsonNode shown = shown().path("attempts");

        assertThat(List.of(shown.path(0), shown.path(1), shown.path(2), shown.path(3)))
                .extracting(a -> a.path("number").asInt()
                        + (a.path("usage").isNull() ? " no usage" : " usage")
                        + ", cost " + a.path("cost_usd").asText() + ", unpriced "
                        + a.path("unpriced").asText())
                .containsExactly(
                        "1 no usage, cost 0, unpriced false",
                        "2 usage, cost null, unpriced true",
                        "3 no usage, cost null, unpriced false",
                        "4 usage, cost 0, unpriced false");
    }

    @Test
    void showsAttemptsOfAnOlderRelease() {
        attempts.add(new AttemptRecord(
                1,
                "openai",
                "gpt",
                null,
                TIME,
                null,
                null,
                0,
                "upstream_timeout",
                null,
                null,
                null,
                false,
                null,
                null,
                null,
                List.of()));

        JsonNode attempt = shown().path("attempts").path(0);

        for (String unknown :
                List.of("credential_id", "first_byte_at", "ended_at", "next", "usage", "cost_usd", "price_version")) {
            assertThat(attempt.has(unknown)).as(unknown).isTrue();
            assertThat(attempt.path(unknown).isNull()).as(unknown).isTrue();
        }
        assertThat(attempt.path("unpriced").asBoolean()).isFalse();
    }

    @Test
    void showsAttemptsInTheOrderTheyWereMade() {
        for (int i = 0; i < 12; i++) {
            attempt("retry", null, 0L);
        }

        assertThat(shown().path("attempts").findValuesAsText("number"))
                .containsExactly("1", "2", "3", "4", "5", "6", "7", "8", "9", "10", "11", "12");
    }

    @Test
    void saysThatThereIsNoSuchCall() {
        assertThatThrownBy(() -> controller().one("none"))
                .isInstanceOfSatisfying(
                        Refusal.class, refusal -> assertThat(refusal.kind()).isEqualTo(ErrorKind.PATH_NOT_FOUND));
    }

    private void attempt(String next, @Nullable Usage usage, @Nullable Long cost) {
        attempts.add(new AttemptRecord(
                attempts.size() + 1,
                "up",
                "m",
                "main",
                TIME,
                null,
                TIME,
                0,
                null,
                null,
                next,
                usage,
                false,
                cost,
                null,
                null,
                List.of()));
    }

    private JsonNode shown() {
        return json(text(controller().one("c1")));
    }

    private static JsonNode json(String text) {
        try {
            return JSON.readTree(text);
        } catch (JsonProcessingException e) {
            throw new IllegalArgumentException(text, e);
        }
    }

    private static String text(Object shown) {
        try {
            return JSON.writeValueAsString(shown);
        } catch (JsonProcessingException e) {
            throw new IllegalArgumentException(e);
        }
    }

    private LogsController controller() {
        return new LogsController(new UsageLedger() {
            @Override
            public void write(List<UsageRecord> batch) {
                throw new UnsupportedOperationException();
            }

            @Override
            public Optional<UsageRecord> find(String callId) {
                return callId.equals("c1") ? Optional.of(call()) : Optional.empty();
            }
        });
    }

    private UsageRecord call() {
        return new UsageRecord(
                "c1",
                TIME,
                null,
                null,
                null,
                "openai-chat",
                "chat",
                "fast",
                "up",
                "m",
                200,
                null,
                null,
                7L,
                9,
                USED,
                true,
                false,
                1L,
                "2026-01",
                false,
                null,
                List.of("night"),
                List.of(new Decision.Note(Decision.Kind.TARGET_LEFT_OUT, "up/n", "has no credential")),
                attempts);
    }
}
