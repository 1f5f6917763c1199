package dev.mehari.protocol;

import static org.assertj.core.api.Assertions.assertThat;

import dev.mehari.call.ErrorKind;
import dev.mehari.call.Refusal;
import dev.mehari.call.Usage;
import dev.mehari.protocol.Pieces.Then;
import dev.mehari.protocol.StreamWatch.Failure;
import dev.mehari.protocol.anthropic.AnthropicCodec;
import dev.mehari.protocol.gemini.GeminiCodec;
import dev.mehari.protocol.openai.OpenAiCodec;
import dev.mehari.protocol.responses.ResponsesCodec;
import java.io.IOException;
import java.io.InputStream;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** How streams end, and who is told. */
class EndingTest {
    static final Codec OPENAI = new OpenAiCodec();

    private static final Codec RESPONSES = new ResponsesCodec();

    private static final Codec ANTHROPIC = new AnthropicCodec();

    private static final Codec GEMINI = new GeminiCodec();

    static final String TEXT = "data: {\"choices\":[{\"index\":0,\"delta\":{\"content\":\"x\"}}]}\n\n";

    static final String STOP = "data: {\"choices\":[{\"index\":0,\"delta\":{},\"finish_reason\":\"stop\"}]}\n\n";

    static final String DONE = "data: [DONE]\n\n";

    static Watched run(Codec codec, boolean eventStream, String text, Then then) {
        Watched watched = new Watched();
        return watched.drain(codec.tap(
                new Pieces(text.isEmpty() ? List.of() : List.of(Pieces.bytes(text)), then),
                eventStream,
                false,
                "req_1",
                watched));
    }

    static Watched openai(String text) {
        return run(OPENAI, true, text, Then.END);
    }

    @Test
    @DisplayName("fault 2.8 OpenAI: an error in the protocol's own shape, and no [DONE]")
    void openAiCut() {
        Watched watched = openai(TEXT + "data: {\"choices\":[{\"index\":0,\"del");
        assertThat(watched.text())
                .isEqualTo(TEXT + "data: {\"error\":{\"message\":\"" + Watched.CUT
                        + "\",\"type\":\"server_error\",\"param\":null,\"code\":\"upstream_stream_interrupted\"}}\n\n");
        assertThat(watched.calls).containsExactly("content", "event", "ended INCOMPLETE");
    }

    @Test
    @DisplayName(
            "fault 2.8 an event that begins as an object and is none: what it said is lost, and the answer not whole")
    void malformed() {
        String broken = "data: {\"choices\": oops}\n\n";
        Watched watched = openai(TEXT + broken + STOP + DONE);
        assertThat(watched.text()).startsWith(TEXT).contains(Watched.CUT).doesNotContain("oops", "[DONE]");
        assertThat(watched.calls).containsExactly("content", "event", "ended MALFORMED");
        for (Codec codec : List.of(RESPONSES, ANTHROPIC, GEMINI)) {
            assertThat(run(codec, true, "data: {\"type\": \n\n" + DONE, Then.END)
                            .last())
                    .isEqualTo("ended MALFORMED");
        }
        Watched array = run(GEMINI, false, "[{\"candidates\": oops},{}]", Then.END);
        assertThat(array.last()).isEqualTo("ended MALFORMED");

        Watched passes = new Watched();
        passes.validates = false;
        passes.drain(OPENAI.tap(Pieces.whole(TEXT + broken + STOP + DONE), true, false, "r", passes));
        assertThat(passes.text()).isEqualTo(TEXT + broken + STOP + DONE);
        assertThat(passes.last()).isEqualTo("ended null");

        Watched behind = openai(TEXT + STOP + broken + DONE);
        assertThat(behind.text()).isEqualTo(TEXT + STOP + DONE);
        assertThat(behind.last()).isEqualTo("ended null");
    }

    @Test
    @DisplayName("fault 2.8 a missing [DONE] after the stop reason is fine, also when the connection breaks there")
    void missingDone() {
        assertThat(openai(TEXT + STOP).last()).isEqualTo("ended null");
        assertThat(openai(TEXT + STOP).text()).isEqualTo(TEXT + STOP);
        assertThat(run(OPENAI, true, TEXT + STOP, Then.BREAK).last()).isEqualTo("ended null");
    }

