package dev.mehari.protocol.gemini;

import static org.assertj.core.api.Assertions.assertThat;

import dev.mehari.protocol.chat.Loss;
import dev.mehari.protocol.chat.Losses;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class CallDecoderTest {
    private static String at(String path, String value) {
        return "{'partialArgs':[{'jsonPath':'" + path + "'," + value + "}],'willContinue':true}";
    }

    private static String told(List<String> pieces, Losses losses) {
        List<String> calls = new ArrayList<>();
        CallDecoder decoder = new CallDecoder(0, "r", losses);
        for (String piece : pieces) {
            decoder.take(Chats.json(piece), null, (call, args) -> calls.add(call.name() + " " + args));
        }
        decoder.end((call, args) -> calls.add(call.name() + " " + args + " at the end"));
        assertThat(decoder.any()).isEqualTo(!calls.isEmpty());
        return String.join(", ", calls);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "$.city 'stringValue':'Pa','willContinue':true & $.city 'stringValue':'ris'|f {\"city\":\"Paris\"}|",
                "$.a.b[0].c 'numberValue':1.0 & $.a.b[1] 'boolValue':true|f {\"a\":{\"b\":[{\"c\":1.0},true]}}|",
                "$[\"x.y\"] 'nullValue':'NULL_VALUE'|f {\"x.y\":null}|",
                "$.a[0] 'stringValue':'b' & $.a[1] 'stringValue':'c'|f {\"a\":[\"b\",\"c\"]}|",
                "$.a[999999999] 'stringValue':'b'|f {\"a\":[]}|lost",
                "$.a 'stringValue':'b' & $.a.b 'stringValue':'c'|f {\"a\":\"b\"}|lost",
                "$ 'stringValue':'b'|f {}|lost",
                "a 'stringValue':'b'|f {}|lost",
                "$.a.. 'stringValue':'b'|f {}|lost",
                "$.a 'willContinue':false|f {}|lost",
            })
    @DisplayName("arguments that are streamed are put together by the paths of their pieces")
    void partial(String pieces, String expected, String lost) {
        List<String> all = new ArrayList<>(List.of("{'name':'f','willContinue':true}"));
        for (String piece : pieces.split(" & ", -1)) {
            String[] words = piece.split(" ", 2);
            all.add(at(words[0].replace("\"", "\\'"), words[1]).replace("\\'", "\\\""));
        }
        all.add("{}");
        Losses losses = new Losses();
        assertThat(told(all, losses)).isEqualTo(expected);
        assertThat(losses.all().stream().map(Loss::toString).toList())
                .isEqualTo(lost == null ? List.of() : List.of("candidates[0].content.parts:dropped"));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "{'name':'f','willContinue':true} & {'name':'g','args':{'x':1}}|f {}, g {\"x\":1}",
                "{'name':'f','willContinue':true}|f {} at the end",
                "{'name':'f'} & {}|f {}",
                "{}|``",
            })
    @DisplayName("a call is handed out when another begins, and at the latest at the end")
    void ends(String pieces, String expected) {
        assertThat(told(List.of(pieces.split(" & ", -1)), new Losses())).isEqualTo(expected);
    }

    @Test
    @DisplayName("a path that is as long as a book is lost, and does not end the answer")
    void endlessPath() {
        String path = "$['" + "ab".repeat(50_000) + "']" + ".a".repeat(50_000);
        Losses losses = new Losses();

        String calls = told(
                List.of(
                        "{'name':'f','willContinue':true}",
                        at(path.replace("'", "\""), "'stringValue':'b'").replace("\"", "\\\""),
                        "{}"),
                losses);

        assertThat(calls).isEqualTo("f {}");
        assertThat(losses.all()).hasSize(1);
    }
}
