package dev.mehari.protocol;

import static org.assertj.core.api.Assertions.assertThat;

import dev.mehari.call.Capabilities;
import dev.mehari.call.Defaults;
import dev.mehari.call.ErrorKind;
import dev.mehari.call.Refusal;
import dev.mehari.protocol.anthropic.AnthropicCodec;
import dev.mehari.protocol.chat.Aim;
import dev.mehari.protocol.chat.ContentFilter;
import dev.mehari.protocol.chat.Frame;
import dev.mehari.protocol.chat.Passage;
import dev.mehari.protocol.chat.Tree;
import dev.mehari.protocol.openai.OpenAiCodec;
import java.util.Set;
import java.util.function.Consumer;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** How a translated stream ends, when not by its upstream's good end: a chat completion for a caller of messages. */
class TranslatedTest {
    private static final Capabilities ANY =
            new Capabilities(true, Set.of(), Set.of(), false, true, true, true, true, true, 0, 4096);
    private static final String TEXT =
            "data: {\"id\":\"c\",\"choices\":[{\"index\":0,\"delta\":{\"content\":\"Well. Then.\"}}]}\n\n";
    private static final String HALF_A_CALL =
            "data: {\"choices\":[{\"index\":0,\"delta\":{\"tool_calls\":[{\"index\":0,"
                    + "\"id\":\"t\",\"function\":{\"name\":\"f\",\"arguments\":\"{\\\"a\\\":\"}}]}}]}\n\n";
    private static final String STOP =
            "data: {\"choices\":[{\"index\":0,\"delta\":{},\"finish_reason\":\"stop\"}]}\n\n";
    private static final String DONE = "data: [DONE]\n\n";

    private static Watched run(String stream, Consumer<Passage> filter) {
        Translation translation = new Translation(
                new AnthropicCodec().chat(),
                new OpenAiCodec().chat(),
                true,
                Defaults.NONE,
                new Aim("m", ANY, Set.of()),
                new Frame(() -> "id", "req_1", 1, "m", Tree.object().set("messages", Tree.array()), false, true, 1));
        translation.through(new ContentFilter(filter, translation.lost()));
        Watched watched = new Watched();
        EventTap tap = new OpenAiCodec().tap(Pieces.whole(stream), true, false, "req_1", watched);
        return watched.drain(translation.stream(tap));
    }

    @Test
    @DisplayName("a terminator in the middle of a call is no end")
    void terminatorTooEarly() {
        Watched watched = run(TEXT + HALF_A_CALL + DONE, passage -> {});
        assertThat(watched.endings()).containsExactly("ended INCOMPLETE");
        assertThat(watched.text()).contains("event: error").doesNotContain("message_stop", "message_delta");
    }

    @Test
    @DisplayName("a stream that a step ends is complete to the caller, and no good end of the upstream's")
    void endedHere() {
        Watched watched = run(TEXT + STOP + DONE, passage -> {
            if (passage.getText().startsWith("Then")) {
                passage.end("enough");
            }
        });
        assertThat(watched.endings()).containsExactly("ended null");
        assertThat(watched.text())
                .contains("Well. ", "\"refusal\"", "enough", "message_stop")
                .doesNotContain("Then");
        Watched early = run(TEXT + TEXT + STOP + DONE, passage -> passage.end("enough"));
        assertThat(early.endings()).containsExactly("ended ENDED_HERE");
        assertThat(early.text()).contains("message_stop").doesNotContain("Well");
    }

    @Test
    @DisplayName("what a step refuses is an error, and nothing of it is out")
    void refused() {
        Watched watched = run(TEXT + STOP + DONE, passage -> {
            throw new Refusal(ErrorKind.REFUSED_BY_ROUTE, "no");
        });
        assertThat(watched.calls).doesNotContain("content");
        assertThat(watched.endings()).containsExactly("ended REFUSED");
        assertThat(watched.text()).contains("event: error").doesNotContain("Well", "message_stop");
    }

    @Test
    @DisplayName("what is held back is not said yet")
    void held() {
        Watched watched = run(TEXT.replace("Well. Then.", "Well") + TEXT + STOP + DONE, passage -> {});
        assertThat(watched.calls.indexOf("held")).isNotNegative().isLessThan(watched.calls.indexOf("content"));
        assertThat(watched.text()).contains("WellWell. ");
    }

    @Test
    @DisplayName("each event is told once, content before it is handed out, and the end before the last bytes")
    void order() {
        Watched watched = run(TEXT + STOP + DONE, passage -> {});
        assertThat(watched.calls)
                .containsExactly("event", "content", "content", "event", "content", "event", "content", "ended null");
    }

    @Test
    @DisplayName("an error that only the decoder sees is the upstream's, and nothing follows it")
    void failed() {
        String failure = "data: {\"choices\":[{\"index\":0,\"delta\":{},\"finish_reason\":\"odd\"}]}\n\n";
        Watched watched = run(TEXT + failure + TEXT + STOP + DONE, passage -> {});
        assertThat(watched.endings()).containsExactly("ended UPSTREAM_ERROR_EVENT");
        assertThat(watched.calls).contains("error");
        assertThat(watched.error).extracting(ErrorFacts::code).isEqualTo("odd");
        assertThat(watched.text()).contains("Well. ").doesNotContain("message_stop");
    }

    @Test
    @DisplayName("what a step refuses of the last words is an error too")
    void refusedAtTheEnd() {
        Watched watched = run(TEXT.replace("Well. Then.", "Well") + STOP + DONE, passage -> {
            throw new Refusal(ErrorKind.REFUSED_BY_ROUTE, "no");
        });
        assertThat(watched.endings()).containsExactly("ended REFUSED");
        assertThat(watched.text()).contains("event: error").doesNotContain("Well", "message_stop");
    }
}
