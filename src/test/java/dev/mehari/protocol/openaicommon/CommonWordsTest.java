package dev.mehari.protocol.openaicommon;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.core.JsonParser;
import dev.mehari.call.Capabilities;
import dev.mehari.call.Quirk;
import dev.mehari.call.Usage;
import dev.mehari.protocol.Json;
import dev.mehari.protocol.Parsed;
import dev.mehari.protocol.Pieces;
import dev.mehari.protocol.chat.Aim;
import dev.mehari.protocol.chat.Fields;
import dev.mehari.protocol.chat.Losses;
import dev.mehari.protocol.chat.Media;
import java.io.IOException;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@DisplayName("what OpenAI's protocols mean alike")
class CommonWordsTest {
    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            {}                                                                                             | true
            {"properties":{},"additionalProperties":false}                                                 | true
            {"properties":{}}                                                                              | false
            {"properties":{},"additionalProperties":true}                                                  | false
            {"properties":{},"additionalProperties":{}}                                                    | false
            {"properties":{"a":{},"b":{}},"required":["a","b"],"additionalProperties":false}               | true
            {"properties":{"a":{},"b":{}},"required":["b"],"additionalProperties":false}                   | false
            {"properties":{"a":{},"b":{}},"required":["a"],"additionalProperties":false}                   | false
            {"properties":{"a":{"properties":{}}},"required":["a"],"additionalProperties":false}           | false
            {"anyOf":[{"type":"string"},{"properties":{}}]}                                                | false
            {"anyOf":[{"type":"string"},{"properties":{},"additionalProperties":false}]}                   | true
            {"enum":[1,"a",null]}                                                                          | true
            """)
    void aSchemaThatAModelCanBeHeldTo(String schema, boolean strict) {
        assertThat(StrictSchema.is(Parsed.json(schema))).isEqualTo(strict);
    }

    @ParameterizedTest
    @CsvSource({
        "10, 5, 15, 4, 2, 3, 4 4 2 2 3",
        "10, 5, 20, 4, 2, 3, 4 4 2 7 3",
        "10, -1, 12, 0, 0, 0, 10 0 0 2 0",
        "-1, 5, 12, 0, 0, 9, 7 0 0 0 5",
        "-1, 5, -1, 3, 3, 0, 0 0 0 5 0",
        "0, -1, -1, 0, 0, 0, 0 0 0 0 0",
        "-1, 0, -1, 0, 0, 0, 0 0 0 0 0",
        "5, 0, -1, 9, 9, -1, 0 5 0 0 0",
        "5, 0, -1, 2, 9, 0, 0 2 3 0 0",
        "-1, -1, 12, 1, 1, 1, "
    })
    void counts(long in, long out, long total, long read, long written, long thought, @Nullable String expected)
            throws IOException {
        TokenCounts counts = new TokenCounts();
        try (JsonParser parser = Json.parser(Pieces.bytes(
                "{\"in\":%s,\"out\":%s,\"all\":%s,\"d\":{\"cached_tokens\":%s,\"cache_write_tokens\":%s,\"reasoning_tokens\":%s}}"
                        .formatted(
                                known(in), known(out), known(total), known(read), known(written), known(thought))))) {
            parser.nextToken();
            Json.object(parser, (name, value) -> {
                switch (name) {
                    case "in" -> counts.input(value);
                    case "out" -> counts.output(value);
                    case "all" -> counts.total(value);
                    default -> counts.details(value);
                }
            });
        }
        Usage usage = counts.toUsage();
        String told = usage == null
                ? null
                : usage.input() + " " + usage.cachedInput() + " " + usage.cacheCreation() + " " + usage.output() + " "
                        + usage.reasoning();
        assertThat(told).isEqualTo(expected);
    }

    private static String known(long count) {
        return count < 0 ? "null" : Long.toString(count);
    }

    @Test
    void lengths() {
        Aim chat = new Aim(
                "m", new Capabilities(true, Set.of(), Set.of(), true, true, true, true, true, true, 0, 0), Set.of());
        Aim id = new Aim("m", chat.capabilities(), Set.of(Quirk.USER_ID));
        assertThat(UserName.fit("", chat)).isEmpty();
        assertThat(UserName.fit("a", chat)).contains("a");
        assertThat(UserName.fit("a".repeat(64), chat)).contains("a".repeat(64));
        assertThat(UserName.fit("a".repeat(65), chat)).get().asString().matches("[0-9a-f]{64}");
        assertThat(UserName.fit("abcde", id)).isEmpty();
        assertThat(UserName.fit("abcdef", id)).contains("abcdef");
        assertThat(UserName.fit("a".repeat(128), id)).contains("a".repeat(128));
        assertThat(UserName.fit("a".repeat(129), id)).get().asString().hasSize(64);
        assertThat(CallIds.fit("a".repeat(64))).isEqualTo("a".repeat(64));
        assertThat(CallIds.fit("a.b".repeat(21))).isEqualTo("a.b".repeat(21));
        assertThat(CallIds.fit("a".repeat(65))).hasSize(64).isEqualTo(CallIds.fit("a".repeat(65)));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            https://h/a               | Remote[mime=, url=https://h/a]
            DATA:Image/PNG;base64,AA  | Inline[mime=image/png, base64=AA]
            data:a/b;c=d;BASE64,A,B   | Inline[mime=a/b, base64=A,B]
            data:;base64,AA           |
            data:a/b,AA               |
            data:a/b;base64           |
            data:,                    |
            """)
    void addresses(String url, @Nullable String media) {
        if (media == null) {
            assertThatThrownBy(() -> MediaReader.address(url, "at")).hasMessageContaining("\"at\" must be an address");
        } else {
            assertThat(MediaReader.address(url, "at")).hasToString(media);
        }
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            aGk=                       | a.txt | Plain[text=hi]
            aGk=                       | a.pdf | Inline[mime=application/pdf, base64=aGk=]
            aGk=                       |       | Inline[mime=application/pdf, base64=aGk=]
            data:text/csv;base64,aGk=  |       | Plain[text=hi]
            data:a/b;base64,aGk=       | a.txt | Inline[mime=a/b, base64=aGk=]
            data:text/csv;base64,a     |       |
            """)
    void files(String data, @Nullable String name, @Nullable String media) {
        if (media == null) {
            assertThatThrownBy(() -> MediaReader.file(data, name, "at")).hasMessage("\"at\" must be base64");
        } else {
            assertThat(MediaReader.file(data, name, "at")).hasToString(media);
        }
    }

    @Test
    void whatIsSaidBesideIsLost() {
        Losses losses = new Losses();
        Fields part = Fields.of(Parsed.json("{\"input_audio\":{\"data\":\"AA\",\"format\":\"MP3\",\"x\":1}}"), "p");
        assertThat(MediaReader.audio(part, losses).media()).isEqualTo(new Media.Inline("audio/mp3", "AA"));
        Fields format = Fields.of(
                Parsed.json("{\"type\":\"json_schema\",\"y\":1,\"json_schema\":{\"name\":\"n\",\"z\":1}}"), "f");
        OpenAiFormat.read(format, outer -> Fields.of(outer.need("json_schema"), outer.at("json_schema")), losses);
        assertThat(losses.all()).hasToString("[p.input_audio.x:dropped, f.json_schema.z:dropped, f.y:dropped]");
    }
}
