package dev.mehari.protocol.gemini;

import static org.assertj.core.api.Assertions.assertThat;

import dev.mehari.protocol.Pieces;
import dev.mehari.protocol.WireEvent;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@DisplayName("a stream that is one array is cut into its elements, and what is none ends it")
class ArrayReaderTest {
    private static String told(List<byte[]> pieces) {
        List<String> told = new ArrayList<>();
        InputStream in = new Pieces(pieces, Pieces.Then.END);
        ArrayReader reader = new ArrayReader(in);
        try {
            for (WireEvent event = reader.next(); event != null; event = reader.next()) {
                var data = event.data();
                String text = new String(data.array(), data.from(), data.to() - data.from(), StandardCharsets.UTF_8);
                told.add(event.name() + text);
            }
        } catch (IOException e) {
            told.add("broken");
        }
        return String.join(" ", told);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            [{"a":"]}\\\\\\""},{"b":[{}]}]      | {"a":"]}\\\\\\""} {"b":[{}]} ]
            ` [ {} , {} ] `                     | {} {} ]
            []                                  | ]
            []x                                 | ]
            [{}                                 | {}
            [{"a":                              | ``
            {"error":{}}                        | error{"error":{}}
            `{} `                               | error{}
            {}{}                                | error{} broken
            {},{}                               | error{} broken
            {}]                                 | error{} ]
            ,{}                                 | broken
            ]                                   | broken
            [[{}]]                              | broken
            [1]                                 | broken
            x                                   | broken
            [{}x]                               | {} broken
            """)
    void elements(String stream, String told) {
        byte[] bytes = Pieces.bytes(stream);
        assertThat(told(List.of(bytes))).isEqualTo(told);
        assertThat(told(Pieces.single(bytes))).isEqualTo(told);
    }
}
