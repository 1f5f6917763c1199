package dev.mehari.edge;

import static org.assertj.core.api.Assertions.assertThat;

import dev.mehari.call.Call;
import dev.mehari.call.Protocol;
import dev.mehari.call.Reply;
import dev.mehari.protocol.Codecs;
import dev.mehari.protocol.anthropic.AnthropicCodec;
import dev.mehari.protocol.gemini.GeminiCodec;
import dev.mehari.protocol.openai.OpenAiCodec;
import dev.mehari.protocol.openaicommon.ErrorFormat;
import dev.mehari.protocol.responses.ResponsesCodec;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

@DisplayName("fault 2.6: who is shown that his connection lives, when and where")
class KeepalivesTest {
    private static final String PING = ": ping\n\n";

    private final AtomicLong now = new AtomicLong(-5);
    private final SimpleMeterRegistry registry = new SimpleMeterRegistry();
    private final Deque<Runnable> writes = new ArrayDeque<>();
    private final Keepalives keepalives = new Keepalives(codecs(), new CallMetrics(registry), writes::add);
    private final Wire wire = new Wire();
    private final Outlet outlet = new Outlet(wire, now::get);

    static Codecs codecs() {
        return new Codecs(java.util.List.of(
                new OpenAiCodec(),
                OpenAiCodec.completions(ErrorFormat.PROTOCOL),
                new ResponsesCodec(),
                new AnthropicCodec(),
                new GeminiCodec()));
    }

    static Call call(Protocol protocol, boolean stream, boolean eventStream) {
        return new Call("req_1", protocol, Instant.EPOCH, Map.of(), null, "m", stream, eventStream);
    }

    private Call watched(Protocol protocol, boolean eventStream) {
        Call call = call(protocol, true, eventStream);
        call.keepalive(Duration.ofSeconds(15));
        keepalives.watch(call, outlet);
        return call;
    }

    private Call watched() {
        return watched(Protocol.OPENAI_CHAT, true);
    }

    private void seconds(int passed) {
        now.addAndGet(Duration.ofSeconds(passed).toNanos());
    }

    /** One look of the clockwork, and what it starts. */
    private void tick() {
        keepalives.tick();
        while (!writes.isEmpty()) {
            writes.remove().run();
        }
    }

    private void event(String text, boolean goesOn) throws IOException {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        outlet.event(bytes, 0, bytes.length, goesOn);
    }

    @ParameterizedTest
    @CsvSource({
        "OPENAI_CHAT, true, text/event-stream",
        "OPENAI_RESPONSES, true, text/event-stream",
        "ANTHROPIC_MESSAGES, true, text/event-stream",
        "GEMINI, true, text/event-stream",
        "GEMINI, false, application/json"
    })
    void whoHeardNothingGetsTheHeadersOfAStreamAndASign(Protocol protocol, boolean eventStream, String type) {
        watched(protocol, eventStream);
        seconds(14);
        tick();
        assertThat(wire.isCommitted()).isFalse();

        seconds(1);
        tick();

        String sign = new String(codecs().of(protocol).keepalive(eventStream), StandardCharsets.UTF_8);
        assertThat(wire.isCommitted()).isTrue();
        assertThat(wire.text()).isEqualTo(sign);
        assertThat(wire.getStatus()).isEqualTo(200);
        assertThat(wire.getContentType()).isEqualTo(type);
        assertThat(wire.getHeader("x-request-id")).isEqualTo("req_1");
        assertThat(wire.getHeader("request-id")).isEqualTo(protocol == Protocol.ANTHROPIC_MESSAGES ? "req_1" : null);
        assertThat(wire.getHeader("Cache-Control")).isEqualTo("no-cache");
        assertThat(wire.getHeader("X-Accel-Buffering")).isEqualTo("no");
        assertThat(outlet.begin()).isTrue();

        assertThat(registry.get("mehari.keepalives")
                        .tag("protocol", protocol.id())
                        .counter()
                        .count())
                .isEqualTo(1);
    }

