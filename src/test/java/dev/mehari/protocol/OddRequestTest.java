package dev.mehari.protocol;

import static dev.mehari.protocol.RequestTest.ANTHROPIC;
import static dev.mehari.protocol.RequestTest.GEMINI;
import static dev.mehari.protocol.RequestTest.OPENAI;
import static dev.mehari.protocol.RequestTest.RESPONSES;
import static dev.mehari.protocol.RequestTest.patched;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.mehari.call.ErrorKind;
import dev.mehari.call.Refusal;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

@DisplayName("requests that are none, or odd")
class OddRequestTest {
    private static final String STRAY = "{}[]\",:0e-\\t \u0001";

    static Stream<Codec> codecs() {
        return Stream.of(OPENAI, RESPONSES, ANTHROPIC, GEMINI);
    }

    private static Refusal refusal(Codec codec, byte[] body) {
        try {
            codec.read(body);
        } catch (Refusal refusal) {
            return refusal;
        }
        throw new AssertionError("accepted");
    }

    @ParameterizedTest
    @MethodSource("codecs")
    void notJson(Codec codec) {
        for (String body : List.of(
                "",
                "  ",
                "[]",
                "\"secret\"",
                "null",
                "{",
                "{\"secret\":}",
                "{\"a\":1}secret",
                "{\"a\":1}{}",
                "{\"a\":01}",
                "{'secret':1}",
                "{\"a\":NaN}",
                "{\"a\":secret}",
                "{\"a\":1,}",
                "{\"a\":\"\n\"}",
                "{\"a\":\"\\x\"}",
                "{/*secret*/}",
                "<html>secret")) {
            Refusal refusal = refusal(codec, Pieces.bytes(body));
            assertThat(refusal.kind()).as(body).isEqualTo(ErrorKind.INVALID_JSON);
            assertThat(refusal.text()).as(body).startsWith("The request body ").doesNotContain("secret");
        }
        assertThat(refusal(codec, Pieces.bytes("{\"a\":\n  ?}")).text()).contains("line 2, column ");
        assertThat(refusal(codec, "{\"a\":1}".getBytes(StandardCharsets.UTF_16LE))
                        .kind())
                .isEqualTo(ErrorKind.INVALID_JSON);
    }

    @ParameterizedTest
    @MethodSource("codecs")
    @DisplayName("what is not UTF-8 is refused, also where a parser would skip it")
    void notUtf8(Codec codec) {
        for (byte[] wrong : List.of(
                new byte[] {(byte) 0xFF},
                new byte[] {(byte) 0xC0, (byte) 0x80},
                new byte[] {(byte) 0xE0, (byte) 0x80, (byte) 0x80},
                new byte[] {(byte) 0xED, (byte) 0xA0, (byte) 0x80},
                new byte[] {(byte) 0xF5, (byte) 0x80, (byte) 0x80, (byte) 0x80},
                new byte[] {(byte) 0xE2, (byte) 0x82})) {
            for (int before : List.of(0, 8190, 20000)) {
                String text = "{\"a\":\"" + "é".repeat(before / 2);
                byte[] start = Pieces.bytes(text);
                byte[] body = Arrays.copyOf(start, start.length + wrong.length + 2);
                System.arraycopy(wrong, 0, body, start.length, wrong.length);
                body[body.length - 2] = '"';
                body[body.length - 1] = '}';
                assertThat(refusal(codec, body).text()).contains("UTF-8 at byte " + start.length + ".");
            }
        }
    }

    @Test
    @DisplayName("a byte order mark is cut off, and patches still hit")
    void byteOrderMark() {
        assertThat(patched(OPENAI, "\uFEFF{\"a\":1,\"model\":\"m\"}", "x", false))
                .isEqualTo("{\"a\":1,\"model\":\"x\"}");
    }

    @ParameterizedTest
    @MethodSource("codecs")
    void deepNesting(Codec codec) {
        String fits = "{\"a\":" + "[".repeat(499) + "]".repeat(499) + "}";
        assertThat(codec.read(Pieces.bytes(fits)).field("a.size")).isEqualTo(1L);
        String deep = "{\"a\":" + "[".repeat(100_000) + "]".repeat(100_000) + "}";
        assertThat(refusal(codec, Pieces.bytes(deep)).text())
                .isEqualTo("The request body is nested deeper than 500 levels.");
    }

