package dev.mehari.protocol.openai;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import com.fasterxml.jackson.databind.JsonNode;
import dev.mehari.call.ErrorKind;
import dev.mehari.call.Refusal;
import dev.mehari.protocol.chat.Loss;
import dev.mehari.protocol.chat.Losses;
import dev.mehari.protocol.chat.Written;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ToolsTest {
    private static final String F = "{'type':'function','function':{'name':'f'}}";
    private static final String G = "{'type':'function','function':{'name':'g'}}";
    private static final String FG = "'tools':[" + F + "," + G + "]";
    private static final String ALLOWED =
            "{'type':'allowed_tools','allowed_tools':{'mode':'required','tools':[" + F + "]}}";

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "``|FG,'tool_choice':'auto','parallel_tool_calls':false|{FG,'tool_choice':'auto','parallel_tool_calls':false}|``",
                "``|FG,'tool_choice':'required'|{FG,'tool_choice':'required'}|``",
                "``|FG,'tool_choice':'none'|{FG,'tool_choice':'none'}|``",
                "``|FG,'tool_choice':F|{FG,'tool_choice':F}|``",
                "``|FG,'tool_choice':ALLOWED|{FG,'tool_choice':ALLOWED}|``",
                "no-allowed-tools|FG,'tool_choice':ALLOWED|{'tools':[F],'tool_choice':'required'}|tool_choice:emulated",
                "tool-choice-auto-only|FG,'tool_choice':'required'|{FG,'tool_choice':'auto'}|tool_choice:approximated",
                "tool-choice-auto-only|FG,'tool_choice':F|{FG,'tool_choice':'auto'}|tool_choice:approximated",
                "tool-choice-auto-only|FG,'tool_choice':'none'|{}|tool_choice:emulated tools:dropped",
                "no-parallel-flag|FG,'parallel_tool_calls':true|{FG}|parallel_tool_calls:dropped",
                "``|'tools':[],'tool_choice':'auto','parallel_tool_calls':true|{}|``",
                "tool-stream|FG,'stream':true|{FG,'stream':true,'stream_options':{'include_usage':true},'tool_stream':true}|``",
                "tool-stream|'stream':true|{'stream':true,'stream_options':{'include_usage':true}}|``",
                "no-strict|'tools':[{'type':'function','function':{'name':'f','strict':true}}]|{'tools':[F]}|tools[0].function.strict:dropped",
                "no-strict|'tools':[{'type':'function','function':{'name':'f','strict':false}}]|{'tools':[F]}|``",
                "``|'tools':[{'type':'function','function':{'name':'f','description':'d','parameters':{},'strict':true}}]|{'tools':[{'type':'function','function':{'name':'f','description':'d','parameters':{},'strict':true}}]}|``",
                "``|'functions':[{'name':'f'}],'function_call':{'name':'f'}|{'tools':[F],'tool_choice':F,'parallel_tool_calls':false}|``",
                "``|'tools':[{'type':'custom','custom':{'name':'p','format':{'type':'grammar','grammar':{'syntax':'lark','definition':'x'}}}}],'tool_choice':{'type':'custom','custom':{'name':'p'}}|{'tools':[{'type':'custom','custom':{'name':'p','format':{'type':'grammar','grammar':{'syntax':'lark','definition':'x'}}}}],'tool_choice':{'type':'custom','custom':{'name':'p'}}}|``",
                "hosted-tools|'tools':[{'type':'web_search','web_search':{'enable':true}}]|{'tools':[{'type':'web_search','web_search':{'enable':true}}]}|``",
                "cache-control|'tools':[{'type':'function','function':{'name':'f'},'cache_control':{'type':'ephemeral'}}]|{'tools':[{'type':'function','function':{'name':'f'},'cache_control':{'type':'ephemeral'}}]}|``",
                "``|'tools':[{'type':'function','function':{'name':'f'},'cache_control':{'type':'ephemeral'}}]|{'tools':[F]}|tools[0].cache_control:dropped",
            })
    void tools(String quirk, String members, String sent, String lost) {
        String[] quirks = quirk.isEmpty() ? new String[0] : new String[] {quirk};
        assertThat(Chats.sent(in(members), Chats.aim(quirks))).isEqualTo(Chats.json(in(sent)));
        assertThat(Chats.lost(in(members), Chats.aim(quirks)))
                .isEqualTo(lost.isEmpty() ? List.of() : List.of(lost.split(" ", -1)));
    }

    private static String in(String row) {
        return row.replace("FG", FG)
                .replace("ALLOWED", ALLOWED)
                .replace(":F", ":" + F)
                .replace("[F]", "[" + F + "]");
    }

    @Test
    @DisplayName("a tool that takes text is a function with one argument, and its grammar is told in words")
    void customTools() {
        Losses losses = new Losses();
        JsonNode body = Chats.json(
                "{'messages':[{'role':'user','content':'Hi'},{'role':'assistant','content':null,"
                        + "'tool_calls':[{'id':'a','type':'custom','custom':{'name':'p','input':'* A'}}]},"
                        + "{'role':'tool','tool_call_id':'a','content':'ok'}],'tools':[{'type':'custom','custom':{'name':'p',"
                        + "'description':'d','format':{'type':'grammar','grammar':{'syntax':'lark','definition':'start: x'}}}}]}");
        Written written = Chats.CHAT.write(Chats.CHAT.read(body, false, losses), Chats.aim("no-custom-tools"), losses);
        assertThat(written.texts()).containsExactly("p");
        assertThat(written.body().at("/tools/0/function/parameters/required/0").asText())
                .isEqualTo("input");
        assertThat(written.body().at("/tools/0/function/description").asText())
                .isEqualTo("d\n\nThe input must follow this lark grammar:\nstart: x");
        assertThat(written.body()
                        .at("/messages/1/tool_calls/0/function/arguments")
                        .asText())
                .isEqualTo("{\"input\":\"* A\"}");
        assertThat(Chats.words(losses)).containsExactly("tools[0]:emulated");
    }

    @Test
    @DisplayName("fault 1.24: long names stay two, and are known again")
    void longNames() {
        String long1 = "n".repeat(64) + "1".repeat(26);
        String long2 = "n".repeat(64) + "2".repeat(26);
        JsonNode body = Chats.json(Chats.with("'tools':[{'type':'function','function':{'name':'" + long1
                + "'}},{'type':'function','function':{'name':'" + long2 + "'}}],"
                + "'tool_choice':{'type':'function','function':{'name':'" + long2 + "'}}"));
        Written written = Chats.CHAT.write(Chats.CHAT.read(body, false, new Losses()), Chats.aim(), new Losses());
        Set<String> names = new HashSet<>();
        written.body()
                .path("tools")
                .forEach(tool -> names.add(tool.at("/function/name").asText()));
        assertThat(names).hasSize(2).allMatch(name -> name.length() <= 64);
        assertThat(written.names()
                        .get(written.body().at("/tool_choice/function/name").asText()))
                .isEqualTo(long2);
    }

    @Test
    @DisplayName("a tool that only another provider runs is an offer beside others, and refused alone")
    void hosted() {
        Losses losses = new Losses();
        JsonNode sent = Chats.sent(
                "{'messages':[{'role':'user','content':'Hi'}],'tools':[" + F + ",{'type':'web_search'}]}",
                Chats.aim("hosted-tools"),
                losses);
        assertThat(sent.path("tools")).hasSize(1);
        assertThat(losses.all()).extracting(Loss::toString).containsExactly("tools[1]:dropped");
        assertThat(Chats.sent("'tools':[{'type':'web_search'}],'tool_choice':'none'", Chats.aim(""))
                        .has("tools"))
                .isFalse();
        assertThatExceptionOfType(Refusal.class)
                .isThrownBy(() -> Chats.sent("'tools':[{'type':'web_search'}]", Chats.aim("hosted-tools")))
                .satisfies(refusal -> {
                    assertThat(refusal.kind()).isEqualTo(ErrorKind.UNSUPPORTED_TOOL);
                    assertThat(refusal.param()).isEqualTo("tools[0]");
                });
    }

    @Test
    @DisplayName("golden 21: functions have no ids; each result is of the last call of its name")
    void legacy() {
        JsonNode sent = Chats.sent(
                "{'messages':[{'role':'user','content':'Hi'},"
                        + "{'role':'assistant','content':null,'function_call':{'name':'f','arguments':'{}'}},"
                        + "{'role':'function','name':'f','content':'1'},"
                        + "{'role':'assistant','content':null,'function_call':{'name':'f','arguments':'{}'}},"
                        + "{'role':'function','name':'f','content':'2'}],'functions':[{'name':'f'}]}",
                Chats.aim(),
                new Losses());
        assertThat(sent.at("/messages/2/tool_call_id").asText()).isEqualTo("call_legacy_1");
        assertThat(sent.at("/messages/4/tool_call_id").asText()).isEqualTo("call_legacy_3");
    }

    @Test
    void longIdsOfCallsAreShortenedAlike() {
        String id = "i".repeat(80);
        JsonNode sent = Chats.sent(
                "{'messages':[{'role':'user','content':'Hi'},{'role':'assistant','tool_calls':[{'id':'" + id
                        + "','function':{'name':'f'}}]},{'role':'tool','tool_call_id':'" + id + "','content':'ok'}]}",
                Chats.aim(),
                new Losses());
        assertThat(sent.at("/messages/2/tool_call_id").asText())
                .hasSize(64)
                .isEqualTo(sent.at("/messages/1/tool_calls/0/id").asText());
    }
}