    @Test
    void theSilenceCountsFromTheLastSign() {
        watched();
        seconds(15);
        tick();
        seconds(14);
        tick();
        assertThat(wire.text()).isEqualTo(PING);

        seconds(1);
        tick();
        assertThat(wire.text()).isEqualTo(PING + PING);
    }

    @Test
    void zeroIsNever() {
        watched().keepalive(Duration.ZERO);
        seconds(1000);
        tick();

        assertThat(wire.isCommitted()).isFalse();
        assertThat(outlet.begin()).isFalse();
    }

    @Test
    void whoAskedForAWholeAnswerIsNotTold() {
        Call call = call(Protocol.OPENAI_CHAT, false, true);
        call.keepalive(Duration.ofSeconds(15));
        keepalives.watch(call, outlet);
        seconds(1000);
        tick();

        assertThat(wire.isCommitted()).isFalse();
    }

    @Test
    void onceTheAnswerIsKnownNothingComesBeforeItsFirstEvent() throws IOException {
        watched();
        assertThat(outlet.begin()).isFalse();
        seconds(1000);
        tick();
        assertThat(wire.isCommitted()).isFalse();

        event("data: {}\n\n", false);
        seconds(15);
        tick();
        assertThat(wire.text()).isEqualTo("data: {}\n\n" + PING);
    }

    @Test
    void aSignDecidedUponBeforeTheAnswerWasKnownIsNotSentAfterIt() {
        Call call = watched();
        seconds(15);
        keepalives.tick();
        assertThat(writes).hasSize(1);

        call.answer(Reply.of(503, "application/json", new byte[] {'{', '}'}));
        assertThat(outlet.begin()).isFalse();
        writes.remove().run();

        assertThat(wire.isCommitted()).isFalse();
    }

    @ParameterizedTest
    @ValueSource(strings = {"data: {}\n\n", "data: {}\r\n\r\n", "event: x\ndata: {}\r\n\n"})
    void betweenTwoEventsThereIsRoom(String event) throws IOException {
        watched();
        outlet.begin();
        event(event, false);
        seconds(15);
        tick();

        assertThat(wire.text()).isEqualTo(event + PING);
    }

    @ParameterizedTest
    @ValueSource(strings = {"data: {}\n", "data: {}\r\n\r", "data: {}\r\r", "data: {", "data: {}\r\n", "event: x\n"})
    void withinAnEventThereIsNone(String part) throws IOException {
        watched();
        outlet.begin();
        event(part, false);
        seconds(1000);
        tick();

        assertThat(wire.text()).isEqualTo(part);
    }

    @Test
    void norWhereTheRestOfAnEventIsHereAlready() throws IOException {
        watched();
        outlet.begin();
        event("data: {\"a\":\n\n", true);
        seconds(1000);
        tick();
        assertThat(wire.text()).doesNotContain("ping");

        event("1}\n\n", false);
        seconds(15);
        tick();
        assertThat(wire.text()).endsWith("1}\n\n" + PING);
    }

    @ParameterizedTest
    @CsvSource({
        "'[{\"text\": \"a}\"}',     false, true",
        "'[{\"text\": \"a\nb',      false, false",
        "'[{\"text\": \"a}',        true,  false",
        "',',                       false, false"
    })
    void aJsonArrayHasRoomBehindAnElementOnly(String part, boolean goesOn, boolean room) throws IOException {
        watched(Protocol.GEMINI, false);
        outlet.begin();
        event(part, goesOn);
        seconds(15);
        tick();

        assertThat(wire.text()).isEqualTo(part + (room ? "\n" : ""));
    }

    @Test
    void aCallThatIsFinishedSaysNothingMore() throws IOException {
        Call call = watched();
        outlet.begin();
        event("data: [DONE]\n\n", false);
        call.finished();
        seconds(1000);
        tick();

        assertThat(wire.text()).isEqualTo("data: [DONE]\n\n");
    }

