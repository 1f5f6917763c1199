package dev.mehari.protocol.openai;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ThinkSplitterTest {
    private static String split(boolean implicit, List<String> pieces) {
        StringBuilder thinking = new StringBuilder();
        StringBuilder text = new StringBuilder();
        ThinkSplitter splitter =
                new ThinkSplitter(implicit, (kind, words) -> (kind == Voice.Kind.TEXT ? text : thinking).append(words));
        pieces.forEach(splitter::take);
        splitter.end();
        return (thinking + "/" + text).replace('\n', '~');
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = ';',
            ignoreLeadingAndTrailingWhitespace = false,
            value = {
                "false;<think>a</think>b;a/b",
                "false;~~<think>a<b</th</think>~~b <think>c</think>;a<b</th/b <think>c</think>",
                "false;<thinking>a</think></thinking> b;a</think>/b",
                "false;<reasoning>a</reasoning>b;a/b",
                "false;<thin b;/<thin b",
                "false;~ hello;/~ hello",
                "false;</think>~b;/b",
                "false;<think>open;open/",
                "false;<think>open</thi;open</thi/",
                "false;<th;/<th",
                "false;~;/~",
                "true;a <b>~</think>~~c;a <b>~/c",
                "true;<think>a</think>c;a/c",
                "true;no closer;/no closer",
            })
    void anyCut(boolean implicit, String input, String expected) {
        String all = input.replace('~', '\n');
        assertThat(split(implicit, List.of(all))).isEqualTo(expected);
        assertThat(split(implicit, all.chars().mapToObj(Character::toString).toList()))
                .isEqualTo(expected);
        for (int at = 1; at < all.length(); at++) {
            assertThat(split(implicit, List.of(all.substring(0, at), all.substring(at))))
                    .as("cut at %d", at)
                    .isEqualTo(expected);
        }
    }

    @Test
    void fieldWins() {
        assertThat(Chats.told(Chats.decoded(
                        Chats.stream(
                                "'delta':{'reasoning_content':'field'}",
                                "'delta':{'content':'<think>tags</think>text'},'finish_reason':'stop'"),
                        "think-tags")))
                .isEqualTo("thinking(field) text(text) end");
        assertThat(Chats.told(Chats.decoded(
                        Chats.stream(
                                "'delta':{'reasoning_content':'field'}",
                                "'delta':{'content':'</think>text'},'finish_reason':'stop'"),
                        "think-tags")))
                .isEqualTo("thinking(field) text(text) end");
    }

    @Test
    void heldTextComesBeforeCalls() {
        assertThat(Chats.told(Chats.decoded(
                        Chats.stream(
                                "'delta':{'content':'<thi'}",
                                "'delta':{'tool_calls':[{'index':0,'id':'a','function':{'name':'f'}}]},'finish_reason':'stop'"),
                        "think-tags")))
                .isEqualTo("text(<thi) a f({}) tool_use");
    }

    @Test
    void marksOfResults() {
        assertThat(Chats.told(Chats.decoded(
                        Chats.stream(
                                "'delta':{'content':'<|begin_'}",
                                "'delta':{'content':'of_box|>4'}",
                                "'delta':{'content':'2<|end_of_box|>.<|'},'finish_reason':'stop'"),
                        "box-marks")))
                .isEqualTo("text(4|2.|<|) end");
    }
}
