package dev.mehari.protocol.responses;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import com.fasterxml.jackson.databind.JsonNode;
import dev.mehari.call.ErrorKind;
import dev.mehari.call.Refusal;
import dev.mehari.protocol.chat.Block;
import dev.mehari.protocol.chat.ChatEvent;
import dev.mehari.protocol.chat.ChatRequest;
import dev.mehari.protocol.chat.Content;
import dev.mehari.protocol.chat.StopReason;
import dev.mehari.protocol.chat.Tool;
import dev.mehari.protocol.chat.ToolChoice;
import dev.mehari.protocol.chat.Tree;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Tools that callers run, in the forms in which only this protocol has them. */
class CallersToolsTest {
    private static final String F = "{'type':'function','name':'f','description':'F','parameters':{},'strict':false}";
    private static final String P = "{'type':'custom','name':'p'}";
    private static final String CRM =
            "{'type':'namespace','name':'crm','description':'Customers.','tools':[" + F + "," + P + "]}";

    private static List<String> names(ChatRequest request) {
        return request.tools().stream().map(CallersToolsTest::name).toList();
    }

    private static String name(Tool tool) {
        return switch (tool) {
            case Tool.Function function -> function.name();
            case Tool.Custom custom -> custom.name();
            case Tool.Hosted hosted -> "hosted " + hosted.type();
        };
    }

    /** The item that a caller gets for a call. */
    private static JsonNode answered(String request, String name, boolean custom, String arguments) {
        List<ChatEvent> events = List.of(
                new ChatEvent.Started("up", "m"),
                new ChatEvent.Opened(0, 0, new Block.ToolCall("id", name, custom, null)),
                new ChatEvent.Delta(0, arguments),
                new ChatEvent.Closed(0),
                new ChatEvent.Stopped(0, StopReason.TOOL_USE, null));
        JsonNode streamed = StrictStream.assemble(Chats.encoded(events, Chats.frame(request)));
        assertThat(streamed).isEqualTo(Chats.collected(events, Chats.frame(request)));
        return streamed.at("/output/0");
    }

    private static Content said(String items, int turn) {
        return Chats.read("{'input':[" + items + "]}").turns().get(turn).parts().getFirst();
    }

    @Test
    @DisplayName("tools of a namespace have its name before theirs, and what is said of it is said with the first")
    void namespaces() {
        String body = "{'input':[{'type':'function_call','call_id':'1','namespace':'crm','name':'f','arguments':'{}'}],"
                + "'tools':[" + F + "," + CRM + "]}";
        ChatRequest request = Chats.read(body);
        assertThat(names(request)).containsExactly("f", "crm__f", "crm__p");
        assertThat(request.tools().get(1))
                .isEqualTo(new Tool.Function(
                        "crm__f",
                        "crm: Customers.\n\nF",
                        Tree.object(),
                        Objects.requireNonNull(((Tool.Function) request.tools().get(1)).strict()),
                        null,
                        "tools[1].tools[0]"));
        assertThat(request.turns().getFirst().parts().getFirst())
                .isEqualTo(new Content.ToolCall("1", "crm__f", "{}", false, null, null, "input[0]"));
        assertThat(Chats.lost(body)).containsExactly("tools[1]:emulated");

        JsonNode call = answered(body, "crm__f", false, "{}");
        assertThat(call.path("name").asText()).isEqualTo("f");
        assertThat(call.path("namespace").asText()).isEqualTo("crm");
        JsonNode custom = answered(body, "crm__p", true, "text");
        assertThat(custom.path("type").asText()).isEqualTo("custom_tool_call");
        assertThat(custom.path("namespace").asText()).isEqualTo("crm");
        assertThat(answered(body, "f", false, "{}").has("namespace")).isFalse();
    }

    @Test
    @DisplayName("a name that is taken, and one that nobody declared")
    void names() {
        String taken = "{'input':'q','tools':[{'type':'function','name':'crm__f'}," + CRM + "]}";
        assertThat(names(Chats.read(taken))).containsExactly("crm__f", "crm.f", "crm__p");
        assertThat(answered(taken, "crm.f", false, "{}").path("namespace").asText())
                .isEqualTo("crm");
        assertThat(answered(taken, "crm__f", false, "{}").has("namespace")).isFalse();
        assertThat(answered("{}", "unheard__of", false, "{}").path("name").asText())
                .isEqualTo("unheard__of");

        String plain = CRM.replace("'crm'", "'functions'");
        assertThat(names(Chats.read("{'input':'q','tools':[" + plain + "]}"))).containsExactly("f", "p");
        assertThat(answered("{'tools':[" + plain + "]}", "f", false, "{}")
                        .path("namespace")
                        .asText())
                .isEqualTo("functions");
    }

