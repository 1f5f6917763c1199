package dev.mehari.it.wire;

import static org.assertj.core.api.Assertions.assertThat;

import dev.mehari.fake.Answer;
import dev.mehari.fake.RawClient;
import dev.mehari.fake.SeenRequest;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

@DisplayName("fault 2.1: a caller who leaves stops the upstream")
class HangUpIT extends OnRig {
    /** The second that the requirement names, and what the test itself takes to see it. */
    private static final Duration SOON = Duration.ofMillis(1500);

    private static final Duration PATIENCE = Duration.ofSeconds(10);
    private static final AtomicInteger LABELS = new AtomicInteger();
    private String label = "";

    private RawClient send(Dialect dialect, boolean stream) {
        label = "hang-up-" + LABELS.incrementAndGet();
        rig.fake(dialect).server().forget();
        return rig.connect().send(dialect.request(stream).replaceFirst("\r\n", "\r\nX-Request-Id: " + label + "\r\n"));
    }

    /** How long it takes until the upstream is left, too. */
    private Duration leave(Dialect dialect, RawClient client, Consumer<RawClient> how) {
        SeenRequest upstream = rig.fake(dialect).lastRequest();
        long left = System.nanoTime();
        how.accept(client);

        rig.fake(dialect).server().awaitClosed(upstream, PATIENCE);
        long closed = Objects.requireNonNull(upstream.closedByPeerAt());
        theRowSaysSo();
        assertThat(rig.fake(dialect).requests()).hasSize(1);
        return Duration.ofNanos(closed - left);
    }

    private void theRowSaysSo() {
        Ledger ledger = Ledger.of(rig);
        Map<String, String> row = Eventually.get(PATIENCE, () -> ledger.labelled(label), rows -> !rows.isEmpty())
                .getFirst();
        assertThat(row)
                .containsEntry("status", "499")
                .containsEntry("error_kind", "client_cancelled")
                .containsEntry("error_origin", "client");
        List<Map<String, String>> attempts = ledger.attempts(String.valueOf(row.get("call_id")));
        assertThat(attempts).hasSize(1);
        assertThat(attempts.getFirst()).containsEntry("error_kind", "client_cancelled");
    }

    @ParameterizedTest
    @EnumSource(names = {"OPENAI", "ANTHROPIC", "GEMINI"})
    @DisplayName("fault 2.1: after 3 of 100 events, one a second")
    void inMidStream(Dialect dialect) {
        rig.fake(dialect).always(Answer.text("tick ".repeat(100).strip()).drip(Duration.ofSeconds(1)));
        AtBest.within(SOON, () -> {
            try (RawClient client = send(dialect, true)) {
                new Received(client.reply(), dialect).awaitEvents(3);

                return leave(dialect, client, RawClient::close);
            }
        });
    }

    @ParameterizedTest
    @EnumSource(names = {"OPENAI", "GEMINI_ARRAY"})
    @DisplayName("fault 2.1: with a reset, between two events")
    void withReset(Dialect dialect) {
        int events = dialect.openingEvents() + 2;
        rig.fake(dialect).always(Answer.text("one two three four").stallAfter(events));
        AtBest.within(SOON, () -> {
            try (RawClient client = send(dialect, true)) {
                new Received(client.reply(), dialect).awaitEvents(events);

                return leave(dialect, client, RawClient::reset);
            }
        });
    }

    @ParameterizedTest
    @EnumSource(names = {"OPENAI", "ANTHROPIC", "GEMINI"})
    @DisplayName("fault 2.1: before the upstream said anything, streamed")
    void beforeHeaders(Dialect dialect) {
        leaveAtOnce(dialect, true, Answer.silence());
    }

    @ParameterizedTest
    @EnumSource(names = {"OPENAI", "ANTHROPIC", "GEMINI"})
    @DisplayName("fault 2.1: before the upstream said anything, not streamed")
    void beforeHeadersNotStreamed(Dialect dialect) {
        leaveAtOnce(dialect, false, Answer.silence());
    }

    @ParameterizedTest
    @EnumSource(names = {"OPENAI", "ANTHROPIC", "GEMINI"})
    @DisplayName("fault 2.1: between the upstream's headers and its first event")
    void beforeFirstEvent(Dialect dialect) {
        leaveAtOnce(dialect, true, Answer.text("never").headersOnly());
    }

    @ParameterizedTest
    @EnumSource(names = {"OPENAI", "ANTHROPIC", "GEMINI"})
    @DisplayName("fault 2.1: in the middle of a whole reply")
    void inWholeReply(Dialect dialect) {
        leaveAtOnce(dialect, false, Answer.text("never").headersOnly());
    }

    private void leaveAtOnce(Dialect dialect, boolean stream, Answer answer) {
        rig.fake(dialect).always(answer);
        AtBest.within(SOON, () -> {
            try (RawClient client = send(dialect, stream)) {
                rig.fake(dialect).awaitRequests(1, PATIENCE);

                return leave(dialect, client, RawClient::close);
            }
        });
    }

    @ParameterizedTest
    @EnumSource(names = {"OPENAI", "ANTHROPIC", "GEMINI"})
    @DisplayName("fault 2.1: a caller who waits is not taken for one who left")
    void whoStaysIsServed(Dialect dialect) {
        rig.fake(dialect).always(Answer.text("worth waiting for").delayed(Duration.ofMillis(1200)));

        assertThat(rig.call(dialect, false).text()).contains("worth waiting for");
        assertThat(rig.call(dialect, true).status()).isEqualTo(200);
    }

    @ParameterizedTest
    @EnumSource
    @DisplayName("fault 2.1: a caller who leaves right after the last event was served in full")
    void afterTheEnd(Dialect dialect) {
        try (RawClient client = send(dialect, true)) {
            Received received = new Received(client.reply(), dialect);
            received.awaitEvents(dialect == Dialect.GEMINI_ARRAY ? 1 : 2);
            received.toEnd();
        }
        Map<String, String> row = Eventually.get(
                        PATIENCE, () -> Ledger.of(rig).labelled(label), rows -> !rows.isEmpty())
                .getFirst();
        assertThat(row).containsEntry("status", "200").containsEntry("error_kind", "null");
    }
}
