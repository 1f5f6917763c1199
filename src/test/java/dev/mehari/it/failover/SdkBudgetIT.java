package dev.mehari.it.failover;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import dev.mehari.fake.Answer;
import dev.mehari.fake.FakeProvider;
import dev.mehari.it.GatewaySetup;
import dev.mehari.sdk.AnthropicSdk;
import dev.mehari.sdk.GeminiSdk;
import dev.mehari.sdk.OpenAiSdk;
import dev.mehari.sdk.SdkDriver;
import java.time.Duration;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

@DisplayName("fault 2.2a: official SDKs with their own default retries do not multiply ours")
class SdkBudgetIT extends OnChain {
    private SdkDriver sdk(Way way) {
        String url = chain.gateway().url();
        return switch (way.dialect) {
            case OPENAI, ZAI -> OpenAiSdk.of(url + "/v1", GatewaySetup.KEY);
            case ANTHROPIC -> AnthropicSdk.of(url, GatewaySetup.KEY);
            case GEMINI, GEMINI_ARRAY -> GeminiSdk.hasty(url, GatewaySetup.KEY);
        };
    }

    /** What always fails, and how many calls that is worth. */
    enum Failure {
        OVERLOADED(3, "InternalServerException|OverloadedException|ServerException"),
        ERROR(3, "InternalServerException|ServerException"),
        LIMITED(1, "RateLimitException|ClientException"),
        LIMITED_FOR_A_SECOND(2, "RateLimitException|ClientException"),
        RESET(3, "InternalServerException|ServerException");

        /** Attempts of one call. */
        final int budget;

        final String exception;

        Failure(int budget, String exception) {
            this.budget = budget;
            this.exception = exception;
        }

        /** A single attempt is nothing that an SDK's own retries would multiply, and a 429 may well pass. */
        int calls() {
            return budget == 1 ? 3 : 1;
        }

        Answer answer() {
            return switch (this) {
                case OVERLOADED -> Answer.error(503);
                case ERROR -> Answer.error(500);
                case LIMITED -> Answer.error(429);
                case LIMITED_FOR_A_SECOND -> Answer.error(429).retryAfter(Duration.ofSeconds(1));
                case RESET -> Answer.reset();
            };
        }
    }

    @ParameterizedTest
    @CsvSource({
        "OPENAI_JSON,OVERLOADED",
        "OPENAI_JSON,ERROR",
        "OPENAI_JSON,LIMITED",
        "OPENAI_JSON,LIMITED_FOR_A_SECOND",
        "OPENAI_JSON,RESET",
        "ANTHROPIC_JSON,OVERLOADED",
        "ANTHROPIC_JSON,ERROR",
        "ANTHROPIC_JSON,LIMITED",
        "ANTHROPIC_JSON,LIMITED_FOR_A_SECOND",
        "ANTHROPIC_JSON,RESET"
    })
    @DisplayName("fault 2.2a: an upstream that always fails sees exactly our budget, and the SDK throws its own class")
    void whole(Way way, Failure failure) {
        FakeProvider fake = chain.fake(way, 1);
        fake.always(failure.answer());
        try (SdkDriver sdk = sdk(way)) {
            SdkDriver.TypedError error = sdk.typedError("one-" + way.vendor());

            assertThat(error.exception()).matches(failure.exception);
        }
        assertThat(fake.requests()).hasSize(failure.budget * failure.calls());
    }

    @ParameterizedTest
    @CsvSource({
        "OPENAI_STREAM,OVERLOADED",
        "OPENAI_STREAM,LIMITED",
        "OPENAI_STREAM,RESET",
        "ANTHROPIC_STREAM,OVERLOADED",
        "ANTHROPIC_STREAM,LIMITED",
        "ANTHROPIC_STREAM,RESET"
    })
    @DisplayName("fault 2.2a: the same, streamed")
    void streamed(Way way, Failure failure) {
        FakeProvider fake = chain.fake(way, 1);
        fake.always(failure.answer());
        try (SdkDriver sdk = sdk(way)) {
            Throwable thrown = catchThrowable(() -> sdk.streamed("one-" + way.vendor()));

            assertThat(thrown).isNotNull();
            assertThat(thrown.getClass().getSimpleName()).matches(failure.exception);
        }
        assertThat(fake.requests()).hasSize(failure.budget * failure.calls());
    }

    /**
     * What Google's SDK does by default, whatever a reply's headers say: five calls in all for 408, 429, 500, 502, 503 and
     * 504, one for any other status. Each of them is a call of ours with its own budget; nothing that we could answer
     * with an honest status would stop it.
     */
    @ParameterizedTest
    @CsvSource({"GEMINI_JSON,OVERLOADED", "GEMINI_JSON,LIMITED", "GEMINI_JSON,RESET", "GEMINI_STREAM,ERROR"})
    @DisplayName("fault 2.2a: Google's SDK does not obey x-should-retry: five calls, each with our budget and no more")
    void google(Way way, Failure failure) {
        FakeProvider fake = chain.fake(way, 1);
        fake.always(failure.answer());
        try (SdkDriver sdk = sdk(way)) {
            Throwable thrown = catchThrowable(() -> sdk.streamed("one-" + way.vendor()));

            assertThat(thrown).isNotNull();
            assertThat(thrown.getClass().getSimpleName()).matches(failure.exception);
        }
        assertThat(fake.requests()).hasSize(5 * failure.budget);
    }

    @ParameterizedTest
    @ValueSource(ints = {400, 401, 404})
    @DisplayName("fault 2.2a: what is the caller's to mend, or ours, is not repeated by SDKs that obey")
    void notRepeated(int status) {
        for (Way way : Way.protocols()) {
            FakeProvider fake = chain.fake(way, 1);
            fake.always(Answer.error(status));
            try (SdkDriver sdk = sdk(way)) {
                // Our 502 for a 401 or 404 upstream is one that Google's SDK repeats.
                boolean repeats = way.vendor().equals("gemini") && status != 400;

                assertThat(sdk.typedError("one-" + way.vendor()).status()).isEqualTo(status == 400 ? 400 : 502);
                assertThat(fake.requests()).hasSize(repeats ? 5 : 1);
            }
        }
    }

    @ParameterizedTest
    @CsvSource({"OPENAI_STREAM", "ANTHROPIC_STREAM", "GEMINI_STREAM"})
    @DisplayName("fault 2.9a: a fallback is invisible to an SDK")
    void fallback(Way way) {
        chain.fake(way, 1).always(Chain.good(1).cutAfter(way.dialect.openingEvents()));
        try (SdkDriver sdk = sdk(way)) {
            assertThat(sdk.streamed("two-" + way.vendor()).text()).isEqualTo("Target 2 says it is warm, 2 times.");
        }
        seen(way, 3, 1);
    }
}
