package dev.mehari.protocol;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.mehari.call.ErrorKind;
import dev.mehari.call.Protocol;
import dev.mehari.call.Refusal;
import dev.mehari.protocol.anthropic.AnthropicCodec;
import dev.mehari.protocol.gemini.GeminiCodec;
import dev.mehari.protocol.openai.OpenAiCodec;
import dev.mehari.protocol.openaicommon.ErrorFormat;
import dev.mehari.protocol.responses.ResponsesCodec;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.TreeMap;
import java.util.TreeSet;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

@DisplayName("what stands around a protocol's bodies: addresses, headers, signs of life")
class AroundTest {
    private static final Codecs CODECS = new Codecs(List.of(
            new OpenAiCodec(),
            OpenAiCodec.completions(ErrorFormat.PROTOCOL),
            new ResponsesCodec(),
            new AnthropicCodec(),
            new GeminiCodec()));

    @ParameterizedTest
    @CsvSource({
        "OPENAI_CHAT, /chat/completions, /chat/completions, /chat/completions, no, yes",
        "OPENAI_COMPLETIONS, /completions, /completions, /completions, no, no",
        "OPENAI_RESPONSES, /responses, /responses, /responses, yes, no",
        "ANTHROPIC_MESSAGES, /v1/messages, /v1/messages, /v1/messages, yes, no",
        "GEMINI, /v1beta/models/m:generateContent, /v1beta/models/m:streamGenerateContent?alt=sse,"
                + " /v1beta/models/m:streamGenerateContent, yes, yes"
    })
    void addresses(Protocol protocol, String whole, String events, String array, String counts, String vectors) {
        Codec codec = CODECS.of(protocol);
        assertThat(codec.protocol()).isEqualTo(protocol);
        assertThat(codec.path("m", false, true)).isEqualTo(whole);
        assertThat(codec.path("m", true, true)).isEqualTo(events);
        assertThat(codec.path("m", true, false)).isEqualTo(array);
        assertThat(codec.counts() == null).isEqualTo(counts.equals("no"));
        assertThat(codec.embeddings() == null).isEqualTo(vectors.equals("no"));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            OPENAI_CHAT        | Authorization  | Bearer s | [openai-beta]                       | {}                             | [openai-processing-ms, openai-version] | x-request-id
            OPENAI_RESPONSES   | Authorization  | Bearer s | [openai-beta]                       | {}                             | [openai-processing-ms, openai-version] | x-request-id
            ANTHROPIC_MESSAGES | x-api-key      | s        | [anthropic-beta, anthropic-version] | {anthropic-version=2023-06-01} | []                                     | request-id
            GEMINI             | x-goog-api-key | s        | []                                  | {}                             | []                                     | x-goog-request-id
            """)
    void headers(
            Protocol protocol,
            String name,
            String value,
            String passing,
            String defaults,
            String replied,
            String requestId) {
        Codec codec = CODECS.of(protocol);
        assertThat(codec.credentialHeader()).isEqualTo(name);
        assertThat(codec.credentialValue("s")).isEqualTo(value);
        assertThat(new TreeSet<>(codec.requestHeaders())).hasToString(passing);
        assertThat(new TreeMap<>(codec.defaultHeaders())).hasToString(defaults);
        assertThat(new TreeSet<>(codec.replyHeaders())).hasToString(replied);
        assertThat(codec.upstreamRequestIdHeader()).isEqualTo(requestId);
    }

    @ParameterizedTest
    @CsvSource({
        "OPENAI_CHAT, ': ping\n\n', ': ping\n\n'",
        "OPENAI_RESPONSES, ': ping\n\n', ': ping\n\n'",
        "ANTHROPIC_MESSAGES, 'event: ping\ndata: {\"type\": \"ping\"}\n\n', 'event: ping\ndata: {\"type\": \"ping\"}\n\n'",
        "GEMINI, '\n\n', '\n'"
    })
    void signsOfLife(Protocol protocol, String events, String array) {
        assertThat(CODECS.of(protocol).keepalive(true))
                .asString(StandardCharsets.UTF_8)
                .isEqualTo(events);
        assertThat(CODECS.of(protocol).keepalive(false))
                .asString(StandardCharsets.UTF_8)
                .isEqualTo(array);
    }

    @ParameterizedTest
    @EnumSource(Protocol.class)
    void errorsOfUpstreamsPassInTheirOwnWords(Protocol protocol) {
        assertThat(CODECS.of(protocol).errorsPass()).isTrue();
    }

    @Test
    void errorsInOneText() {
        Refusal refusal = new Refusal(ErrorKind.INVALID_REQUEST, "no \"x\"");
        for (Codec codec : List.of(
                new OpenAiCodec(ErrorFormat.SIMPLE),
                OpenAiCodec.completions(ErrorFormat.SIMPLE),
                new ResponsesCodec(ErrorFormat.SIMPLE))) {
            assertThat(codec.errorsPass()).isFalse();
            assertThat(codec.error(refusal, "r"))
                    .asString(StandardCharsets.UTF_8)
                    .isEqualTo("{\"error\":\"no \\\"x\\\"\"}");
        }
    }

    @Test
    void oneCodecForEachProtocol() {
        assertThatThrownBy(() -> new Codecs(List.of(new OpenAiCodec(), new OpenAiCodec())))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("two codecs for");
        assertThatThrownBy(() -> new Codecs(List.of(new OpenAiCodec())))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("no codec for");
    }
}
