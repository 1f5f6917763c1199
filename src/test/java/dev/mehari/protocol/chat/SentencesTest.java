package dev.mehari.protocol.chat;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SentencesTest {
    /** The same text in pieces of so many characters. */
    private static List<String> cut(String text, int size) {
        Sentences sentences = new Sentences();
        List<String> cut = new ArrayList<>();
        for (int from = 0; from < text.length(); from += size) {
            sentences.add(text.substring(from, Math.min(text.length(), from + size)));
            for (String next = sentences.next(); next != null; next = sentences.next()) {
                cut.add(next);
            }
        }
        String rest = sentences.rest();
        if (!rest.isEmpty()) {
            cut.add(rest);
        }
        return cut;
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
                    'One. Two! Three? Four'   | 'One. /Two! /Three? /Four'
                    'Pi is 3.14, e 2.72.'     | 'Pi is 3.14, e 2.72.'
                    '北京。很好！你呢？'         | '北京。/很好！/你呢？'
                    'no end'                  | 'no end'
                    'a.  b'                   | 'a. / b'
                    """)
    void endWithTheirMarks(String text, String expected) {
        for (int size = 1; size <= text.length(); size++) {
            assertThat(cut(text, size)).containsExactly(expected.split("/", -1));
        }
    }

    @Test
    void aLineEndsOneToo() {
        assertThat(cut("a\nb\r\n\nc", 1)).containsExactly("a\n", "b\r\n", "\n", "c");
    }

    @Test
    void whatGoesOnIsCutButNoCharacterIs() {
        String globes = "a" + "🌍".repeat(4096);
        List<String> whole = cut(globes, globes.length());
        assertThat(whole).allMatch(piece -> piece.length() <= Sentences.LONGEST);
        assertThat(String.join("", whole)).isEqualTo(globes);
        assertThat(whole.getFirst()).endsWith("🌍").hasSize(4095);
        assertThat(cut(globes, 7)).isEqualTo(whole);
    }
}
