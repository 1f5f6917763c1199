package dev.mehari.protocol;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.anthropic.errors.AnthropicException;
import com.google.genai.errors.ApiException;
import com.openai.errors.OpenAIException;
import dev.mehari.call.Attempt;
import dev.mehari.call.ErrorKind;
import dev.mehari.call.Refusal;
import dev.mehari.fake.Answer;
import dev.mehari.fake.AnthropicFake;
import dev.mehari.fake.FakeProvider;
import dev.mehari.fake.GeminiFake;
import dev.mehari.fake.OpenAiFake;
import dev.mehari.protocol.anthropic.AnthropicCodec;
import dev.mehari.protocol.gemini.GeminiCodec;
import dev.mehari.protocol.openai.OpenAiCodec;
import dev.mehari.sdk.AnthropicSdk;
import dev.mehari.sdk.GeminiSdk;
import dev.mehari.sdk.OpenAiSdk;
import dev.mehari.sdk.SdkDriver;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What the vendors' own clients make of the bytes that are ours: signs of life, and errors that list attempts. */
class ClientsTest {
    record Kind(Codec codec, String model, List<String> events, FakeProvider fake, SdkDriver sdk)
            implements AutoCloseable {
        @Override
        public String toString() {
            return codec.protocol().id();
        }

        @Override
        public void close() {
            sdk.close();
            fake.close();
        }
    }

    private static final List<Attempt> TWO = List.of(
            TriedTest.attempt("a/b", 503, ErrorKind.UPSTREAM_OVERLOADED),
            TriedTest.attempt("c/d", 0, ErrorKind.UPSTREAM_TIMEOUT));

    private static final List<String> OPENAI = List.of(
            openai("{\"role\":\"assistant\",\"content\":\"\"}", "null"),
            openai("{\"content\":\"Hello \"}", "null"),
            openai("{\"content\":\"there.\"}", "null"),
            openai("{}", "\"stop\""),
            "data: [DONE]\n\n");

    private static final List<String> ANTHROPIC = List.of(
            anthropic(
                    "message_start",
                    "\"message\":{\"id\":\"m\",\"type\":\"message\",\"role\":\"assistant\",\"model\":\"x\",\"content\":[],\"stop_reason\":null,\"stop_sequence\":null,\"usage\":{\"input_tokens\":3,\"output_tokens\":1}}"),
            anthropic("content_block_start", "\"index\":0,\"content_block\":{\"type\":\"text\",\"text\":\"\"}"),
            anthropic("content_block_delta", "\"index\":0,\"delta\":{\"type\":\"text_delta\",\"text\":\"Hello \"}"),
            anthropic("content_block_delta", "\"index\":0,\"delta\":{\"type\":\"text_delta\",\"text\":\"there.\"}"),
            anthropic("content_block_stop", "\"index\":0"),
            anthropic(
                    "message_delta",
                    "\"delta\":{\"stop_reason\":\"end_turn\",\"stop_sequence\":null},\"usage\":{\"output_tokens\":2}"),
            "event: message_stop\ndata: {\"type\":\"message_stop\"}\n\n");

    private static final List<String> GEMINI = List.of(
            "data: {\"candidates\":[{\"content\":{\"parts\":[{\"text\":\"Hello \"}],\"role\":\"model\"},\"index\":0}]}\r\n\r\n",
            "data: {\"candidates\":[{\"content\":{\"parts\":[{\"text\":\"there.\"}],\"role\":\"model\"},\"index\":0,\"finishReason\":\"STOP\"}],\"usageMetadata\":{\"promptTokenCount\":3,\"candidatesTokenCount\":2}}\r\n\r\n");

    private static String openai(String delta, String finish) {
        return "data: {\"id\":\"c\",\"object\":\"chat.completion.chunk\",\"created\":1,\"model\":\"m\",\"choices\":[{\"index\":0,\"delta\":"
                + delta + ",\"finish_reason\":" + finish + "}]}\n\n";
    }

