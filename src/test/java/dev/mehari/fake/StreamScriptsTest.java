package dev.mehari.fake;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.net.SocketException;
import java.net.SocketTimeoutException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.zip.GZIPInputStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What a script does to a stream, seen from the client's side and byte by byte where that is the point. */
class StreamScriptsTest {
    private static final Duration SOON = Duration.ofSeconds(20);

    private final ScriptedCall call = new ScriptedCall(OpenAiFake.start());

    @AfterEach
    void close() {
        call.close();
    }

    private static String text(List<RawReply.Arrived> events) {
        StringBuilder text = new StringBuilder();
        for (RawReply.Arrived event : events) {
            if (event.data().startsWith("{")) {
                Json.parse(event.data()).findValuesAsText("content").forEach(text::append);
            }
        }
        return text.toString();
    }

    private static int readable(RawReply reply) {
        int count = 0;
        try {
            while (reply.next() != null) {
                count++;
            }
            throw new AssertionError("the stream ended in good order after " + count);
        } catch (IOException e) {
            return count;
        }
    }

    @Test
    void aResetOfThePeerIsSeenInTheMiddleOfAStream() throws IOException {
        RawReply reply = call.stream(Answer.text("one two three").stallAfter(2));
        reply.next();
        reply.next();
        SeenRequest seen = call.fake().lastRequest();
        call.client().reset();
        call.fake().server().awaitClosed(seen, SOON);
        assertThat(seen.eventsWritten()).isEqualTo(2);
        assertThat(seen.writes()).hasSize(3);
    }

    @Test
    void aPeerThatLeavesWhileWeWriteIsSeenToLeave() throws IOException {
        byte[] piece = ": working\n\n".getBytes(StandardCharsets.UTF_8);
        for (int round = 1; round <= 200; round++) {
            call.fake().next(Answer.stream("text/event-stream", Collections.nCopies(20_000, piece)));
            try (RawClient client = RawClient.to(call.fake().baseUrl())) {
                client.send(call.plain());
                SeenRequest seen = call.fake().awaitRequests(round, SOON).getLast();
                client.reset();
                call.fake().server().awaitClosed(seen, SOON);
            }
        }
    }

    @Test
    void headersCanBeAllThereIs() {
        RawReply reply = call.stream(Answer.text("one").headersOnly());
        assertThat(reply.status()).isEqualTo(200);
        call.client().patience(Duration.ofMillis(50));
        assertThatThrownBy(reply::next).isInstanceOf(SocketTimeoutException.class);
    }

    @Test
    void streamsBreakOffWhereTheScriptSays() {
        assertThat(readable(call.stream(Answer.text("one two three").cutAfter(2))))
                .isEqualTo(2);
        assertThat(call.fake().lastRequest().isReplyComplete()).isTrue();
    }

    @Test
    void streamsBreakOffInsideAnEvent() {
        assertThat(readable(call.stream(Answer.text("one two three").cutInside(2))))
                .isEqualTo(2);
    }

    @Test
    void streamsBreakOffAfterBytes() throws IOException {
        RawReply reply = call.stream(Answer.text("one two three").cutAfterBytes(10));
        assertThat(reply.body().readNBytes(10)).hasSize(10);
        assertThatThrownBy(() -> reply.body().read()).isInstanceOf(EOFException.class);
    }

    @Test
    void resetsAreResets() throws IOException {
        RawReply reply = call.stream(Answer.text("one two three").resetAfter(1));
        assertThatThrownBy(reply::events).isInstanceOf(SocketException.class);
    }

    @Test
    void chunksMayBeNonsense() {
        RawReply reply = call.stream(Answer.text("hello").malformedChunks());
        assertThatThrownBy(reply::events).isInstanceOf(NumberFormatException.class);
    }

    @Test
    void errorsComeInsideStreamsAndMayBeFollowedByTheUsualEnd() throws IOException {
        List<RawReply.Arrived> events = call.stream(Answer.text("one two")
                        .errorAfter(2, 500, null, "broken")
                        .terminatedAnyway())
                .events();
        assertThat(events).hasSize(4);
        assertThat(events.get(2).data()).contains("\"error\"").contains("broken");
        assertThat(events.get(3).data()).isEqualTo("[DONE]");
    }

    @Test
    void endsCanBeLeftOut() throws IOException {
        List<RawReply.Arrived> events = call.stream(
                        Answer.text("one").withoutTerminator().withoutFinish())
                .events();
        assertThat(events).hasSize(2).noneMatch(event -> event.data().contains("stop"));
        assertThat(call.stream(Answer.emptyStream()).events()).isEmpty();
    }

