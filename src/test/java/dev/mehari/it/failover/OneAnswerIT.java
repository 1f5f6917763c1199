package dev.mehari.it.failover;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import dev.mehari.fake.Answer;
import dev.mehari.fake.FakeProvider;
import dev.mehari.fake.RawClient;
import java.net.SocketTimeoutException;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.EnumSource.Mode;

@DisplayName("faults 2.8a, 2.9a, rule 5: one beginning, one model, one end")
class OneAnswerIT extends OnChain {
    private static final Duration PATIENCE = Duration.ofSeconds(10);

    /** Ways to die in a stream after so many events. */
    enum Death {
        FIN,
        RST,
        INSIDE_AN_EVENT;

        Answer of(Answer answer, int events) {
            return switch (this) {
                case FIN -> answer.cutAfter(events);
                case RST -> answer.drip(Duration.ofMillis(20)).resetAfter(events);
                case INSIDE_AN_EVENT -> answer.cutInside(events);
            };
        }
    }

    @ParameterizedTest
    @EnumSource(names = Way.STREAMS, mode = Mode.MATCH_ANY)
    @DisplayName("fault 2.9a: dead after its beginning, before text: byte for byte what the second alone says")
    void beforeText(Way way) {
        for (Death death : Death.values()) {
            chain.reset();
            chain.fake(way, 1).always(death.of(Chain.good(1), way.dialect.openingEvents()));

            RawClient.Response response = chain.call(way, "two");

            servedBy(way, 2, response, 4);
            String beginning = way.dialect.openingEvents() == 0
                    ? way.model(2)
                    : way == Way.OPENAI_STREAM ? "\"role\"" : "event: message_start";
            assertThat(response.text()).contains(beginning).doesNotContain("Target 1");
            if (way.dialect.openingEvents() > 0) {
                assertThat(response.text().split(beginning, -1))
                        .as("one beginning")
                        .hasSize(2);
            }
            seen(way, 3, 1);
            assertThat(chain.attempts(response)).first().isEqualTo("1 upstream_stream_interrupted retry");
        }
    }

    @ParameterizedTest
    @EnumSource(names = Way.STREAMS, mode = Mode.MATCH_ANY)
    @DisplayName("fault 2.9a: a retry at the same target looks like a first try")
    void sameTargetAgain(Way way) {
        chain.fake(way, 1).next(Chain.good(1).cutAfter(way.dialect.openingEvents()));

        servedBy(way, 1, chain.call(way, "two"), 2);

        seen(way, 2, 0);
    }

    @ParameterizedTest
    @EnumSource(names = Way.STREAMS, mode = Mode.MATCH_ANY)
    @DisplayName("faults 2.8a, 2.9a: dead after one token: an error, no terminator, the second untouched")
    void afterOneToken(Way way) {
        for (Death death : Death.values()) {
            chain.reset();
            chain.fake(way, 1).always(death.of(Chain.good(1), way.dialect.openingEvents() + 1));

            RawClient.Response response = chain.call(way, "two");

            endsInError(way, response, "upstream_stream_interrupted");
            assertThat(response.text()).contains("Target");
        }
    }

    @ParameterizedTest
    @EnumSource(names = Way.STREAMS, mode = Mode.MATCH_ANY)
    @DisplayName("fault 2.9a: an error event after a token: it is the caller's, the second stays untouched")
    void errorAfterOneToken(Way way) {
        chain.fake(way, 1)
                .always(Chain.good(1)
                        .errorAfter(way.dialect.openingEvents() + 1, 503, null, "lost my thread")
                        .terminatedAnyway());

        RawClient.Response response = chain.call(way, "two");

        assertThat(response.text()).contains("lost my thread");
        JsonNode row = endsInError(way, response, null);
        assertThat(row.path("error_kind").asText()).isIn("upstream_error", "upstream_overloaded");
    }

    private JsonNode endsInError(Way way, RawClient.Response response, @org.jspecify.annotations.Nullable String kind) {
        assertThat(response.status()).isEqualTo(200);
        String text = response.text();
        assertThat(text).contains("\"error\"").doesNotContain(way.dialect.terminator());
        assertThat(text).contains(way.model(1)).doesNotContain(way.model(2) + "\"", "Target 2");
        if (way == Way.GEMINI_ARRAY) {
            assertThat(Chain.json(text).isArray()).isTrue();
        }
        seen(way, 1, 0);
        JsonNode row = chain.row(response);
        String error = kind == null ? row.path("error_kind").asText() : kind;
        assertThat(row.path("error_kind").asText()).isEqualTo(error);
        assertThat(Chain.attempts(row)).containsExactly("1 " + error + " committed");
        return row;
    }

    @ParameterizedTest
    @EnumSource(names = {"OPENAI_STREAM", "ANTHROPIC_STREAM"})
    @DisplayName("rule 5, fault 2.6: not a byte, the status line included, before the first meaningful event")
    void nothingBeforeMeaning(Way way) {
        CountDownLatch gate = new CountDownLatch(1);
        int opening = way.dialect.openingEvents();
        FakeProvider first = chain.fake(way, 1);
        first.always(Chain.good(1).heldAfter(opening, gate));
        try (RawClient client = chain.send(way, "two")) {
            first.awaitRequests(1, PATIENCE);
            first.server().awaitEvents(first.lastRequest(), opening, PATIENCE);

            assertThatThrownBy(() -> client.patience(Duration.ofMillis(400)).reply())
                    .as("something came, or the end")
                    .hasCauseInstanceOf(SocketTimeoutException.class);

            gate.countDown();
            servedBy(way, 1, client.patience(PATIENCE).response(), 1);
        }
    }
}
