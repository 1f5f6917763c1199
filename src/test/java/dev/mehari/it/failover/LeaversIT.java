package dev.mehari.it.failover;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.mehari.fake.Answer;
import dev.mehari.fake.FakeProvider;
import dev.mehari.fake.RawClient;
import dev.mehari.fake.SeenRequest;
import dev.mehari.it.GatewaySetup;
import dev.mehari.it.wire.AtBest;
import dev.mehari.it.wire.Eventually;
import java.time.Duration;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.EnumSource.Mode;

@DisplayName("fault 2.1: for a caller who left nothing is tried again")
class LeaversIT extends OnChain {
    private static final Duration PATIENCE = Duration.ofSeconds(10);
    private static final AtomicInteger LABELS = new AtomicInteger();
    /** The second that the requirement names, and what the test itself takes to see it. */
    private static final Duration SOON = Duration.ofMillis(1500);

    private String label = "";

    private RawClient send(Way way, String alias) {
        label = "leaver-" + LABELS.incrementAndGet();
        chain.fake(way, 1).server().forget();
        return chain.connect()
                .send(way.request(alias + "-" + way.vendor(), GatewaySetup.KEY, "X-Request-Id: " + label + "\r\n"));
    }

    private void left(Way way, int firstCalls, String attempt) {
        JsonNode row = chain.rowLabelled(label);
        assertThat(row.path("status").asInt()).isEqualTo(499);
        assertThat(row.path("error_kind").asText()).isEqualTo("client_cancelled");
        assertThat(row.path("error_origin").asText()).isEqualTo("client");
        assertThat(Chain.attempts(row)).containsExactly(attempt);
        seen(way, firstCalls, 0);
    }

    @ParameterizedTest
    @EnumSource
    @DisplayName("fault 2.1: while the first attempt waits: it is stopped within a second, and there is no second")
    void whileWaiting(Way way) {
        FakeProvider first = chain.fake(way, 1);
        first.always(Answer.silence());
        AtBest.within(SOON, () -> {
            try (RawClient client = send(way, "two")) {
                SeenRequest request = first.awaitRequests(1, PATIENCE).getFirst();
                long at = System.nanoTime();
                leave(client);

                first.server().awaitClosed(request, PATIENCE);
                long closed = Objects.requireNonNull(request.closedByPeerAt());
                left(way, 1, "1 client_cancelled caller_left");
                return Duration.ofNanos(closed - at);
            }
        });
    }

    @ParameterizedTest
    @EnumSource(names = Way.STREAMS, mode = Mode.MATCH_ANY)
    @DisplayName("fault 2.1: after the beginning of a stream that said nothing yet")
    void beforeMeaning(Way way) {
        FakeProvider first = chain.fake(way, 1);
        first.always(Answer.text("never").stallAfter(way.dialect.openingEvents()));
        try (RawClient client = send(way, "two")) {
            SeenRequest request = first.awaitRequests(1, PATIENCE).getFirst();
            first.server().awaitEvents(request, way.dialect.openingEvents(), PATIENCE);
            leave(client);

            first.server().awaitClosed(request, PATIENCE);
            left(way, 1, "1 client_cancelled caller_left");
        }
    }

    @ParameterizedTest
    @EnumSource
    @DisplayName("fault 2.1: during the wait for a Retry-After: the call ends long before it, without another attempt")
    void whileHeWaitsForRetryAfter(Way way) {
        FakeProvider first = chain.fake(way, 1);
        first.always(Answer.error(429).retryAfter(Duration.ofSeconds(9)));
        try (RawClient client = send(way, "one")) {
            SeenRequest request = first.awaitRequests(1, PATIENCE).getFirst();
            Eventually.get(PATIENCE, request::isReplyComplete, complete -> complete);
            leave(client);

            left(way, 1, "1 upstream_rate_limited caller_left");
            assertThat(chain.rowLabelled(label).path("total_ms").asLong()).isLessThan(9_000);
        }
    }
}
