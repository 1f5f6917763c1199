package dev.mehari.protocol.chat;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.node.TextNode;
import dev.mehari.call.Protocol;
import dev.mehari.protocol.Parsed;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

@DisplayName("what a provider wants back travels as text")
class EnvelopeTest {
    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            ANTHROPIC_MESSAGES | [{"type":"thinking","signature":"g","a":[{"z":1,"b":2}]}] | {"b":[{"a":[{"b":2,"z":1}],"signature":"g","type":"thinking"}],"gwr":1,"p":"anthropic"}
            GEMINI             | "s?>"                                     | {"gwr":1,"p":"gemini","s":"s?>"}
            OPENAI_RESPONSES   | {"type":"reasoning","id":"r"}             | {"gwr":1,"i":{"id":"r","type":"reasoning"},"p":"openai"}
            OPENAI_CHAT        | [{"type":"t","id":null}]                  | {"d":[{"id":null,"type":"t"}],"gwr":1,"p":"openrouter"}
            """)
    void thereAndBack(Protocol origin, String raw, String json) {
        Carrier carrier = new Carrier(origin, Parsed.json(raw));
        String text = Envelope.text(carrier);
        String base64 = Envelope.base64(carrier);
        assertThat(new String(Base64.getDecoder().decode(base64), StandardCharsets.UTF_8))
                .isEqualTo(json);
        assertThat(text).startsWith("gwr1.").doesNotContain("=");
        assertThat(Envelope.open(text)).isEqualTo(carrier);
        assertThat(Envelope.open(base64)).isEqualTo(carrier);
        assertThat(Envelope.made(text)).isTrue();
        assertThat(Envelope.made(base64)).isFalse();
        assertThat(Envelope.textIn(("{\"x\":\"" + text + "\"}").getBytes(StandardCharsets.UTF_8)))
                .isTrue();
        assertThat(Envelope.textIn(base64.getBytes(StandardCharsets.UTF_8))).isFalse();
        assertThat(Envelope.base64In((" " + base64).getBytes(StandardCharsets.UTF_8)))
                .isEqualTo(origin == Protocol.ANTHROPIC_MESSAGES || json.startsWith("{\"gwr\""));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "no base64 at all!",
                "gwr1.",
                "gwr1.%",
                "Zm9v",
                "W10=",
                "ew==",
            })
    void isNone(String sealed) {
        assertThat(Envelope.open(sealed)).isNull();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{'gwr':2,'p':'gemini','s':'x'}",
                "{'p':'gemini','s':'x'}",
                "{'gwr':1,'p':'gemini','s':[]}",
                "{'gwr':1,'p':'gemini'}",
                "{'gwr':1,'p':'anthropic','b':{}}",
                "{'gwr':1,'p':'openrouter','d':'x'}",
                "{'gwr':1,'p':'openai','i':[]}",
                "{'gwr':1,'p':'other','s':'x'}"
            })
    @DisplayName("what is of another make, or does not hold what it says, is not opened")
    void doesNotFit(String json) {
        byte[] bytes = json.replace('\'', '"').getBytes(StandardCharsets.UTF_8);
        assertThat(Envelope.open(
                        "gwr1." + Base64.getUrlEncoder().withoutPadding().encodeToString(bytes)))
                .isNull();
        assertThat(Envelope.open(Base64.getEncoder().encodeToString(bytes))).isNull();
    }

    @Test
    void completionsSignNothing() {
        Carrier none = new Carrier(Protocol.OPENAI_COMPLETIONS, TextNode.valueOf("x"));
        assertThatThrownBy(() -> Envelope.text(none)).isInstanceOf(IllegalArgumentException.class);
    }
}
