package dev.mehari.it.faults;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.mehari.fake.Answer;
import dev.mehari.fake.RawClient;
import dev.mehari.fake.ToolCall;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

@DisplayName("faults 2.8b and 2.9b: streams that break off, in translation")
class BrokenOffIT extends OnRig {
    private static final Answer SIXTY = Answer.text("token ".repeat(60).strip());

    private RawClient.Response call(Pair pair, String alias, Answer answer) {
        rig.playing(pair.vendor(), answer);
        Caller caller = pair.caller();
        RawClient.Response reply = rig.send(caller.request(alias, true, caller.asks("hi"), caller.tools(List.of("f"))));
        assertThat(reply.status()).as(reply.text()).isEqualTo(200);
        return reply;
    }

    private void broken(Pair pair, Answer answer) {
        RawClient.Response reply = call(pair, pair.vendor().alias(), answer);
        Heard heard = pair.caller().hear(reply, true);
        assertThat(heard.error.path("message").asText()).as(reply.text()).isNotBlank();
        assertThat(heard.complete).isFalse();
        assertThat(heard.text.toString().split("token", -1).length - 1).isBetween(30, 60);
        assertThat(heard.usage.path("output_tokens").asInt()).isZero();
        JsonNode row = rig.row(reply);
        assertThat(row.path("error_kind").asText()).isEqualTo("upstream_stream_interrupted");
        assertThat(row.path("error_origin").asText()).isEqualTo("upstream");
    }

    @ParameterizedTest
    @MethodSource("streams")
    @DisplayName("fault 2.8b: what came, then the caller's own error, and no terminator of success")
    void brokenOff(Pair pair) {
        broken(pair, SIXTY.cutAfter(40));
        broken(pair, SIXTY.cutInside(40));
        broken(pair, SIXTY.drip(Duration.ofMillis(2)).resetAfter(40));
        broken(pair, SIXTY.withoutFinish().withoutTerminator());
    }

    @ParameterizedTest
    @MethodSource("streams")
    @DisplayName("fault 2.8b: half of a call is never closed as a whole one")
    void halfACall(Pair pair) {
        Answer answer = Answer.text("So. ").withToolCalls(new ToolCall("f", "{\"city\":\"a very long name\"}"));
        int events = eventsWith(pair, answer);
        Heard heard = pair.caller().hear(call(pair, pair.vendor().alias(), answer.cutAfter(events)), true);
        assertThat(heard.error.isMissingNode()).isFalse();
        assertThat(heard.complete).isFalse();
        if (pair.caller() != Caller.CHAT) {
            assertThat(heard.calls).isEmpty();
        }
    }

    /** How many events it is until a part of the arguments is there and another is not; Gemini's calls come whole. */
    private int eventsWith(Pair pair, Answer answer) {
        call(pair, pair.vendor().alias(), answer);
        int all = rig.fake(pair.vendor()).lastRequest().eventsWritten();
        return switch (pair.vendor()) {
            // The second half, the finish reason, usage, [DONE].
            case CHAT, ALIKE -> all - 4;
            // The second half, the block's end, the message's, message_stop.
            case ANTHROPIC -> all - 4;
            // The second half, the arguments' end, the item's, the response's.
            case RESPONSES -> all - 4;
            case GEMINI -> all - 2;
        };
    }

    @ParameterizedTest
    @MethodSource("streams")
    @DisplayName("fault 2.9b: before anything is said, the next target begins, and the caller sees one beginning")
    void beforeContent(Pair pair) {
        Vendor next = pair.vendor() == Vendor.ANTHROPIC ? Vendor.RESPONSES : Vendor.ANTHROPIC;
        rig.playing(next, Answer.text("It is warm here."));
        RawClient.Response reply =
                call(pair, Rig.either(pair.vendor(), next), SIXTY.cutAfter(1).withoutFinish());
        if (pair.vendor() == Vendor.GEMINI) {
            // Its first event says something.
            assertThat(pair.caller().hear(reply, true).error.isMissingNode()).isFalse();
            return;
        }
        Heard heard = pair.caller().hear(reply, true);
        assertThat(heard.text.toString()).isEqualTo("It is warm here.");
        assertThat(heard.complete).isTrue();
        assertThat(reply.headers().first("x-mehari-model")).isEqualTo(next.model());
        assertThat(reply.headers().first("x-mehari-attempts")).isEqualTo("2");
        assertThat(reply.text()).doesNotContain(pair.vendor().model());
    }

    @ParameterizedTest
    @MethodSource("streams")
    @DisplayName("fault 2.9b: after the first word nobody else is asked")
    void afterContent(Pair pair) {
        Vendor next = pair.vendor() == Vendor.ANTHROPIC ? Vendor.RESPONSES : Vendor.ANTHROPIC;
        rig.playing(next, Answer.text("It is warm here."));
        RawClient.Response reply = call(pair, Rig.either(pair.vendor(), next), SIXTY.cutAfter(20));
        assertThat(pair.caller().hear(reply, true).error.isMissingNode()).isFalse();
        assertThat(rig.fake(next).requests()).isEmpty();
        assertThat(Objects.requireNonNull(reply.headers().first("x-mehari-attempts")))
                .isEqualTo("1");
    }

    @ParameterizedTest
    @MethodSource("streams")
    @DisplayName(
            "a terminator before the answer is whole is no end: half of the arguments and [DONE], deltas of no block")
    void terminatorTooEarly(Pair pair) {
        Answer answer = switch (pair.vendor()) {
            case CHAT, ALIKE ->
                Chunks.of("{\"content\":\"So.\"}", Chunks.call(0, "f", "{\"a\":"))
                        .done();
            case ANTHROPIC ->
                Answer.sse(
                        "event: message_start\ndata: {\"type\":\"message_start\",\"message\":{\"id\":\"m\",\"content\":[]}}\n\n"
                                + "event: content_block_delta\ndata: {\"type\":\"content_block_delta\",\"index\":0,"
                                + "\"delta\":{\"type\":\"text_delta\",\"text\":\"So.\"}}\n\n"
                                + "event: message_stop\ndata: {\"type\":\"message_stop\"}\n\n");
            // Their last event holds the whole response; nothing of it can be missing. Google's has none.
            case RESPONSES, GEMINI -> SIXTY.withoutFinish().withoutTerminator();
        };
        rig.playing(pair.vendor(), answer);
        Caller caller = pair.caller();
        RawClient.Response reply =
                rig.send(caller.request(pair.vendor().alias(), true, caller.asks("hi"), caller.tools(List.of("f"))));
        Heard heard = caller.hear(reply, true);
        assertThat(heard.error.isMissingNode()).as(reply.text()).isFalse();
        assertThat(heard.complete).isFalse();
        assertThat(rig.row(reply).path("error_kind").asText()).isEqualTo("upstream_stream_interrupted");
    }
}
