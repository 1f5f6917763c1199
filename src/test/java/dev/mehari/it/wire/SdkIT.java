package dev.mehari.it.wire;

import static org.assertj.core.api.Assertions.assertThat;

import dev.mehari.fake.Answer;
import dev.mehari.fake.FakeProvider;
import dev.mehari.it.GatewaySetup;
import dev.mehari.sdk.AnthropicSdk;
import dev.mehari.sdk.GeminiSdk;
import dev.mehari.sdk.OpenAiSdk;
import dev.mehari.sdk.SdkDriver;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.EnumSource.Mode;

@DisplayName("the official SDKs with their default settings")
class SdkIT extends OnRig {
    private SdkDriver sdk(Dialect dialect) {
        String url = rig.gateway().url();
        return switch (dialect) {
            case OPENAI -> OpenAiSdk.of(url + "/v1", GatewaySetup.KEY);
            case ZAI -> OpenAiSdk.withPlainFields(url + "/v1", GatewaySetup.KEY);
            case ANTHROPIC -> AnthropicSdk.of(url, GatewaySetup.KEY);
            case GEMINI, GEMINI_ARRAY -> GeminiSdk.of(url, GatewaySetup.KEY);
        };
    }

    private static String stop(Dialect dialect) {
        return switch (dialect) {
            case OPENAI, ZAI -> "stop";
            case ANTHROPIC -> "end_turn";
            case GEMINI, GEMINI_ARRAY -> "STOP";
        };
    }

    @ParameterizedTest
    @EnumSource(mode = Mode.EXCLUDE, names = "GEMINI_ARRAY")
    void plain(Dialect dialect) {
        try (SdkDriver sdk = sdk(dialect)) {
            assertThat(sdk.plain(dialect.model))
                    .isEqualTo(new SdkDriver.Said("It is warm, I think.", stop(dialect), 1, 11, 7));
        }
        FakeProvider fake = rig.fake(dialect);
        assertThat(fake.requests()).hasSize(1);
        assertThat(fake.lastRequest().headers().toString()).contains(fake.key()).doesNotContain(GatewaySetup.KEY);
    }

    @ParameterizedTest
    @EnumSource(mode = Mode.EXCLUDE, names = "GEMINI_ARRAY")
    void streamed(Dialect dialect) {
        try (SdkDriver sdk = sdk(dialect)) {
            SdkDriver.Said said = sdk.streamed(dialect.model);

            assertThat(said.text()).isEqualTo("It is warm, I think.");
            assertThat(said.stopReason()).isEqualTo(stop(dialect));
            assertThat(said.events()).isGreaterThanOrEqualTo(6);
            assertThat(said.inputTokens()).isEqualTo(11);
            assertThat(said.outputTokens()).isEqualTo(7);
        }
    }

    @ParameterizedTest
    @EnumSource(mode = Mode.EXCLUDE, names = "GEMINI_ARRAY")
    void toolLoop(Dialect dialect) {
        rig.fake(dialect)
                .always(Answer.toolCall(SdkDriver.TOOL, "{\"city\":\"Paris\"}").thenText("21 degrees."));

        try (SdkDriver sdk = sdk(dialect)) {
            SdkDriver.ToolLoop loop = sdk.toolLoop(dialect.model);

            assertThat(loop.toolName()).isEqualTo(SdkDriver.TOOL);
            assertThat(Rig.json(loop.arguments())).isEqualTo(Rig.json("{\"city\":\"Paris\"}"));
            assertThat(loop.text()).isEqualTo("21 degrees.");
        }
        assertThat(rig.fake(dialect).requests()).hasSize(2);
    }

    @ParameterizedTest
    @EnumSource(mode = Mode.EXCLUDE, names = "GEMINI_ARRAY")
    void typedError(Dialect dialect) {
        rig.fake(dialect).always(Answer.error(400, dialect == Dialect.ZAI ? "1214" : null, "this is wrong"));

        try (SdkDriver through = sdk(dialect)) {
            SdkDriver.TypedError error = through.typedError(dialect.model);

            assertThat(error.status()).isEqualTo(400);
            assertThat(error.exception()).isIn("BadRequestException", "ClientException");
            assertThat(error.message()).contains("this is wrong");
        }
    }

    @ParameterizedTest
    @EnumSource(mode = Mode.EXCLUDE, names = "GEMINI_ARRAY")
    void aWrongKeyIsTheGatewaysOwnTypedError(Dialect dialect) {
        String url = rig.gateway().url();
        try (SdkDriver stranger = switch (dialect) {
            case OPENAI, ZAI -> OpenAiSdk.of(url + "/v1", "sk-wrong-key-0000000000");
            case ANTHROPIC -> AnthropicSdk.of(url, "sk-wrong-key-0000000000");
            case GEMINI, GEMINI_ARRAY -> GeminiSdk.of(url, "sk-wrong-key-0000000000");
        }) {
            SdkDriver.TypedError error = stranger.typedError(dialect.model);

            assertThat(error.status()).isEqualTo(401);
            assertThat(error.exception()).isIn("UnauthorizedException", "ClientException");
        }
        assertThat(rig.fake(dialect).requests()).isEmpty();
    }
}
