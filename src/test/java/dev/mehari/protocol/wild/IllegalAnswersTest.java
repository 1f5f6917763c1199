package dev.mehari.protocol.wild;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.mehari.call.Protocol;
import dev.mehari.call.Usage;
import dev.mehari.protocol.Translation;
import dev.mehari.protocol.chat.Tree;
import dev.mehari.protocol.legal.Heard;
import dev.mehari.protocol.legal.Illegal;
import dev.mehari.protocol.wild.Script.Said;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvFileSource;
import org.junit.jupiter.params.provider.EnumSource;

@DisplayName("the rules for whole answers: a good one passes, and each rule finds what breaks it")
class IllegalAnswersTest {
    private static final Script SCRIPT = new Script(
            "1",
            List.of(
                    new Said.Thought("hm", "c2VhbA=="),
                    new Said.Text("y"),
                    new Said.Call("c1", "get_weather", "{\"a\":1}")),
            Script.Stop.TOOLS,
            new Usage(10, 4, 0, 0, 7, 2));

    private static String good(Caller caller) throws Translation.Fault {
        Protocol upstream = caller.protocol() == Protocol.GEMINI ? Protocol.ANTHROPIC_MESSAGES : Protocol.GEMINI;
        byte[] reply = Tree.bytes(Speaker.of(upstream).whole(SCRIPT));
        return new String(Through.whole(caller, upstream, reply), StandardCharsets.UTF_8);
    }

    private static Heard hear(Caller caller, String answer) {
        return caller.law().whole(answer.getBytes(StandardCharsets.UTF_8));
    }

    @ParameterizedTest
    @EnumSource(value = Caller.class, mode = EnumSource.Mode.EXCLUDE, names = "COMPLETIONS")
    void good(Caller caller, org.junit.jupiter.api.TestInfo info) throws Translation.Fault {
        Heard heard = hear(caller, good(caller));
        assertThat(heard.first().text()).as(info.getDisplayName()).endsWith("y");
        assertThat(heard.first().calls()).hasSize(1);
    }

    @ParameterizedTest(name = "{0}: {1} {2}")
    @CsvFileSource(resources = "/illegal-answers.csv", numLinesToSkip = 1, delimiter = ';', quoteCharacter = '`')
    void found(Caller caller, String what, String by, String rule) throws Translation.Fault {
        String before = good(caller);
        String to = by == null ? "" : by.replace('\'', '"');
        String broken = before.replaceFirst(Pattern.quote(what.replace('\'', '"')), Matcher.quoteReplacement(to));
        assertThat(broken.equals(before)).as("the edit changes nothing").isFalse();
        assertThatThrownBy(() -> hear(caller, broken))
                .as(broken)
                .isInstanceOf(Illegal.class)
                .hasMessageStartingWith(rule);
    }
}
