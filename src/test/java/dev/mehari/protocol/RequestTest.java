package dev.mehari.protocol;

import static org.assertj.core.api.Assertions.assertThat;

import dev.mehari.call.RequestBody;
import dev.mehari.protocol.anthropic.AnthropicCodec;
import dev.mehari.protocol.gemini.GeminiCodec;
import dev.mehari.protocol.openai.OpenAiCodec;
import dev.mehari.protocol.responses.ResponsesCodec;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RequestTest {
    static final Codec OPENAI = new OpenAiCodec();

    static final Codec RESPONSES = new ResponsesCodec();

    static final Codec ANTHROPIC = new AnthropicCodec();

    static final Codec GEMINI = new GeminiCodec();

    static String patched(Codec codec, String body, String model, boolean usage) {
        return new String(codec.read(Pieces.bytes(body)).forUpstream(model, usage), StandardCharsets.UTF_8);
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
        for (int round = 0; round < Seeded.times(500); round++) {
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

    @ParameterizedTest
    @CsvSource({
        "123456789012345678, java.lang.Long",
        "-12345678901234567, java.lang.Long",
        "1234567890123456789, java.lang.Double"
    })
    void numbers(String number, Class<?> type) {
        assertThat(GEMINI.read(Pieces.bytes("{\"n\":" + number + "}")).field("n"))
                .isInstanceOf(type);
    }

    @Test
    void longNumbers() {
        String digits = "9".repeat(1000);
        RequestBody body = GEMINI.read(Pieces.bytes("{\"a\":" + digits + ",\"b\":9" + digits + "}"));
        assertThat(body.field("a")).isEqualTo(new BigDecimal(digits));
        assertThat(body.field("b")).isEqualTo(Double.POSITIVE_INFINITY);
        assertThat(GEMINI.read(Pieces.bytes("{\"l\":[0,1,2,3,4,5,6,7,8,9,10]}")).field("l[9]"))
                .isEqualTo(9L);
    }
}
