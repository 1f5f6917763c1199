package dev.mehari.protocol;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonParser;
import java.io.IOException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class JsonTest {
    private interface Read<T> {
        T of(JsonParser value) throws IOException;
    }

    private static <T> T read(String json, Read<T> how) throws IOException {
        try (JsonParser parser = Json.parser(Pieces.bytes(json))) {
            parser.nextToken();
            return how.of(parser);
        }
    }

    @ParameterizedTest
    @CsvSource({
        "0, 0",
        "7, 7",
        "-7, 0",
        "999999999999999, 999999999999999",
        "1000000000000000, -1",
        "7.0, 7",
        "0.0, 0",
        "7.9, 7",
        "-0.5, -1",
        "9.99e14, 999000000000000",
        "1e15, -1",
        "1.0000000000000000000000000001, 1",
        "1.00000000000000000000000000001, -1",
        "null, -1",
        "true, -1",
        "'\"7\"', -1",
        "[7], -1"
    })
    void count(String json, long count) throws IOException {
        assertThat(read(json, Json::count)).isEqualTo(count);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            null       | false
            false      | false
            true       | true
            0          | true
            ""         | false
            "a"        | true
            []         | false
            {}         | false
            [[],{}]    | true
            {"a":null} | true
            """)
    void present(String json, boolean says) throws IOException {
        assertThat(read(json, Json::present)).isEqualTo(says);
    }

    @Test
    void presentReadsToTheEnd() throws IOException {
        String behind = read("[{\"a\":[1,{}]},7]", value -> {
            value.nextToken();
            Json.present(value);
            return value.nextToken() + value.getText();
        });
        assertThat(behind).isEqualTo("VALUE_NUMBER_INT7");
    }

    @ParameterizedTest
    @CsvSource({
        "a, a",
        "\uD83C\uDF0D, \uD83C\uDF0D",
        "x\uD83Cy, x\\ud83cy",
        "\uDF0D, \\udf0d",
        "x\uD83C, x\\ud83c",
        "\uDF0D\uD83C, \\udf0d\\ud83c"
    })
    void pairs(String text, String json) {
        assertThat(Json.pairs(text)).isEqualTo(json);
        assertThat(Json.quote(text)).isEqualTo('"' + json + '"');
    }

    @Test
    void quoted() {
        assertThat(Json.quote("\"\\\n\t\u0000\u001f\u007f ~")).isEqualTo("\"\\\"\\\\\\n\\t\\u0000\\u001f\\u007f ~\"");
    }
}
