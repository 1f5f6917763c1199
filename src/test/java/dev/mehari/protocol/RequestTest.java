package dev.mehari.protocol;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.mehari.call.ErrorKind;
import dev.mehari.call.Refusal;
import dev.mehari.call.RequestBody;
import dev.mehari.protocol.anthropic.AnthropicCodec;
import dev.mehari.protocol.gemini.GeminiCodec;
import dev.mehari.protocol.openai.OpenAiCodec;
import dev.mehari.protocol.responses.ResponsesCodec;
import java.math.BigDecimal;
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

class RequestTest {
    private static final String STRAY = "{}[]\",:0e-\\t \u0001";
    private static final Codec OPENAI = new OpenAiCodec();
    private static final Codec RESPONSES = new ResponsesCodec();
    private static final Codec ANTHROPIC = new AnthropicCodec();
    private static final Codec GEMINI = new GeminiCodec();

    static Stream<Codec> codecs() {
        return Stream.of(OPENAI, RESPONSES, ANTHROPIC, GEMINI);
    }

    private static String patched(Codec codec, String body, String model, boolean usage) {
        return new String(codec.read(Pieces.bytes(body)).forUpstream(model, usage), StandardCharsets.UTF_8);
    }

    private static Refusal refusal(Codec codec, byte[] body) {
        try {
            codec.read(body);
        } catch (Refusal refusal) {
            return refusal;
        }
        throw new AssertionError("accepted");
    }

    @Test
    @DisplayName("fault 1.4 empty arrays, odd numbers and look-alike keys reach the upstream as they came")
    void lossless() {
        String body = """
                { "tools":[], "required" : [] ,"o":{ },"n":[1.0,1e400,12345678901234567890,-0,%s],\t"z":"\\u0000",
                  "mоdel":"cyrillic", "model" : "a", "dup":1,"dup":2, "e":"\\/\\ud800 é" }
                """.formatted("9".repeat(5000));
        for (Codec codec : List.of(OPENAI, RESPONSES, ANTHROPIC)) {
            assertThat(patched(codec, body, "upstream/x", true))
                    .isEqualTo(body.replace("\"model\" : \"a\"", "\"model\" : \"upstream/x\""));
            byte[] bytes = Pieces.bytes(body);
            assertThat(codec.read(bytes).forUpstream("a", true)).isSameAs(bytes);
        }
        byte[] bytes = Pieces.bytes(body);
        assertThat(GEMINI.read(bytes).forUpstream("x", true)).isSameAs(bytes);
    }