    private static String anthropic(String type, String members) {
        return "event: " + type + "\ndata: {\"type\":\"" + type + "\"," + members + "}\n\n";
    }

    static Stream<Kind> kinds() {
        OpenAiFake openai = OpenAiFake.start();
        AnthropicFake anthropic = AnthropicFake.start();
        GeminiFake gemini = GeminiFake.start();
        return Stream.of(
                new Kind(new OpenAiCodec(), "gpt-4o", OPENAI, openai, OpenAiSdk.of(openai.baseUrl(), openai.key())),
                new Kind(
                        new AnthropicCodec(),
                        "claude-haiku-4-5",
                        ANTHROPIC,
                        anthropic,
                        AnthropicSdk.of(anthropic.baseUrl(), anthropic.key())),
                new Kind(
                        new GeminiCodec(),
                        "gemini-2.5-flash",
                        GEMINI,
                        gemini,
                        GeminiSdk.of(gemini.baseUrl(), gemini.key())));
    }

    private static Answer stream(List<byte[]> pieces) {
        return Answer.stream("text/event-stream", pieces);
    }

    @ParameterizedTest
    @MethodSource("kinds")
    @DisplayName("fault 2.6 signs of life before the first event and between all others change nothing for a client")
    void signsOfLife(Kind kind) {
        try (kind) {
            byte[] alive = kind.codec.keepalive(true);
            List<byte[]> plain = kind.events.stream().map(Pieces::bytes).toList();
            List<byte[]> kept = new ArrayList<>(List.of(alive, alive));
            for (byte[] event : plain) {
                kept.add(event);
                kept.add(alive);
            }
            // The protocol's last word ends the stream: nothing is sent behind it.
            kept.removeLast();
            kind.fake.next(stream(plain), stream(kept));

            SdkDriver.Said expected = kind.sdk.streamed(kind.model);
            assertThat(expected.text()).isEqualTo("Hello there.");
            assertThat(kind.sdk.streamed(kind.model)).isEqualTo(expected);
            assertThat(kind.fake.refusals()).isEmpty();
        }
    }

    @ParameterizedTest
    @MethodSource("kinds")
    @DisplayName("an error that lists attempts is the client's usual typed error")
    void listedAttempts(Kind kind) {
        try (kind) {
            // A status that no client repeats by itself.
            Refusal refusal = new Refusal(ErrorKind.UPSTREAM_REJECTED, "all targets failed");
            String body = new String(kind.codec.error(refusal, "req_1", TWO), StandardCharsets.UTF_8);
            assertThat(body).contains("upstream_timeout");
            String plain = new String(kind.codec.error(refusal, "req_1"), StandardCharsets.UTF_8);
            int status = kind.codec.status(refusal);
            kind.fake.always(Answer.json(status, plain));
            SdkDriver.TypedError expected = kind.sdk.typedError(kind.model);
            kind.fake.always(Answer.json(status, body));
            SdkDriver.TypedError error = kind.sdk.typedError(kind.model);

            assertThat(error.message()).contains("all targets failed");
            assertThat(error.exception()).isEqualTo(expected.exception());
            assertThat(error.status()).isEqualTo(400);
            assertThat(error.type()).isEqualTo(expected.type()).isNotEmpty();
        }
    }

    @ParameterizedTest
    @MethodSource("kinds")
    @DisplayName("fault 2.6 a call that fails after signs of life fails for the client, and in our words")
    void failsAfterSignsOfLife(Kind kind) {
        try (kind) {
            Refusal refusal = new Refusal(ErrorKind.UPSTREAM_ERROR, "all targets failed");
            byte[] alive = kind.codec.keepalive(true);
            kind.fake.always(stream(List.of(alive, alive, kind.codec.streamError(refusal, "req_1", TWO, true))));

            assertThatThrownBy(() -> kind.sdk.streamed(kind.model))
                    .isInstanceOfAny(OpenAIException.class, AnthropicException.class, ApiException.class)
                    .hasMessageContaining("all targets failed");
        }
    }
}
