package dev.mehari.protocol.wild;

import static org.assertj.core.api.Assertions.assertThat;

import dev.mehari.call.Protocol;
import dev.mehari.protocol.StreamWatch.Failure;
import dev.mehari.protocol.legal.Heard;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

@DisplayName("a stream that has its end, and is no whole answer")
class LooksWholeTest {
    private static final String HALF_A_CALL =
            "{'choices':[{'index':0,'delta':{'tool_calls':[{'index':0,'id':'c','function':{'name':'f','arguments':'{'}}]}}]}";

    private static Through through(Caller caller, Protocol upstream, String... events) {
        StringBuilder stream = new StringBuilder();
        for (String event : events) {
            stream.append("data: ").append(event.replace('\'', '"')).append("\n\n");
        }
        return Through.stream(caller, upstream, stream.toString().getBytes(StandardCharsets.UTF_8));
    }

    private static void ends(Caller caller, Through through, @Nullable Failure failure) {
        Heard heard = caller.law().stream(through.bytes());
        assertThat(heard.failed()).isEqualTo(failure != null);
        assertThat(through.endings).containsExactly(failure);
    }

    @ParameterizedTest
    @EnumSource(Caller.class)
    @DisplayName("fault 1.9: [DONE] behind half a call is an error, and behind a whole one is the end")
    void halfACall(Caller caller) {
        if (caller.protocol() != Protocol.OPENAI_CHAT) {
            ends(caller, through(caller, Protocol.OPENAI_CHAT, HALF_A_CALL, "[DONE]"), Failure.INCOMPLETE);
            String rest = "{'choices':[{'index':0,'delta':{'tool_calls':[{'index':0,'function':{'arguments':'}'}}]}}]}";
            ends(caller, through(caller, Protocol.OPENAI_CHAT, HALF_A_CALL, rest, "[DONE]"), null);
        }
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "ANTHROPIC_MESSAGES | {'type':'message_delta','delta':{'stop_reason':7}} | {'type':'message_stop'}",
                "GEMINI | {'candidates':[{'index':true,'content':{'parts':[{'text':'x'}]}}]} |"
                        + " {'candidates':[{'index':0,'finishReason':'STOP'}],'promptFeedback':{}}",
            })
    void others(Protocol upstream, String first, String second) {
        for (Caller caller : Caller.values()) {
            if (caller.protocol() != upstream) {
                ends(caller, through(caller, upstream, first, second), Failure.INCOMPLETE);
            }
        }
    }

    @ParameterizedTest
    @EnumSource(Caller.class)
    @DisplayName("the only answer need not have the number 0")
    void numbered(Caller caller) {
        if (caller.protocol() != Protocol.OPENAI_CHAT) {
            Through through = through(
                    caller,
                    Protocol.OPENAI_CHAT,
                    "{'choices':[{'index':2,'delta':{'content':'x'},'finish_reason':'stop'}]}",
                    "[DONE]");
            ends(caller, through, null);
            assertThat(caller.law().stream(through.bytes()).choices().values())
                    .anyMatch(c -> c.text().equals("x"));
        }
    }
}