    @Test
    @DisplayName("[DONE] without a stop reason counts when something was said")
    void doneAlone() {
        assertThat(openai(TEXT + DONE).last()).isEqualTo("ended null");
        Watched nothing = openai(
                "data: {\"choices\":[{\"index\":0,\"delta\":{\"role\":\"assistant\",\"content\":\"\"}}]}\n\n" + DONE);
        assertThat(nothing.last()).isEqualTo("ended INCOMPLETE");
        assertThat(nothing.text()).contains(Watched.CUT).doesNotContain("[DONE]");
        assertThat(openai(DONE).calls).containsExactly("ended INCOMPLETE");
        assertThat(openai("").calls).containsExactly("ended INCOMPLETE");
    }

    @Test
    @DisplayName("of several choices each needs its stop reason")
    void severalChoices() {
        String second = TEXT.replace("\"index\":0", "\"index\":1");
        assertThat(openai(TEXT + second + STOP).last()).isEqualTo("ended INCOMPLETE");
        assertThat(openai(TEXT + second + STOP + STOP.replace("\"index\":0", "\"index\":1"))
                        .last())
                .isEqualTo("ended null");
    }

    @Test
    @DisplayName("the end is told, and the stream over, without waiting for the upstream's")
    void terminalEndsAtOnce() {
        for (String all : List.of(TEXT + DONE, TEXT + STOP + DONE)) {
            assertThat(run(OPENAI, true, all, Then.SILENCE).text()).isEqualTo(all);
        }
        String anthropic = Streams.framed(Streams.ANTHROPIC, "\r\n");
        assertThat(run(ANTHROPIC, true, anthropic, Then.SILENCE).text()).isEqualTo(anthropic);
        String responses = Streams.framed(Streams.RESPONSES, "\n");
        assertThat(run(RESPONSES, true, responses, Then.SILENCE).text()).isEqualTo(responses);
        String array = TapTest.array(Streams.GEMINI);
        assertThat(run(GEMINI, false, array, Then.SILENCE).text()).isEqualTo(array);
    }

    @Test
    @DisplayName("the watch knows of the end before the last event is handed out")
    void endBeforeLastBytes() throws IOException {
        Watched watched = new Watched();
        try (InputStream tap = OPENAI.tap(Pieces.whole(TEXT + DONE), true, false, "r", watched)) {
            assertThat(tap.readNBytes(TEXT.length() + 1)).hasSize(TEXT.length() + 1);
            assertThat(watched.last()).isEqualTo("ended null");
        }
        assertThat(watched.endings()).hasSize(1);
    }

    @Test
    @DisplayName("fault 2.8 an upstream's error event passes as it is, and nothing after it")
    void errorEvent() {
        String error = "data: {\"error\":{\"message\":\"m\",\"type\":\"t\",\"code\":\"c\"}}\n\n";
        Watched watched = openai(TEXT + error + STOP + DONE);
        assertThat(watched.text()).isEqualTo(TEXT + error);
        assertThat(watched.calls).containsExactly("content", "event", "error", "ended UPSTREAM_ERROR_EVENT");
        assertThat(watched.error).isEqualTo(new ErrorFacts("c", "t", "m", true, 0, null));

        Watched first = openai(error + DONE);
        assertThat(first.calls).as("no event before it").containsExactly("error", "ended UPSTREAM_ERROR_EVENT");

        String named =
                "event: error\ndata: {\"type\":\"error\",\"error\":{\"type\":\"overloaded_error\",\"message\":\"m\"}}\n\n";
        for (Codec codec : List.of(OPENAI, RESPONSES, ANTHROPIC, GEMINI)) {
            Watched other = run(codec, true, named + DONE, Then.END);
            assertThat(other.text()).isEqualTo(named);
            assertThat(other.last()).isEqualTo("ended UPSTREAM_ERROR_EVENT");
        }
        Watched object = run(GEMINI, false, "{\"error\":{\"code\":429,\"message\":\"m\"}}", Then.END);
        assertThat(object.calls).containsExactly("error", "ended UPSTREAM_ERROR_EVENT");
        assertThat(object.error).isEqualTo(new ErrorFacts("429", null, "m", true, 429, null));
        assertThat(openai("event: error\ndata: oops\n\n" + DONE).last()).isEqualTo("ended UPSTREAM_ERROR_EVENT");
        assertThat(openai("data: {\"object\":\"error\",\"message\":\"m\"}\n\n").last())
                .isEqualTo("ended UPSTREAM_ERROR_EVENT");
        for (String failed : List.of(
                "{\"finish_reason\":\"network_error\"}",
                "{\"finish_reason\":\"error\",\"delta\":{}}",
                "{\"error\":{\"message\":\"m\"}}")) {
            assertThat(openai(TEXT + "data: {\"choices\":[" + failed + "]}\n\n" + DONE)
                            .last())
                    .as(failed)
                    .isEqualTo("ended UPSTREAM_ERROR_EVENT");
        }
        assertThat(openai("data: {\"error\":null,\"choices\":[]}\n\n" + TEXT + DONE)
                        .last())
                .isEqualTo("ended null");
    }

