package dev.mehari.protocol.chat;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.mehari.call.ErrorKind;
import dev.mehari.call.Refusal;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * A turn is written as who speaks, {@code s}, {@code u} or {@code a}, and what is said: {@code ?x} asks for a tool, {@code !x}
 * is what it said, {@code ~} an empty text, {@code *} an empty text with a mark, all else a text.
 */
@DisplayName("what tools said stands behind the turn that asked for them")
class HistoryTest {
    private static List<Turn> turns(String all) {
        List<Turn> turns = new ArrayList<>();
        for (String turn : all.split(" / ", -1)) {
            String at = "m[" + turns.size() + "]";
            List<Content> parts = new ArrayList<>();
            String[] words = turn.split(" ", -1);
            for (String word : List.of(words).subList(1, words.length)) {
                parts.add(part(word, at + "." + parts.size()));
            }
            Role role = words[0].equals("a") ? Role.ASSISTANT : words[0].equals("s") ? Role.SYSTEM : Role.USER;
            turns.add(new Turn(role, parts, at));
        }
        return turns;
    }

    private static Content part(String word, String at) {
        return switch (word.charAt(0)) {
            case '?' -> new Content.ToolCall(word.substring(1), "f", "", false, null, null, at);
            case '!' -> new Content.ToolResult(word.substring(1), List.of(), false, null, at);
            case '~' -> new Content.Text("", null, at);
            case '*' -> new Content.Text("", new Cache(false, at), at);
            default -> new Content.Text(word, null, at);
        };
    }

    private static String words(List<Turn> turns) {
        List<String> all = new ArrayList<>();
        for (Turn turn : turns) {
            StringBuilder words =
                    new StringBuilder(turn.role().name().substring(0, 1).toLowerCase(java.util.Locale.ROOT));
            for (Content part : turn.parts()) {
                words.append(' ')
                        .append(
                                switch (part) {
                                    case Content.ToolCall call -> "?" + call.id();
                                    case Content.ToolResult result -> "!" + result.callId();
                                    case Content.Text text when text.cache() != null -> "*";
                                    case Content.Text text when text.text().isEmpty() -> "~";
                                    case Content.Text text -> text.text();
                                    default -> throw new IllegalArgumentException(part.toString());
                                });
            }
            all.add(words.toString());
        }
        return String.join(" / ", all);
    }

    @ParameterizedTest
    @CsvSource({
        "u hi / a yes / u on, u hi / a yes / u on",
        "u hi / a ?x / u !x, u hi / a ?x / u !x",
        "u hi / a ?x ?y / u !y / u !x go, u hi / a ?x ?y / u !x !y / u go",
        "u hi / a ?x / u go !x on / a ok, u hi / a ?x / u !x / u go on / a ok",
        "u hi / a ?x / s rule / u !x / a ok, u hi / a ?x / u !x / s rule / a ok",
        "u hi / a ?x / u !x ~, u hi / a ?x / u !x",
        "u hi / a ?x / u !x *, u hi / a ?x / u !x / u *",
        "u hi / a ?x / u !x / u ~, u hi / a ?x / u !x / u ~",
        "u hi / a ?x / u !x / u, u hi / a ?x / u !x / u",
        "u hi / a ?x, u hi / a ?x",
        "u hi / a ?x / u !x / a ?y / u !y, u hi / a ?x / u !x / a ?y / u !y"
    })
    void settled(String given, String expected) {
        List<Turn> settled = History.settled(turns(given));
        assertThat(words(settled)).isEqualTo(expected);
        assertThat(History.settled(settled)).as("once more it stays").isEqualTo(settled);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            u !x                          | m[0].0 | is the result of a tool call "x" that is not in the turn before it
            u hi / a ?x !x                | m[1].1 | that is not in the turn before it
            u hi / a ?x / u !y            | m[2].0 | is the result of a tool call "y" that is not in the turn before it
            u hi / a ?x / u !x / u !x     | m[3].0 | "m[3].0" is a second result of the tool call x
            u hi / a ?x ?y / u !x         | m[1].1 | the tool call "y" at "m[1].1" has no result behind it
            u hi / a ?x / a go            | m[1].0 | the tool call "x" at "m[1].0" has no result behind it
            u hi / a ?x / u go            | m[1].0 | the tool call "x" at "m[1].0" has no result behind it
            u hi / a ?x / u !x / a ?x / u !x / u !x | m[5].0 | is a second result
            """)
    void refused(String given, String at, String why) {
        assertThatThrownBy(() -> History.settled(turns(given))).isInstanceOfSatisfying(Refusal.class, refusal -> {
            assertThat(refusal.kind()).isEqualTo(ErrorKind.INVALID_REQUEST);
            assertThat(refusal.param()).isEqualTo(at);
            assertThat(refusal.text()).contains(why);
        });
    }

    @ParameterizedTest
    @CsvSource({"u a / u b / a c, u a b / a c", "u a / a b / u c, u a / a b / u c", "s a / s b / s c, s a b c"})
    void merged(String given, String expected) {
        assertThat(words(History.merged(turns(given)))).isEqualTo(expected);
    }

    @ParameterizedTest
    @CsvSource({"u hi / a ?x / u !x go, m[2]", "u hi / a ?x / s rule / u !x, m[3]"})
    void theResultsStandWhereTheFirstStood(String given, String at) {
        assertThat(History.settled(turns(given)).get(2).at()).isEqualTo(at);
    }
}