    @Test
    @DisplayName("a string of 32 MB and a number of a megabyte pass")
    void large() {
        byte[] body = new byte[34 << 20];
        Arrays.fill(body, (byte) 'A');
        byte[] start = Pieces.bytes("{\"image\":\"");
        byte[] end = Pieces.bytes("\",\"n\":" + "1".repeat(1 << 20) + ",\"model\":\"m\"}");
        System.arraycopy(start, 0, body, 0, start.length);
        System.arraycopy(end, 0, body, body.length - end.length, end.length);
        byte[] sent = OPENAI.read(body).forUpstream("xy", false);
        assertThat(sent).hasSize(body.length + 1);
        assertThat(new String(sent, sent.length - 15, 15, StandardCharsets.UTF_8))
                .endsWith(",\"model\":\"xy\"}");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\"model\":\"a\",\"model\":\"b\"}",
                "{\"model\":\"a\",\"mod\\u0065l\":\"a\"}",
                "{\"stream\":true,\"stream\":false}",
                "{\"model\":1}",
                "{\"model\":{}}",
                "{\"stream\":\"true\"}",
                "{\"stream\":1}",
            })
    void ambiguous(String body) {
        for (Codec codec : List.of(OPENAI, RESPONSES, ANTHROPIC)) {
            assertThat(refusal(codec, Pieces.bytes(body)).kind()).isEqualTo(ErrorKind.INVALID_REQUEST);
        }
        assertThat(GEMINI.read(Pieces.bytes(body)).model()).isNull();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\"stream_options\":{},\"stream_options\":{}}",
                "{\"stream_options\":[]}",
                "{\"stream_options\":{\"include_usage\":true,\"include_us\\u0061ge\":false}}",
                "{\"stream_options\":{\"include_usage\":1}}",
            })
    void ambiguousOptions(String body) {
        assertThat(refusal(OPENAI, Pieces.bytes(body)).kind()).isEqualTo(ErrorKind.INVALID_REQUEST);
    }

    @Test
    @DisplayName("what we accept as JSON is what another parser accepts")
    void validityProperty() {
        Seeded seeded = Seeded.fresh();
        for (int round = 0; round < Seeded.times(2000); round++) {
            byte[] body = Pieces.bytes(new RandomJson(seeded.random()).object("\"a\":1"));
            body[seeded.random().nextInt(body.length)] =
                    (byte) STRAY.charAt(seeded.random().nextInt(STRAY.length()));
            String text = new String(body, StandardCharsets.UTF_8);
            boolean valid = Arrays.equals(text.getBytes(StandardCharsets.UTF_8), body);
            try {
                valid &= Parsed.json(text).isObject();
            } catch (AssertionError e) {
                valid = false;
            }
            if (valid) {
                assertThat(GEMINI.read(body)).as("%s %s", seeded, text).isNotNull();
            } else {
                assertThatThrownBy(() -> GEMINI.read(body))
                        .as("%s %s", seeded, text)
                        .isInstanceOf(Refusal.class);
            }
        }
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            {"model":"a","Model":"b"}                 | "model" must be written in lower case
            {"STREAM":true}                           | "stream" must be written in lower case
            {"stream_options":{"Include_Usage":true}} | "stream_options.include_usage" must be written in lower case
            """)
    @DisplayName("a name that some parsers take for another is refused")
    void spelling(String body, String why) {
        Refusal refusal = refusal(OPENAI, Pieces.bytes(body));
        assertThat(refusal.kind()).isEqualTo(ErrorKind.INVALID_REQUEST);
        assertThat(refusal.text()).isEqualTo(why);
    }

    @Test
    void noUtf8FromItsFirstByteOn() {
        assertThat(refusal(GEMINI, new byte[] {(byte) 0xFF, '{', '}'}).text())
                .isEqualTo("The request body is not valid UTF-8 at byte 0.");
    }
}