    @Test
    void norOneThatEndsWhileASignIsOnItsWay() throws IOException {
        Call call = watched();
        outlet.begin();
        event("data: [DONE]\n\n", false);
        seconds(15);
        keepalives.tick();
        call.finished();
        writes.remove().run();

        assertThat(wire.text()).isEqualTo("data: [DONE]\n\n");
    }

    @Test
    void aClosedOutletBelongsToTheNextRequest() {
        watched();
        seconds(15);
        keepalives.tick();
        outlet.close();
        writes.remove().run();

        assertThat(wire.isCommitted()).isFalse();
    }

    @Test
    void anEndedCallIsNotLookedAt() {
        Call call = watched();
        call.end();
        seconds(1000);
        keepalives.tick();

        assertThat(writes).isEmpty();
    }

    @Test
    void oneAtATimeForEachCall() {
        watched();
        seconds(1000);
        keepalives.tick();
        keepalives.tick();

        assertThat(writes).hasSize(1);
    }

    @Test
    void aCallerWhoCannotBeReachedHasLeft() {
        Call call = watched();
        wire.cut();
        seconds(15);
        tick();

        assertThat(call.isCancelled()).isTrue();
        seconds(1000);
        keepalives.tick();
        assertThat(writes).isEmpty();
    }

    @Test
    void aCallerWhoDoesNotReadHoldsUpNobodyElse() throws InterruptedException {
        watched();
        CountDownLatch gate = new CountDownLatch(1);
        wire.holdUntil(gate);
        seconds(15);
        keepalives.tick();
        Thread held = Thread.ofVirtual().start(writes.remove());
        wire.stuck.await();

        Wire other = new Wire();
        Call call = call(Protocol.OPENAI_CHAT, true, true);
        call.keepalive(Duration.ofSeconds(15));
        keepalives.watch(call, new Outlet(other, now::get));
        seconds(15);
        tick();
        assertThat(other.text()).isEqualTo(PING);
        assertThat(wire.text()).isEmpty();

        Thread answer = Thread.ofVirtual().start(outlet::begin);
        gate.countDown();
        held.join();
        answer.join();
        assertThat(wire.text()).isEqualTo(PING);
    }

    @Test
    @Timeout(20)
    void noSignWaitsForACallThatIsWriting() throws Exception {
        watched();
        outlet.begin();
        event("data: 1\n\n", false);
        seconds(15);
        keepalives.tick();
        CountDownLatch gate = new CountDownLatch(1);
        wire.holdUntil(gate);
        Thread writer = Thread.ofVirtual().start(() -> {
            try {
                event("data: 2\n\n", false);
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        });
        wire.stuck.await();
        writes.remove().run();
        keepalives.tick();
        assertThat(writes).isEmpty();

        gate.countDown();
        writer.join();
        assertThat(wire.text()).isEqualTo("data: 1\n\ndata: 2\n\n");
    }

    @Test
    void theAnswerWaitsForASignThatIsBeingSent() throws InterruptedException, IOException {
        watched();
        CountDownLatch gate = new CountDownLatch(1);
        wire.holdUntil(gate);
        seconds(15);
        keepalives.tick();
        Thread held = Thread.ofVirtual().start(writes.remove());
        wire.stuck.await();
        Thread answer = Thread.ofPlatform().start(outlet::begin);
        while (answer.getState() != Thread.State.WAITING) {
            Thread.onSpinWait();
        }
        gate.countDown();
        held.join();
        answer.join();

        assertThat(outlet.isEarly()).isTrue();
        outlet.head(503, Map.of("Content-Type", "application/json"), false);
        outlet.whole("data: {\"error\":{}}\n\n".getBytes(StandardCharsets.UTF_8));
        assertThat(wire.getStatus()).isEqualTo(200);
        assertThat(wire.getContentType()).isEqualTo("text/event-stream");
        assertThat(wire.getHeader("Content-Length")).isNull();
        assertThat(wire.text()).isEqualTo(PING + "data: {\"error\":{}}\n\n");
    }
}
