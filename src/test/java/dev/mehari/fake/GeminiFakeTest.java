package dev.mehari.fake;

import static org.assertj.core.api.Assertions.assertThat;

import dev.mehari.call.Usage;
import dev.mehari.sdk.GeminiSdk;
import dev.mehari.sdk.SdkDriver;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class GeminiFakeTest {
    private static final String MODEL = "gemini-2.5-flash";

    private final GeminiFake fake = GeminiFake.start();
    private final SdkDriver sdk = GeminiSdk.of(fake.baseUrl(), fake.key());

    @AfterEach
    void close() {
        sdk.close();
        fake.close();
    }

    @Test
    void answersPlainly() {
        fake.next(Answer.text("Warm enough.").usage(new Usage(100, 20, 0, 0, 7, 3)));

        assertThat(sdk.plain(MODEL)).isEqualTo(new SdkDriver.Said("Warm enough.", "STOP", 1, 120, 10));
        assertThat(fake.refusals()).isEmpty();
    }

    @Test
    void streams() {
        fake.next(Answer.text("Warm enough."));

        assertThat(sdk.streamed(MODEL)).isEqualTo(new SdkDriver.Said("Warm enough.", "STOP", 3, 11, 7));
        assertThat(fake.lastRequest().query()).isEqualTo("alt=sse");
        assertThat(fake.refusals()).isEmpty();
    }

    @Test
    void callsAToolAndWantsItsSignatureBack() {
        fake.always(Answer.toolCall("get_weather", "{\"city\":\"Paris\"}").thenText("It is 21 degrees in Paris."));

        for (String model : new String[] {MODEL, "gemini-3.1-pro-preview"}) {
            assertThat(sdk.toolLoop(model))
                    .isEqualTo(new SdkDriver.ToolLoop(
                            "get_weather", "{\"city\":\"Paris\"}", "It is 21 degrees in Paris."));
        }
        assertThat(fake.refusals()).isEmpty();
    }

    @Test
    void failsWithTypes() {
        fake.next(Answer.error(400, "FAILED_PRECONDITION", "not from there"));
        SdkDriver.TypedError known = sdk.typedError(MODEL);
        assertThat(known.exception()).isEqualTo("ClientException");
        assertThat(known.type()).isEqualTo("FAILED_PRECONDITION");

        try (SdkDriver stranger = GeminiSdk.of(fake.baseUrl(), "wrong")) {
            SdkDriver.TypedError wrongKey = stranger.typedError(MODEL);
            assertThat(wrongKey.status()).isEqualTo(400);
            assertThat(wrongKey.type()).isEqualTo("INVALID_ARGUMENT");
        }
        assertThat(fake.refusals()).hasSize(1);
    }

    @Test
    void isTriedAgainByItsOwnSdkWhenUnavailable() {
        fake.next(Answer.error(503));

        assertThat(sdk.plain(MODEL).stopReason()).isEqualTo("STOP");
        assertThat(fake.requests()).hasSize(2);
    }

    @Test
    void streamsAnArrayToWhoDoesNotAskForEvents() {
        fake.next(Answer.pieces("one ", "two"));

        try (RawClient client = RawClient.to(fake.baseUrl())) {
            client.send(RawClient.post(
                    "/v1beta/models/gemini-2.5-flash:streamGenerateContent",
                    Map.of("x-goog-api-key", fake.key()),
                    "{\"contents\":[{\"parts\":[{\"text\":\"count\"}]}]}"));
            RawClient.Response response = client.response();
            assertThat(response.headers().first("content-type")).startsWith("application/json");
            assertThat(Json.parse(response.body()).findValuesAsText("text")).containsExactly("one ", "two", "");
        }
    }
}
