package dev.mehari.edge;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.mehari.call.Attempt;
import dev.mehari.call.Call;
import dev.mehari.call.ErrorKind;
import dev.mehari.call.Protocol;
import dev.mehari.call.Refusal;
import dev.mehari.call.Reply;
import dev.mehari.call.Target;
import dev.mehari.sample.Samples;
import dev.mehari.usage.Settlement;
import dev.mehari.usage.UsageRecord;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.util.Map;
import java.util.Objects;
import org.apache.coyote.CloseNowException;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@DisplayName("fault 2.6: an answer whose status and headers were sent before it was known")
class LateAnswerTest {
    private final LateAnswer late = new LateAnswer(KeepalivesTest.codecs());

    private static Call call(Protocol protocol, boolean eventStream) {
        return KeepalivesTest.call(protocol, true, eventStream);
    }

    private static String text(Call call) {
        byte[] bytes =
                Objects.requireNonNull(Objects.requireNonNull(call.reply()).bytes());
        return new String(bytes, StandardCharsets.UTF_8);
    }

    private static UsageRecord record(Call call) {
        return Settlement.settle(call, Samples.snapshot().prices(), Clock.systemUTC());
    }

    @ParameterizedTest
    @CsvSource({
        "OPENAI_CHAT, true, 'data: {\"error\":'",
        "ANTHROPIC_MESSAGES, true, 'event: error'",
        "GEMINI, true, 'data: {\"error\":'",
        "GEMINI, false, '[{\"error\":'"
    })
    void anErrorIsToldInTheStreamAndTheRowSaysWhatTheCallerGot(Protocol protocol, boolean eventStream, String begins) {
        Call call = call(protocol, eventStream);
        call.failed(new Refusal(ErrorKind.UPSTREAM_OVERLOADED, "too much at once"));
        call.answer(Reply.of(503, "application/json", new byte[] {'{', '}'}));

        late.fit(call);

        assertThat(text(call).replaceAll("\\s*\\[\\s*", "[")).startsWith(begins);
        assertThat(text(call)).contains("too much at once").doesNotContain("[DONE]", "message_stop");
        assertThat(record(call).status()).isEqualTo(200);
        assertThat(record(call).errorKind()).isEqualTo("upstream_overloaded");
        assertThat(record(call).errorOrigin()).isEqualTo("upstream");
    }

    @Test
    void aWholeSuccessIsNoStream() {
        Call call = call(Protocol.OPENAI_CHAT, true);
        call.answer(Reply.of(200, "application/json", "{\"choices\":[]}".getBytes(StandardCharsets.UTF_8)));

        late.fit(call);

        assertThat(text(call)).startsWith("data: {\"error\":").doesNotContain("choices", "[DONE]");
        assertThat(record(call).errorKind()).isEqualTo("internal_error");
    }

    @Test
    void aStreamFollowsAsItIs() {
        Call call = call(Protocol.OPENAI_CHAT, true);
        InputStream stream = InputStream.nullInputStream();
        call.answer(Reply.streaming(201, "text/event-stream", stream));

        late.fit(call);

        assertThat(Objects.requireNonNull(call.reply()).stream()).isSameAs(stream);
        assertThat(record(call).status()).isEqualTo(200);
        assertThat(record(call).errorKind()).isNull();
    }

    @Test
    void theFactsNameWhoAnswered() {
        Call call = call(Protocol.OPENAI_CHAT, true);
        call.attempts().begin(new Attempt(Target.of("one/small"), null, Samples.NOW));
        call.attempts().begin(new Attempt(new Target("two", "a\r\n\r\ndata: b\u00e9\""), null, Samples.NOW));
        Attempt kept = new Attempt(Target.of("three/small"), null, Samples.NOW);
        kept.ended(Samples.NOW, ErrorKind.UPSTREAM_UNAVAILABLE);
        call.attempts().begin(kept);

        String facts = new String(LateAnswer.facts(call), StandardCharsets.UTF_8);

        assertThat(facts)
                .startsWith(": mehari {\"upstream\":\"two\",\"model\":\"a????data:?b?\\\"\",\"attempts\":2,"
                        + "\"overhead_ms\":")
                .endsWith("}\n\n")
                .doesNotContain("error");
        assertThat(facts.strip()).doesNotContain("\n", "\r");
    }

    @Test
    void theFactsSayWhatWentWrong() {
        Call call = call(Protocol.OPENAI_CHAT, true);
        call.failed(new Refusal(ErrorKind.UPSTREAM_STREAM_INTERRUPTED, "broke off"));

        assertThat(new String(LateAnswer.facts(call), StandardCharsets.UTF_8))
                .contains("\"attempts\":0", "\"error\":\"upstream_stream_interrupted\",\"error_origin\":\"upstream\"}")
                .doesNotContain("upstream\":\"", "broke off");
    }

    @ParameterizedTest
    @CsvSource({"'data: {}\n\n', true", "'data: {}\r\r', true", "'data: {', false"})
    void theFactsStandOnALineOfTheirOwn(String last, boolean sent) throws IOException {
        Wire wire = new Wire();
        Outlet outlet = new Outlet(wire, System::nanoTime);
        byte[] bytes = last.getBytes(StandardCharsets.UTF_8);
        outlet.begin();
        outlet.event(bytes, 0, bytes.length, false);
        outlet.after(new byte[] {':', '\n'});

        assertThat(wire.text()).isEqualTo(last + (sent ? ":\n" : ""));
    }

    @Test
    @DisplayName("fault 2.8: an error after the first byte aborts the connection, and adds nothing")
    void anErrorAfterTheFirstByteAddsNothing() throws IOException {
        Wire wire = new Wire();
        Outlet outlet = new Outlet(wire, System::nanoTime);
        outlet.head(200, Map.of("Content-Type", "text/event-stream"), true);
        outlet.event("data: {}\n\n".getBytes(StandardCharsets.UTF_8), 0, 10, false);
        EdgeErrors errors = new EdgeErrors(KeepalivesTest.codecs(), Clock.systemUTC());
        Refusal refusal = new Refusal(ErrorKind.INTERNAL_ERROR, "internal error");

        assertThatThrownBy(() -> errors.write("/v1/messages", Map.of(), refusal, "req_1", wire))
                .isInstanceOf(CloseNowException.class);
        assertThat(wire.text()).isEqualTo("data: {}\n\n");
        assertThat(wire.getStatus()).isEqualTo(200);
    }
}