    @Test
    @DisplayName("an answer of the watch takes the place of the upstream's error event")
    void errorReplaced() {
        Watched watched = new Watched();
        var replacing = new StreamWatch() {
            @Override
            public void usage(Usage soFar) {}

            @Override
            public void event() {}

            @Override
            public Refusal ended(@Nullable Failure failure) {
                return new Refusal(ErrorKind.UPSTREAM_ERROR, "ours");
            }
        };
        watched.drain(OPENAI.tap(
                Pieces.whole("data: {\"error\":{\"message\":\"sk-secret\"}}\n\n"), true, false, "r", replacing));
        assertThat(watched.text()).contains("ours").doesNotContain("sk-secret");
    }

    @Test
    void anthropicCut() {
        String start = "event: message_start\r\ndata: {\"type\":\"message_start\"}\r\n\r\n";
        Watched watched = run(ANTHROPIC, true, start + "event: message_stop\r\nda", Then.BREAK);
        assertThat(watched.text())
                .isEqualTo(start
                        + "event: error\ndata: {\"type\":\"error\",\"error\":{\"type\":\"api_error\",\"message\":\""
                        + Watched.CUT + "\"},\"request_id\":\"req_1\"}\n\n");
        assertThat(watched.last()).isEqualTo("ended BROKEN");
    }

    @Test
    void geminiCut() {
        String part = "{\"candidates\":[{\"content\":{\"parts\":[{\"text\":\"}]\\\"\\\\\"}]}}]}";
        String error = "{\"error\":{\"code\":502,\"message\":\"" + Watched.CUT + "\",\"status\":\"INTERNAL\"}}";
        assertThat(run(GEMINI, true, "data: " + part + "\n\ndata: {", Then.END).text())
                .isEqualTo("data: " + part + "\n\ndata: " + error + "\n\n");
        assertThat(run(GEMINI, false, "[" + part + "\n,\n{\"a\":", Then.END).text())
                .isEqualTo("[" + part + ",\n" + error + "\n]");
        assertThat(run(GEMINI, false, "[" + part + "]", Then.END).text()).isEqualTo("[" + part + ",\n" + error + "\n]");
        for (String nothing : List.of("", "[", " [ ", "[{", "[]", "<html>", "[1]", "[[]]", "[,]]")) {
            assertThat(run(GEMINI, false, nothing, Then.END).text()).as(nothing).isEqualTo("[" + error + "\n]");
        }
        String failed = "{\"error\":{\"code\":503,\"message\":\"m\",\"status\":\"UNAVAILABLE\"}}";
        Watched watched = run(GEMINI, false, "[" + part + "," + failed + ",{\"x\":1}]", Then.END);
        assertThat(watched.text()).isEqualTo("[" + part + "," + failed + "\n]");
        assertThat(watched.error).isEqualTo(new ErrorFacts("503", "UNAVAILABLE", "m", true, 503, null));
    }

    @Test
    void geminiBlockedPromptIsComplete() {
        String blocked = "{\"promptFeedback\":{\"blockReason\":\"SAFETY\"}}";
        assertThat(run(GEMINI, true, "data: " + blocked + "\r\n\r\n", Then.END).last())
                .isEqualTo("ended null");
        assertThat(run(GEMINI, false, "[" + blocked + "]\n", Then.END).text()).isEqualTo("[" + blocked + "]");
        assertThat(run(GEMINI, false, "[" + blocked, Then.END).text()).isEqualTo("[" + blocked + "\n]");
    }
}
