package dev.mehari.protocol.chat;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@DisplayName("names of tools as an upstream takes them, and the upstream's words as the caller's")
class ToolNamesTest {
    private static final String HASHED = "_[0-9a-f]{8}";

    @ParameterizedTest
    @CsvSource({
        "a_tool-1, a_tool-1",
        "abcdefghijklmnopqrst, abcdefghijklmnopqrst",
        "abcdefghijklmnopqrstu, abcdefghijk" + HASHED,
        "a.b, a.b",
        "a/b, a_b" + HASHED,
        "größe, gr__e" + HASHED,
        "1tool, _tool" + HASHED,
        "-x, _x" + HASHED,
        "_x, _x",
        "Zed, Zed"
    })
    void fits(String name, String sent) {
        ToolNames names = new ToolNames(20, ".", true);
        String out = names.out(name);
        assertThat(out).matches(sent).hasSizeLessThanOrEqualTo(20);
        assertThat(names.in(out)).isEqualTo(name);
        assertThat(names.changed()).hasSize(out.equals(name) ? 0 : 1);
        assertThat(new ToolNames(20, ".", true).out(name)).isEqualTo(out);
    }

    @Test
    void twoStayTwo() {
        ToolNames names = new ToolNames(12, "", false);
        assertThat(names.out("abcdefghijklmn1")).isNotEqualTo(names.out("abcdefghijklmn2"));
        assertThat(names.out("1a")).isEqualTo("1a");
        assertThat(names.out("")).isEmpty();
        assertThat(new ToolNames(12, "", true).out("")).isEmpty();
        assertThat(names.in("never sent")).isEqualTo("never sent");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            {"input":"a"}       | a
            {"input":""}        | ''
            {}                  | ''
            {"input":1}         | {"input":1}
            {"other":"a"}       | {"other":"a"}
            []                  | []
            not JSON            | not JSON
            """)
    @DisplayName("a text that was sent as a function's only argument is that text again")
    void text(String arguments, String text) {
        assertThat(TextTool.text(arguments)).isEqualTo(text);
        assertThat(TextTool.text(TextTool.arguments(text).toString())).isEqualTo(text);
        assertThat(TextTool.schema())
                .hasToString(
                        "{\"type\":\"object\",\"properties\":{\"input\":{\"type\":\"string\"}},\"required\":[\"input\"],"
                                + "\"additionalProperties\":false}");
    }
}