    @Test
    @DisplayName("fault 1.5 forty tools keep their order: one body for 200 calls")
    void stableOrder() {
        StringBuilder tools = new StringBuilder();
        for (int i = 40; i > 0; i--) {
            tools.append("{\"name\":\"t").append(i * 7 % 41).append("\",\"b\":1,\"a\":2},");
        }
        String body = "{\"tools\":[" + tools + "{}],\"model\":\"m\"}";
        long different = Stream.generate(() -> patched(OPENAI, body, "x", false))
                .limit(200)
                .distinct()
                .count();
        assertThat(different).isEqualTo(1);
        assertThat(patched(OPENAI, body, "x", false)).isEqualTo(body.replace(":\"m\"", ":\"x\""));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "{}|{\"model\":\"x\"}",
                "{\"a\":1}|{\"model\":\"x\",\"a\":1}",
                "{ \"a\":1}|{\"model\":\"x\", \"a\":1}",
                "{\"model\":null}|{\"model\":\"x\"}",
                "{\"mod\\u0065l\":\"\"}|{\"mod\\u0065l\":\"x\"}",
                "{\"m\":{\"model\":\"q\"},\"model\":\"\\u0078\"}|{\"m\":{\"model\":\"q\"},\"model\":\"\\u0078\"}",
            })
    @DisplayName("the model is replaced in its place, or set in front")
    void model(String body, String expected) {
        assertThat(patched(OPENAI, body, "x", false)).isEqualTo(expected);
        assertThat(patched(ANTHROPIC, body, "x", false)).isEqualTo(expected);
    }

    @Test
    void anyModelNameIsWrittenAsJson() {
        String name = "a\"\\\n\u0000\u007f\ud800/é🌍";
        String json = patched(OPENAI, "{\"x\":1}", name, false);
        assertThat(Parsed.json(json).path("model").asText()).isEqualTo(name);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "{\"stream\":true}|{\"stream_options\":{\"include_usage\":true},\"stream\":true}|false",
                "{\"stream\":true,\"stream_options\":null}|{\"stream\":true,\"stream_options\":{\"include_usage\":true}}|false",
                "{\"stream\":true,\"stream_options\":{}}|{\"stream\":true,\"stream_options\":{\"include_usage\":true}}|false",
                "{\"stream_options\":{ \"a\":1},\"stream\":true}|{\"stream_options\":{\"include_usage\":true, \"a\":1},\"stream\":true}|false",
                "{\"stream\":true,\"stream_options\":{\"a\":1,\"include_usage\": false }}|{\"stream\":true,\"stream_options\":{\"a\":1,\"include_usage\": true }}|false",
                "{\"stream\":true,\"stream_options\":{\"include_usage\":null}}|{\"stream\":true,\"stream_options\":{\"include_usage\":true}}|false",
                "{\"stream\":true,\"stream_options\":{\"include_usage\":true}}|{\"stream\":true,\"stream_options\":{\"include_usage\":true}}|true",
                "{\"stream\":false}|{\"stream\":false}|false",
                "{\"stream\":null,\"stream_options\":{\"include_usage\":true}}|{\"stream\":null,\"stream_options\":{\"include_usage\":true}}|false",
            })
    @DisplayName("fault 1.14 the upstream is always asked for usage in a stream, and we know whether the caller did")
    void includeUsage(String body, String expected, boolean asked) {
        String named = body.replaceFirst("\\{", "{\"model\":\"m\",");
        RequestBody read = OPENAI.read(Pieces.bytes(named));
        String sent = new String(read.forUpstream("m", true), StandardCharsets.UTF_8);
        assertThat(Parsed.json(sent)).isEqualTo(Parsed.json(expected.replaceFirst("\\{", "{\"model\":\"m\",")));
        assertThat(read.usageAsked()).isEqualTo(asked);
        assertThat(new String(read.forUpstream("m", false), StandardCharsets.UTF_8))
                .isEqualTo(named);
        assertThat(Parsed.json(patched(OPENAI, body, "n", true)))
                .isEqualTo(Parsed.json(expected.replaceFirst("\\{", "{\"model\":\"n\",")));
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
    void facts() {
        RequestBody body = OPENAI.read(Pieces.bytes("{\"model\":\"g\\u0070t\",\"stream\":true}"));
        assertThat(body.model()).isEqualTo("gpt");
        assertThat(body.stream()).isTrue();
        RequestBody none = ANTHROPIC.read(Pieces.bytes("{\"model\":null}"));
        assertThat(none.model()).isNull();
        assertThat(none.stream()).isFalse();
        assertThat(none.usageAsked()).isFalse();
    }

    @Test
    void fields() {
        RequestBody body = GEMINI.read(Pieces.bytes("""
                {"t":0.7,"n":12345678901234567890,"huge":1e400,"beyond":1e99999999999,"i":7,"b":false,"null":null,"s":"é",
                 "m":[{"role":"user","c":[1,[2,3]]},{"role":"tool"}], "o":{"size":5,"x": [ ] },"d":1,"d":2}"""));
        assertThat(body.field("t")).isEqualTo(0.7);
        assertThat(body.field("i")).isEqualTo(7L);
        assertThat(body.field("n")).isEqualTo(1.2345678901234567E19);
        assertThat(body.field("huge")).isEqualTo(new BigDecimal("1e400"));
        assertThat(body.field("beyond")).isEqualTo(Double.POSITIVE_INFINITY);
        assertThat(body.field("b")).isEqualTo(false);
        assertThat(body.field("s")).isEqualTo("é");
        assertThat(body.field("null")).isNull();
        assertThat(body.field("m.size")).isEqualTo(2L);
        assertThat(body.field("m[0].role")).isEqualTo("user");
        assertThat(body.field("m[1].role")).isEqualTo("tool");
        assertThat(body.field("m[0].c[1][0]")).isEqualTo(2L);
        assertThat(body.field("m[0].c")).isEqualTo("[1,[2,3]]");
        assertThat(body.field("o.size")).isEqualTo(5L);
        assertThat(body.field("o")).isEqualTo("{\"size\":5,\"x\": [ ] }");
        assertThat(body.field("d")).as("the last one counts").isEqualTo(2L);
        for (String nowhere :
                List.of("x", "m[2]", "m[-1]", "m[", "m[x]", "s.t", "m.role", "t[0]", "m[99999999999]", "")) {
            assertThat(body.field(nowhere))
                    .as(nowhere)
                    .isNotEqualTo("user")
                    .satisfiesAnyOf(
                            v -> assertThat(v).isNull(),
                            v -> assertThat(nowhere).isEmpty());
        }
        assertThat(body.field("m[0].role")).isEqualTo("user");
    }

    @Test
    @DisplayName("a field is found behind more members than names are kept of")
    void manyMembers() {
        StringBuilder body = new StringBuilder("{");
        for (int i = 0; i < 200; i++) {
            body.append("\"m").append(i).append("\":").append(i).append(',');
        }
        RequestBody read = GEMINI.read(Pieces.bytes(body + "\"last\":{\"a\":[7]}}"));
        assertThat(read.field("m150")).isEqualTo(150L);
        assertThat(read.field("last.a[0]")).isEqualTo(7L);
        assertThat(read.field("none")).isNull();
    }

    @Test
    @DisplayName("random objects keep every token but the model")
    void patchProperty() {
        Seeded seeded = Seeded.fresh();
        for (int round = 0; round < 500; round++) {
            RandomJson json = new RandomJson(seeded.random());
            String body = json.object("\"model\":\"" + "old\"");
            String sent = patched(OPENAI, body, "new", false);
            assertThat(sent)
                    .as("%s round %d", seeded, round)
                    .isEqualTo(body.replace("\"model\":\"old\"", "\"model\":\"new\""));
            assertThat(Parsed.json(sent).path("model").asText()).isEqualTo("new");
            assertThat(patched(GEMINI, body, "new", false)).isEqualTo(body);
        }
    }

    @Test
    @DisplayName("what we accept as JSON is what another parser accepts")
    void validityProperty() {
        Seeded seeded = Seeded.fresh();
        for (int round = 0; round < 2000; round++) {
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
}
