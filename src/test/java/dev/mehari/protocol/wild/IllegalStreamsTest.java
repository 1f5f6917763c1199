package dev.mehari.protocol.wild;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.mehari.call.Protocol;
import dev.mehari.call.Usage;
import dev.mehari.protocol.legal.Heard;
import dev.mehari.protocol.legal.Illegal;
import dev.mehari.protocol.wild.Script.Said;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvFileSource;
import org.junit.jupiter.params.provider.EnumSource;

@DisplayName("the rules for streams: a good one passes, and each rule finds what breaks it")
class IllegalStreamsTest {
    private static final Pattern NUMBER = Pattern.compile("\"sequence_number\":\\d+");
    private static final Script SCRIPT = new Script(
            "1",
            List.of(
                    new Said.Thought("hm", "c2VhbA=="),
                    new Said.Text("y"),
                    new Said.Call("c1", "get_weather", "{\"a\":1}"),
                    new Said.Call("c2", "get_weather", "{\"b\":2}")),
            Script.Stop.TOOLS,
            new Usage(10, 4, 0, 0, 7, 2));

    private static String good(Caller caller) {
        Protocol upstream = caller.protocol() == Protocol.GEMINI ? Protocol.ANTHROPIC_MESSAGES : Protocol.GEMINI;
        List<Line> lines = Speaker.of(upstream).stream(SCRIPT, new Random(7));
        return new String(Through.stream(caller, upstream, Line.plain(lines)).bytes(), StandardCharsets.UTF_8);
    }

    private static Heard hear(Caller caller, String stream) {
        return caller.law().stream(stream.getBytes(StandardCharsets.UTF_8));
    }

    @ParameterizedTest
    @EnumSource(value = Caller.class, mode = EnumSource.Mode.EXCLUDE, names = "COMPLETIONS")
    void good(Caller caller, org.junit.jupiter.api.TestInfo info) {
        Heard heard = hear(caller, good(caller));
        assertThat(heard.failed()).as(info.getDisplayName()).isFalse();
        assertThat(heard.first().text()).endsWith("y");
        assertThat(heard.first().calls()).hasSize(caller == Caller.CHAT_FUNCTIONS ? 1 : 2);
    }

    /** Blocks are named by something that stands in them; the first such block is meant. */
    @ParameterizedTest(name = "{0}: {1} {2} {3}")
    @CsvFileSource(resources = "/illegal-streams.csv", numLinesToSkip = 1, delimiter = ';', quoteCharacter = '`')
    void found(Caller caller, String how, String what, String by, String rule) {
        String before = good(caller);
        String to = by == null ? "" : by.replace('\'', '"').replace("\\n", "\n");
        String broken = broken(before, how, what.replace('\'', '"').replace("\\n", "\n"), to);
        assertThat(broken.equals(before)).as("the edit changes nothing").isFalse();
        assertThatThrownBy(() -> hear(caller, broken))
                .as(broken)
                .isInstanceOf(Illegal.class)
                .hasMessageStartingWith(rule);
    }

    private static String broken(String stream, String how, String what, String by) {
        if (how.equals("replace")) {
            return stream.replaceFirst(Pattern.quote(what), java.util.regex.Matcher.quoteReplacement(by));
        }
        List<String> blocks = new ArrayList<>(Arrays.asList(stream.split("(?<=\n\n)", -1)));
        int at = 0;
        while (!blocks.get(at).contains(what)) {
            at++;
        }
        switch (how) {
            case "drop" -> blocks.remove(at);
            case "twice" -> blocks.add(at, blocks.get(at));
            case "cut" -> blocks.subList(at, blocks.size()).clear();
            case "last" -> blocks.add(blocks.remove(at));
            case "after" -> blocks.add(at + 1, by + "\n\n");
            default -> throw new IllegalArgumentException(how);
        }
        AtomicInteger number = new AtomicInteger();
        return NUMBER.matcher(blocks.stream().collect(Collectors.joining()))
                .replaceAll(found -> "\"sequence_number\":" + number.getAndIncrement());
    }
}
