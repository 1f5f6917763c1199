package dev.mehari.fake;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.EOFException;
import java.io.UncheckedIOException;
import java.net.ConnectException;
import java.time.Duration;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What a script does to a whole reply, or to the connection, seen from the client's side. */
class ScriptsTest {
    private static final Duration SOON = Duration.ofSeconds(20);

    private final ScriptedCall call = new ScriptedCall(OpenAiFake.start());

    @AfterEach
    void close() {
        call.close();
    }

    @Test
    void errorsHaveTheVendorsForm() {
        RawClient.Response response = call.whole(Answer.error(429).retryAfter(Duration.ofSeconds(2)));
        assertThat(response.status()).isEqualTo(429);
        assertThat(response.headers().first("retry-after")).isEqualTo("2");
        assertThat(Json.parse(response.body()).at("/error/code").asText()).isEqualTo("rate_limit_exceeded");

        assertThat(call.whole(Answer.error(503).retryAfterMillis(750)).headers().first("retry-after-ms"))
                .isEqualTo("750");
        assertThat(call.whole(Answer.error(503).retryAfterDate(Duration.ofSeconds(9)))
                        .headers()
                        .first("retry-after"))
                .matches("[A-Z][a-z]{2}, \\d\\d [A-Z][a-z]{2} \\d{4} [0-9:]{8} GMT");
        assertThat(call.whole(Answer.error(500).status(200)).status()).isEqualTo(200);
        assertThat(call.whole(Answer.html(502)).headers().first("content-type")).isEqualTo("text/html");
        assertThat(call.whole(Answer.empty()).body()).isEmpty();
    }

    @Test
    void silenceIsSeenToEndWhenThePeerLeaves() {
        call.fake().next(Answer.silence());
        call.client().send(call.plain());
        SeenRequest seen = call.fake().awaitRequests(1, SOON).getFirst();
        assertThat(seen.closedByPeerAt()).isNull();
        long left = System.nanoTime();
        call.client().close();
        call.fake().server().awaitClosed(seen, SOON);
        assertThat(seen.closedByPeerAt()).isGreaterThanOrEqualTo(left);
        assertThat(seen.bytesWritten()).isZero();
        call.fake().server().awaitOpenConnections(0, SOON);
    }

    @Test
    void aPeerThatHangsUpSaysNothing() {
        call.fake().next(Answer.hangUp());
        assertThatThrownBy(() -> call.client().send(call.plain()).response())
                .isInstanceOf(UncheckedIOException.class)
                .hasRootCauseInstanceOf(EOFException.class);
    }

    @Test
    void bodiesMayBeShorterThanTheirLength() {
        assertThatThrownBy(() -> call.whole(Answer.text("hello").truncated()))
                .hasRootCauseInstanceOf(EOFException.class);
    }

    @Test
    void aShareFailsTheSameWayForTheSameSeed() {
        call.fake().failing(0.3, 42, Answer.error(500));
        List<Integer> first = statuses();
        call.fake().answering(request -> Answer.text("fine")).failing(0.3, 42, Answer.error(500));
        assertThat(statuses()).isEqualTo(first);
        assertThat(first.stream().filter(status -> status == 500).count()).isBetween(3L, 17L);
    }

    private List<Integer> statuses() {
        return IntStream.range(0, 30)
                .mapToObj(i -> call.client().send(call.plain()).response().status())
                .toList();
    }

    @Test
    void goesDownAndComesBack() {
        call.fake().goDown();
        assertThatThrownBy(() -> RawClient.to(call.fake().baseUrl()).close())
                .hasRootCauseInstanceOf(ConnectException.class);
        call.fake().comeBack();
        try (RawClient again = RawClient.to(call.fake().baseUrl())) {
            assertThat(again.send(call.plain()).response().status()).isEqualTo(200);
        }
    }
}
