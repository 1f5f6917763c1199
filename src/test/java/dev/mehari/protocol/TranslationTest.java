package dev.mehari.protocol;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import dev.mehari.call.Capabilities;
import dev.mehari.call.Defaults;
import dev.mehari.protocol.anthropic.AnthropicCodec;
import dev.mehari.protocol.chat.Aim;
import dev.mehari.protocol.chat.ChatEvent;
import dev.mehari.protocol.chat.Frame;
import dev.mehari.protocol.openai.OpenAiCodec;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Set;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@DisplayName("a call between two protocols")
class TranslationTest {
    private static final Aim AIM = new Aim(
            "m", new Capabilities(true, Set.of(), Set.of(), false, true, true, true, true, true, 0, 4096), Set.of());
    private static final Frame FRAME = new Frame(
            () -> "id",
            "req_1",
            1,
            "m",
            Parsed.json("{\"messages\":[{\"role\":\"user\",\"content\":\"Hi\"}],\"top_k\":3}"),
            false,
            true,
            1);
    private static final String TWO = """
            {"id":"c","choices":[{"index":0,"message":{"content":"a"},"finish_reason":"length"},
             {"index":1,"message":{"content":"b"},"finish_reason":"stop"}]}""";
    private static final String BROKEN =
            "{\"choices\":[{\"message\":{\"content\":\"a\"},\"finish_reason\":\"network_error\"}]}";

    private final Translation translation =
            new Translation(new AnthropicCodec().chat(), new OpenAiCodec().chat(), false, Defaults.NONE, AIM, FRAME);

    @Test
    void whatWasTranslatedAndWhatItLost() {
        assertThat(translation.ofRequest()).isTrue();
        assertThat(new Translation(new OpenAiCodec().chat(), AIM, FRAME).ofRequest())
                .isFalse();
        assertThat(translation.losses()).hasToString("[top_k:dropped]");
        translation.lost().dropped("x");
        assertThat(translation.losses()).hasToString("[top_k:dropped, x:dropped]");
    }

    @Test
    void whatIsSentIsGivenAwayOnce() {
        assertThat(new String(translation.takeBody(), StandardCharsets.UTF_8)).contains("\"content\":\"Hi\"");
        assertThatIllegalStateException().isThrownBy(translation::takeBody).withMessageContaining("before");
        assertThatIllegalStateException()
                .isThrownBy(new Translation(new OpenAiCodec().chat(), AIM, FRAME)::takeBody)
                .withMessageContaining("passes as it came");
    }

    @Test
    void theFirstWordForAnEnd() throws Translation.Fault {
        assertThat(translation.stopped()).isNull();
        translation.whole(Pieces.bytes(TWO));
        assertThat(translation.stopped()).extracting(ChatEvent.Stopped::raw).isEqualTo("length");
    }

    @Test
    void aReplyThatFailed() {
        assertThatExceptionOfType(Translation.Fault.class)
                .isThrownBy(() -> translation.whole(Pieces.bytes(BROKEN)))
                .satisfies(fault -> assertThat(fault.facts().code()).isEqualTo("network_error"));
        assertThatExceptionOfType(Translation.Fault.class)
                .isThrownBy(() -> translation.streamOf(Pieces.bytes(BROKEN)))
                .satisfies(fault -> assertThat(fault.facts().code()).isEqualTo("network_error"));
    }

    @Test
    void aStreamOfAWholeReply() throws Translation.Fault, IOException {
        assertThat(translation.streamOf(Pieces.bytes(TWO)).readAllBytes())
                .asString(StandardCharsets.UTF_8)
                .contains("\"text\":\"a\"", "max_tokens", "message_stop");
    }
}
