package dev.mehari.fake;

import static org.assertj.core.api.Assertions.assertThat;

import dev.mehari.call.Usage;
import dev.mehari.sdk.OpenAiSdk;
import dev.mehari.sdk.SdkDriver;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class ZaiFakeTest {
    private static final String MODEL = "glm-5.2";

    private final ZaiFake fake = ZaiFake.start();
    private final SdkDriver sdk = OpenAiSdk.withPlainFields(fake.baseUrl(), fake.key());

    @AfterEach
    void close() {
        sdk.close();
        fake.close();
    }

    @Test
    void answersPlainly() {
        fake.next(Answer.text("Warm enough.").usage(new Usage(100, 20, 0, 0, 7, 3)));

        assertThat(sdk.plain(MODEL)).isEqualTo(new SdkDriver.Said("Warm enough.", "stop", 1, 120, 10));
        assertThat(fake.refusals()).isEmpty();
    }

    @Test
    void streams() {
        fake.next(Answer.text("Warm enough."));

        // Usage comes unasked, with the finish.
        assertThat(sdk.streamed(MODEL)).isEqualTo(new SdkDriver.Said("Warm enough.", "stop", 3, 11, 7));
        assertThat(fake.refusals()).isEmpty();
    }

    @Test
    void callsATool() {
        fake.next(Answer.toolCall("get_weather", "{\"city\":\"Paris\"}"));

        assertThat(sdk.toolLoop(MODEL))
                .isEqualTo(new SdkDriver.ToolLoop("get_weather", "{\"city\":\"Paris\"}", "It is 21 degrees in Paris."));
        assertThat(fake.refusals()).isEmpty();
    }

    @Test
    void failsWithTypes() {
        fake.next(Answer.error(400, "1301", "sensitive"));
        SdkDriver.TypedError known = sdk.typedError(MODEL);
        assertThat(known.exception()).isEqualTo("BadRequestException");
        assertThat(known.type()).isEqualTo("1301");

        try (SdkDriver stranger = OpenAiSdk.withPlainFields(fake.baseUrl(), "wrong")) {
            assertThat(stranger.typedError(MODEL).type()).isEqualTo("1000");
        }
        assertThat(sdk.typedError("gpt-4.1").type()).isEqualTo("1211");
        assertThat(fake.refusals()).hasSize(2);
    }
}
