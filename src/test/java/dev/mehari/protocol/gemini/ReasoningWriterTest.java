package dev.mehari.protocol.gemini;

import static org.assertj.core.api.Assertions.assertThat;

import dev.mehari.protocol.chat.Effort;
import dev.mehari.protocol.chat.Reasoning;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ReasoningWriterTest {
    @ParameterizedTest(name = "{0} for {1} with {2}")
    @CsvSource({
        "none,budget,,'thinkingBudget':0,",
        "none,budget always,,'thinkingBudget':128,approximated",
        "minimal,budget,,'thinkingBudget':1024,",
        "low,budget,,'thinkingBudget':1024,",
        "medium,budget,,'thinkingBudget':8192,",
        "high,budget,,'thinkingBudget':24576,",
        "xhigh,budget,,'thinkingBudget':24576,approximated",
        "max,budget,,'thinkingBudget':24576,",
        "5000,budget,,'thinkingBudget':5000,",
        "31999,budget,,'thinkingBudget':24576,clamped",
        "auto,budget,,'thinkingBudget':-1,",
        "none,level,,'thinkingLevel':'LOW',approximated",
        "none,level,minimal low,'thinkingLevel':'MINIMAL',approximated",
        "minimal,level,minimal low,'thinkingLevel':'MINIMAL',",
        "minimal,level,,'thinkingLevel':'LOW',approximated",
        "low,level,,'thinkingLevel':'LOW',",
        "medium,level,,'thinkingLevel':'MEDIUM',",
        "medium,level,low high,'thinkingLevel':'HIGH',approximated",
        "high,level,,'thinkingLevel':'HIGH',",
        "xhigh,level,,'thinkingLevel':'HIGH',approximated",
        "max,level,,'thinkingLevel':'HIGH',approximated",
        "1024,level,,'thinkingLevel':'LOW',approximated",
        "2048,level,,'thinkingLevel':'MEDIUM',approximated",
        "16384,level,,'thinkingLevel':'HIGH',approximated",
        "40000,level,,'thinkingLevel':'HIGH',approximated",
        "auto,level,,,",
        "low,,,none,dropped",
        "none,,,none,",
    })
    void table(String asked, String kinds, String effort, String expected, String lost) {
        Reasoning reasoning = asked.matches("\\d+")
                ? new Reasoning.Budget(Integer.parseInt(asked), true)
                : asked.equals("auto")
                        ? new Reasoning.Adaptive(true)
                        : new Reasoning.Word(Effort.of(asked).orElseThrow(), !asked.equals("none"));
        Chats chats = Chats.asking("q").reasoning(reasoning);
        chats.thinking(kinds == null ? new String[0] : kinds.split(" ", -1));
        if (effort != null) {
            chats.effort(effort.split(" ", -1));
        }
        String shown = asked.equals("none") ? "" : (expected == null ? "" : ",") + "'includeThoughts':true";
        String config = "{" + (expected == null ? "" : expected) + shown + "}";
        assertThat(chats.at("/generationConfig/thinkingConfig")).isEqualTo("none".equals(expected) ? "" : config);
        assertThat(String.join(" ", chats.lost())).isEqualTo(lost == null ? "" : "effort:" + lost);
    }
}