    @Test
    @DisplayName("tools that are added further down are tools, and what is said of one last holds")
    void added() {
        String more =
                "{'type':'additional_tools','role':'developer','tools':[" + CRM + "," + F.replace("'F'", "'G'") + "]}";
        String body = "{'input':[{'role':'user','content':'q'}," + more + "],'tools':[" + F + "," + P + "]}";
        ChatRequest request = Chats.read(body);
        assertThat(names(request)).containsExactly("f", "p", "crm__f", "crm__p");
        assertThat(((Tool.Function) request.tools().getFirst()).description()).isEqualTo("G");
        assertThat(request.turns()).hasSize(1);
        assertThat(Chats.lost(body))
                .containsExactly("input[1].tools[0]:emulated", "tools[0]:dropped", "input[1]:moved");
        assertThat(Chats.lost("{'input':[" + more + ",{'role':'user','content':'q'}]}"))
                .containsExactly("input[0].tools[0]:emulated");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "{'type':'local_shell'}|local_shell|{'command':['ls']}|{'type':'local_shell_call','call_id':'id','action':{'type':'exec','env':{},'command':['ls']}}",
                "{'type':'shell'}|shell|{'commands':['ls']}|{'type':'shell_call','call_id':'id','action':{'commands':['ls']}}",
                "{'type':'apply_patch'}|apply_patch|{'type':'delete_file','path':'a'}|{'type':'apply_patch_call','call_id':'id','operation':{'type':'delete_file','path':'a'}}",
                "{'type':'tool_search','execution':'client','parameters':{'type':'object'}}|tool_search|{'query':'a'}|{'type':'tool_search_call','call_id':'id','execution':'client','arguments':{'query':'a'}}"
            })
    @DisplayName(
            "tools that have a type in place of a name are functions, and their calls come back as their own items")
    void typed(String declared, String name, String arguments, String call) {
        String body = "{'input':[" + call + "],'tools':[" + declared + "]}";
        ChatRequest request = Chats.read(body);
        assertThat(request.tools().getFirst()).isInstanceOfSatisfying(Tool.Function.class, function -> {
            assertThat(function.name()).isEqualTo(name);
            assertThat(function.schema()).isNotNull();
        });
        assertThat(Chats.lost(body)).containsExactly("tools[0]:emulated");
        JsonNode item = answered(body, name, false, Tree.text(Chats.json(arguments)));
        assertThat(item.path("status").asText()).isEqualTo("completed");
        Chats.json(call)
                .properties()
                .forEach(member -> assertThat(item.get(member.getKey()))
                        .as(member.getKey())
                        .isEqualTo(member.getValue()));
        assertThat(request.turns().getFirst().parts().getFirst())
                .isInstanceOfSatisfying(Content.ToolCall.class, written -> {
                    assertThat(written.name()).isEqualTo(name);
                    Chats.json(arguments)
                            .properties()
                            .forEach(member -> assertThat(
                                            Chats.json(written.arguments()).get(member.getKey()))
                                    .isEqualTo(member.getValue()));
                });
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "{'type':'local_shell_call_output','id':'c','output':'a'}|a|false",
                "{'type':'shell_call_output','call_id':'c','output':[{'stdout':'a'}]}|[{\"stdout\":\"a\"}]|false",
                "{'type':'apply_patch_call_output','call_id':'c','status':'failed','output':'no'}|no|true",
                "{'type':'tool_search_output','call_id':'c','execution':'client','status':'completed','tools':[]}|{\"tools\":[]}|false"
            })
    void typedResults(String item, String text, boolean failed) {
        Content.ToolResult result = (Content.ToolResult) said(item, 0);
        assertThat(result.callId()).isEqualTo("c");
        assertThat(result.error()).isEqualTo(failed);
        assertThat(result.parts()).containsExactly(new Content.Text(text, null, "input[0]"));
        assertThat(Chats.lost("{'input':[" + item + "]}")).isEmpty();
    }

    @Test
    @DisplayName("what a search for tools has found is declared, and named in its result")
    void found() {
        String items = "{'type':'tool_search_call','call_id':'c','execution':'client','arguments':{}},"
                + "{'type':'tool_search_output','call_id':'c','execution':'client','status':'completed','tools':[" + CRM
                + "]}";
        ChatRequest request = Chats.read("{'input':[" + items + "]}");
        assertThat(names(request)).containsExactly("crm__f", "crm__p");
        assertThat(((Content.ToolResult) request.turns().get(1).parts().getFirst()).parts())
                .containsExactly(new Content.Text("{\"tools\":[\"crm__f\",\"crm__p\"]}", null, "input[1]"));

        String own = items.replace("'call_id':'c',", "");
        assertThat(Chats.read("{'input':[" + own + "]}").turns()).hasSize(1);
        assertThat(Chats.lost("{'input':[" + own + "]}"))
                .containsExactly("input[1].tools[0]:emulated", "input[1]:emulated");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "{'type':'tool_search'}|tool_search",
                "{'type':'shell','environment':{'type':'container_auto'}}|shell",
                "{'type':'web_search','external_web_access':true}|web_search"
            })
    void hosted(String declared, String type) {
        assertThat(names(Chats.read("{'input':'q','tools':[" + declared + "]}")))
                .containsExactly("hosted " + type);
    }

    @Test
    @DisplayName("all that a tool says of one call is one result")
    void twice() {
        String items = "{'type':'custom_tool_call','call_id':'c','name':'p','input':'x'},"
                + "{'type':'custom_tool_call_output','call_id':'c','output':'one'},"
                + "{'role':'user','content':'q'},"
                + "{'type':'custom_tool_call_output','call_id':'c','output':'two'}";
        ChatRequest request = Chats.read("{'input':[" + items + "]}");
        assertThat(request.turns()).hasSize(3);
        assertThat(((Content.ToolResult) request.turns().get(1).parts().getFirst()).parts())
                .containsExactly(
                        new Content.Text("one", null, "input[1].output"),
                        new Content.Text("two", null, "input[3].output"));
        assertThat(Chats.lost("{'input':[" + items + "]}")).containsExactly("input[3]:moved");
    }

    @Test
    @DisplayName("what other agents say is read, and the effort that was set last counts")
    void othersAndControls() {
        String items = "{'type':'agent_message','author':'/root','recipient':'/root/a','content':["
                + "{'type':'input_text','text':'hi'},{'type':'encrypted_content','encrypted_content':'E'}]},"
                + "{'type':'configuration_update','reasoning':{'effort':'high'}}";
        ChatRequest request = Chats.read("{'input':[" + items + "],'reasoning':{'effort':'low'}}");
        assertThat(request.turns()).hasSize(1);
        assertThat(request.turns().getFirst().parts())
                .containsExactly(
                        new Content.Text("Message from /root:", null, "input[0]"),
                        new Content.Text("hi", null, "input[0].content[0]"));
        assertThat(Objects.requireNonNull(request.reasoning()).at()).isEqualTo("input[1].reasoning.effort");
        assertThat(Chats.lost("{'input':[" + items + "]}"))
                .containsExactly("input[0]:emulated", "input[0].content[1]:dropped");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "{'type':'function','namespace':'crm','name':'f'}|NAMED|crm__f",
                "{'type':'shell'}|NAMED|shell",
                "{'type':'allowed_tools','mode':'auto','tools':[{'type':'namespace','name':'crm'},{'type':'web_search'}]}|AUTO|crm__f crm__p"
            })
    void chosen(String choice, ToolChoice.Mode mode, String names) {
        ToolChoice read = Objects.requireNonNull(
                Chats.read("{'input':'q','tools':[{'type':'shell'}," + CRM + "],'tool_choice':" + choice + "}")
                        .toolChoice());
        assertThat(read.mode()).isEqualTo(mode);
        assertThat(String.join(" ", read.names())).isEqualTo(names);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "{'type':'web_search'}|tool_choice",
                "{'type':'allowed_tools','mode':'auto','tools':[{'type':'web_search'}]}|tool_choice.tools[0]"
            })
    @DisplayName("a tool that cannot be run here cannot be asked for")
    void notChosen(String choice, String at) {
        assertThatExceptionOfType(Refusal.class)
                .isThrownBy(() -> Chats.read("{'input':'q','tools':[" + F + "],'tool_choice':" + choice + "}"))
                .satisfies(refusal -> assertThat(refusal.kind()).isEqualTo(ErrorKind.UNSUPPORTED_TOOL))
                .satisfies(refusal -> assertThat(refusal.param()).isEqualTo(at));
    }
}