    @Test
    void gzipCanBeReadEventByEvent() throws IOException {
        CountDownLatch gate = new CountDownLatch(1);
        RawReply reply = call.stream(Answer.text("one two").gzip().heldAfter(2, gate));
        assertThat(reply.headers().first("content-encoding")).isEqualTo("gzip");
        GZIPInputStream plain = new GZIPInputStream(reply.body(), 1);
        String early = new String(plain.readNBytes(300), StandardCharsets.UTF_8);
        assertThat(early).startsWith("data: {").contains("assistant");
        gate.countDown();
        assertThat(early + new String(plain.readAllBytes(), StandardCharsets.UTF_8))
                .endsWith("data: [DONE]\n\n");

        byte[] zipped = call.whole(Answer.text("hello").gzip()).body();
        assertThat(new String(
                        new GZIPInputStream(new ByteArrayInputStream(zipped)).readAllBytes(), StandardCharsets.UTF_8))
                .contains("hello");
    }

    @ParameterizedTest
    @EnumSource(SseFraming.class)
    void linesEndAsToldAndCarryTheSame(SseFraming framing) throws IOException {
        String body = new String(
                call.stream(Answer.text("one two")
                                .framing(framing)
                                .noisy()
                                .twoLineData()
                                .oneByteWrites())
                        .body()
                        .readAllBytes(),
                StandardCharsets.UTF_8);
        switch (framing) {
            case LF -> assertThat(body).doesNotContain("\r");
            case CRLF ->
                assertThat(body.replace("\r\n", "")).doesNotContain("\r").doesNotContain("\n");
            case CR -> assertThat(body).doesNotContain("\n");
            case MIXED -> assertThat(body).contains("\r\n\r\n").contains("\n\n").contains("\r\r");
        }
        String plain = body.replace("\r\n", "\n").replace("\r", "\n");
        assertThat(plain).contains(": OPENROUTER", "event: ping\n", "event: future_thing\n", "data: {\ndata: \"id\"");
        assertThat(call.fake().lastRequest().writes()).hasSizeGreaterThan(body.length());
        assertThat(call.fake().lastRequest().eventsWritten()).isEqualTo(5);
    }

    @Test
    void usageStandsWhereItIsToldTo() throws IOException {
        assertThat(call.stream(Answer.text("one").usageAt(UsageAt.NOWHERE)).events())
                .noneMatch(event -> event.data().contains("prompt_tokens"));
        assertThat(call.stream(Answer.text("one").usageAt(UsageAt.EVERY)).events())
                .filteredOn(event -> event.data().contains("prompt_tokens"))
                .hasSize(3);
        assertThat(call.stream(Answer.text("one").usageAt(UsageAt.WITHOUT_CHOICES))
                        .events())
                .filteredOn(event -> event.data().contains("prompt_tokens"))
                .singleElement()
                .matches(event -> !event.data().contains("choices"));
    }

    @Test
    void aStreamMayStayOpenAfterItsEnd() throws IOException {
        RawReply reply = call.stream(Answer.text("one").keepsOpen());
        String last = "";
        while (!last.equals("[DONE]")) {
            RawReply.Arrived event = reply.next();
            last = event == null ? "[DONE]" : event.data();
        }
        call.client().patience(Duration.ofMillis(50));
        assertThatThrownBy(reply::next).isInstanceOf(SocketTimeoutException.class);
    }

    @Test
    void aFloodStopsAtAReaderWhoDoesNotRead() throws IOException {
        RawReply reply = call.stream(Answer.text("x".repeat(10_000)).flood(1_000));
        for (int i = 0; i < 100; i++) {
            reply.next();
        }
        assertThat(call.fake().lastRequest().isReplyComplete()).isFalse();
        assertThat(text(reply.events())).hasSizeGreaterThan(8_000_000);
    }

    @Test
    void dripsInTime() throws IOException {
        List<RawReply.Arrived> events =
                call.stream(Answer.text("one two").drip(Duration.ofMillis(20))).events();
        assertThat(events.getLast().arrivedAt() - events.getFirst().arrivedAt()).isGreaterThan(4 * 15_000_000L);
    }

    @Test
    void answersOfferedByHandAreCutLikeAllOthers() {
        assertThat(readable(call.stream(
                        Answer.sse("data: {\"a\":1}\n\ndata: {\"b\":2}\n\n").cutAfter(1))))
                .isEqualTo(1);
    }

    /** What ends a stream of responses says why, counts the tokens and closes it, all at once. */
    @Test
    void responsesBreakOffAndEndInTheirOwnWay() throws IOException {
        try (ScriptedCall responses = new ScriptedCall(ResponsesFake.start())) {
            List<RawReply.Arrived> failed = responses.stream(
                            Answer.text("one two").errorAfter(5, 500, null, "broken"))
                    .events();
            assertThat(failed).hasSize(6);
            assertThat(failed.getLast().name()).isEqualTo("response.failed");
            assertThat(failed.getLast().data()).contains("\"sequence_number\":5", "broken");
            assertThat(responses.stream(Answer.text("one").withoutTerminator()).events())
                    .noneMatch(event -> event.data().contains("total_tokens"));
            assertThat(responses.stream(Answer.text("one").usageAt(UsageAt.NOWHERE))
                            .events())
                    .noneMatch(event -> event.data().contains("total_tokens"));
            assertThat(readable(responses.stream(Answer.text("one two three").cutInside(6))))
                    .isEqualTo(6);
        }
    }
}
