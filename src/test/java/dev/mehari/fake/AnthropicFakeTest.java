package dev.mehari.fake;

import static org.assertj.core.api.Assertions.assertThat;

import dev.mehari.call.Usage;
import dev.mehari.sdk.AnthropicSdk;
import dev.mehari.sdk.SdkDriver;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class AnthropicFakeTest {
    private static final String MODEL = "claude-haiku-4-5";

    private final AnthropicFake fake = AnthropicFake.start();
    private final SdkDriver sdk = AnthropicSdk.of(fake.baseUrl(), fake.key());

    @AfterEach
    void close() {
        sdk.close();
        fake.close();
    }

    @Test
    void answersPlainly() {
        fake.next(Answer.text("Warm enough.").usage(new Usage(100, 20, 5, 0, 7, 3)));

        // Input without what the cache gave or took; output with thinking.
        assertThat(sdk.plain(MODEL)).isEqualTo(new SdkDriver.Said("Warm enough.", "end_turn", 1, 100, 10));
        assertThat(fake.refusals()).isEmpty();
    }

    @Test
    void streams() {
        fake.next(Answer.text("Warm enough."));

        SdkDriver.Said said = sdk.streamed(MODEL);
        // message_start, block start, ping, two deltas, block stop, message_delta, message_stop.
        assertThat(fake.lastRequest().eventsWritten()).isEqualTo(8);
        assertThat(said.text()).isEqualTo("Warm enough.");
        assertThat(said.stopReason()).isEqualTo("end_turn");
        assertThat(said.events()).as("the SDK may pass over the ping").isBetween(7, 8);
        assertThat(said.inputTokens()).isEqualTo(11);
        assertThat(said.outputTokens()).isEqualTo(7);
        assertThat(fake.refusals()).isEmpty();
    }

    @Test
    void callsATool() {
        fake.next(Answer.toolCall("get_weather", "{\"city\":\"Paris\"}").withText("Let me look."));

        assertThat(sdk.toolLoop(MODEL))
                .isEqualTo(new SdkDriver.ToolLoop("get_weather", "{\"city\":\"Paris\"}", "It is 21 degrees in Paris."));
        assertThat(fake.refusals()).isEmpty();
    }

    @Test
    void failsWithTypes() {
        fake.next(Answer.error(400));
        SdkDriver.TypedError known = sdk.typedError(MODEL);
        assertThat(known.exception()).isEqualTo("BadRequestException");
        assertThat(known.type()).isEqualTo("invalid_request_error");

        try (SdkDriver stranger = AnthropicSdk.of(fake.baseUrl(), "sk-wrong")) {
            SdkDriver.TypedError wrongKey = stranger.typedError(MODEL);
            assertThat(wrongKey.exception()).isEqualTo("UnauthorizedException");
            assertThat(wrongKey.type()).isEqualTo("authentication_error");
        }
        assertThat(fake.refusals()).hasSize(1);
    }
}
