package dev.mehari.fake;

import static org.assertj.core.api.Assertions.assertThat;

import dev.mehari.call.Usage;
import dev.mehari.sdk.OpenAiSdk;
import dev.mehari.sdk.SdkDriver;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class OpenAiFakeTest {
    private final OpenAiFake fake = OpenAiFake.start();
    private final SdkDriver sdk = OpenAiSdk.of(fake.baseUrl(), fake.key());

    @AfterEach
    void close() {
        sdk.close();
        fake.close();
    }

    @Test
    void answersPlainly() {
        fake.next(Answer.text("Warm enough.").usage(new Usage(100, 20, 5, 0, 7, 3)));

        assertThat(sdk.plain("gpt-4.1")).isEqualTo(new SdkDriver.Said("Warm enough.", "stop", 1, 125, 10));
        assertThat(fake.refusals()).isEmpty();
        assertThat(fake.lastRequest().headers().all("authorization")).containsExactly("Bearer " + fake.key());
    }

    @Test
    void streams() {
        fake.next(Answer.text("Warm enough."));

        // A role chunk, two words, the finish and, because it was asked for, the usage.
        assertThat(sdk.streamed("gpt-4.1")).isEqualTo(new SdkDriver.Said("Warm enough.", "stop", 5, 11, 7));
        assertThat(fake.lastRequest().eventsWritten()).isEqualTo(6);
        assertThat(fake.refusals()).isEmpty();
    }

    @Test
    void callsATool() {
        fake.next(Answer.toolCall("get_weather", "{\"city\":\"Paris\"}"));

        assertThat(sdk.toolLoop("gpt-4.1"))
                .isEqualTo(new SdkDriver.ToolLoop("get_weather", "{\"city\":\"Paris\"}", "It is 21 degrees in Paris."));
        assertThat(fake.refusals()).isEmpty();
    }

    @Test
    void failsWithTypes() {
        fake.next(Answer.error(400, "context_length_exceeded", "too long"));
        SdkDriver.TypedError known = sdk.typedError("gpt-4.1");
        assertThat(known.exception()).isEqualTo("BadRequestException");
        assertThat(known.type()).isEqualTo("context_length_exceeded");

        try (SdkDriver stranger = OpenAiSdk.of(fake.baseUrl(), "sk-wrong")) {
            SdkDriver.TypedError wrongKey = stranger.typedError("gpt-4.1");
            assertThat(wrongKey.exception()).isEqualTo("UnauthorizedException");
            assertThat(wrongKey.type()).isEqualTo("invalid_api_key");
        }
        assertThat(fake.refusals()).hasSize(1);
    }
}
