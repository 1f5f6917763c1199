package dev.mehari.protocol.anthropic;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.mehari.call.ErrorKind;
import dev.mehari.call.Protocol;
import dev.mehari.call.Refusal;
import dev.mehari.protocol.chat.Cache;
import dev.mehari.protocol.chat.Carrier;
import dev.mehari.protocol.chat.ChatRequest;
import dev.mehari.protocol.chat.Content;
import dev.mehari.protocol.chat.Effort;
import dev.mehari.protocol.chat.Envelope;
import dev.mehari.protocol.chat.Given;
import dev.mehari.protocol.chat.Media;
import dev.mehari.protocol.chat.Option;
import dev.mehari.protocol.chat.OutputFormat;
import dev.mehari.protocol.chat.Reasoning;
import dev.mehari.protocol.chat.Role;
import dev.mehari.protocol.chat.Tool;
import dev.mehari.protocol.chat.ToolChoice;
import dev.mehari.protocol.chat.Tree;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

@DisplayName("a messages request is read")
class RequestReaderTest {
    private static final String HI = "'messages':[{'role':'user','content':'Hi'}]";

    private static ChatRequest with(String members) {
        return Chats.read("{" + HI + "," + members + "}");
    }

    private static Content block(String block) {
        return Chats.read("{'messages':[{'role':'user','content':[" + block + "]}]}")
                .turns()
                .getFirst()
                .parts()
                .getFirst();
    }

    @Test
    void turnsAndSystem() {
        ChatRequest request = Chats.read("{'system':[{'type':'text','text':'a'},{'type':'text','text':'b'}],"
                + "'messages':[{'role':'user','content':'Hi'},{'role':'system','content':'now'},"
                + "{'role':'assistant','content':[{'type':'text','text':'ok'}]}]}");
        assertThat(request.turns())
                .extracting(t -> t.role())
                .containsExactly(Role.SYSTEM, Role.USER, Role.SYSTEM, Role.ASSISTANT);
        assertThat(request.turns())
                .extracting(t -> t.at())
                .containsExactly("system", "messages[0]", "messages[1]", "messages[2]");
        assertThat(request.turns().getFirst().parts())
                .extracting(Content::at)
                .containsExactly("system[0]", "system[1]");
        assertThat(request.turns().get(1).parts()).containsExactly(new Content.Text("Hi", null, "messages[0].content"));
        assertThat(request.turns().getLast().parts())
                .containsExactly(new Content.Text("ok", null, "messages[2].content[0]"));
        assertThat(Chats.read("{'system':'a'," + HI + "}").turns().getFirst().parts())
                .containsExactly(new Content.Text("a", null, "system"));
    }

    @Test
    void media() {
        assertThat(block("{'type':'image','source':{'type':'base64','media_type':'Image/PNG','data':'AA=='}}"))
                .isEqualTo(
                        new Content.Image(new Media.Inline("image/png", "AA=="), null, null, "messages[0].content[0]"));
        assertThat(block("{'type':'image','source':{'type':'url','url':'https://x/a.jpg'}}"))
                .extracting(c -> ((Content.Image) c).media())
                .isEqualTo(new Media.Remote("", "https://x/a.jpg"));
        assertThat(block("{'type':'image','source':{'type':'file','file_id':'f'}}"))
                .extracting(c -> ((Content.Image) c).media())
                .isEqualTo(new Media.Stored("f"));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '"',
            value = {
                "{'type':'text','media_type':'text/plain','data':'x'} | x",
                "{'type':'content','content':'x'} | x",
                "{'type':'content','content':[{'type':'text','text':'x'},{'type':'text','text':'y'}]} | x\\ny",
            })
    void documentsThatAreText(String source, String text) {
        assertThat(block("{'type':'document','title':'n','source':" + source + "}"))
                .isEqualTo(new Content.Document(
                        new Media.Plain(text.replace("\\n", "\n")), "n", null, "messages[0].content[0]"));
    }

    @Test
    void documents() {
        assertThat(block("{'type':'document','source':{'type':'base64','media_type':'application/pdf','data':'AA'}}"))
                .extracting(c -> ((Content.Document) c).media())
                .isEqualTo(new Media.Inline("application/pdf", "AA"));
        assertThat(block("{'type':'document','source':{'type':'url','url':'u'}}"))
                .extracting(c -> ((Content.Document) c).media())
                .isEqualTo(new Media.Remote("application/pdf", "u"));
        assertThat(block("{'type':'document','source':{'type':'content','content':[{'type':'image'}]}}"))
                .isInstanceOf(Content.Foreign.class);
    }

    @Test
    @DisplayName("fault 1.22: what a tool answers keeps its images and documents")
    void toolResults() {
        assertThat(block(
                        "{'type':'tool_result','tool_use_id':'t','is_error':true,'content':[{'type':'text','text':'a'},"
                                + "{'type':'image','source':{'type':'base64','media_type':'image/png','data':'AA'}}]}"))
                .isEqualTo(new Content.ToolResult(
                        "t",
                        List.of(
                                new Content.Text("a", null, "messages[0].content[0].content[0]"),
                                new Content.Image(
                                        new Media.Inline("image/png", "AA"),
                                        null,
                                        null,
                                        "messages[0].content[0].content[1]")),
                        true,
                        null,
                        "messages[0].content[0]"));
        assertThat(block("{'type':'tool_result','tool_use_id':'t','content':'a'}"))
                .extracting(c -> ((Content.ToolResult) c).parts())
                .isEqualTo(List.of(new Content.Text("a", null, "messages[0].content[0].content")));
        assertThat(block("{'type':'tool_result','tool_use_id':'t'}"))
                .extracting(c -> ((Content.ToolResult) c).parts())
                .isEqualTo(List.of());
    }

    @Test
    void toolCalls() {
        assertThat(block("{'type':'tool_use','id':'t','name':'f','input':{'a':1.0,'b':12345678901234567890},"
                        + "'caller':{'type':'direct'}}"))
                .isEqualTo(new Content.ToolCall(
                        "t",
                        "f",
                        "{\"a\":1.0,\"b\":12345678901234567890}",
                        false,
                        null,
                        null,
                        "messages[0].content[0]"));
    }

    @Test
    @DisplayName(
            "fault 1.16: signed thinking is kept as it came, with empty text too; another vendor's is taken out of its envelope")
    void thinking() {
        String own = "{'type':'thinking','thinking':'','signature':'S=='}";
        assertThat(block(own))
                .isEqualTo(new Content.Thinking(
                        "",
                        new Carrier(Protocol.ANTHROPIC_MESSAGES, Tree.array().add(Chats.json(own))),
                        "messages[0].content[0]"));
        assertThat(block("{'type':'thinking','thinking':'x','signature':''}"))
                .isEqualTo(new Content.Thinking("x", null, "messages[0].content[0]"));
        Carrier gemini = Chats.gemini("sig");
        assertThat(block("{'type':'thinking','thinking':'x','signature':'" + Envelope.text(gemini) + "'}"))
                .isEqualTo(new Content.Thinking("x", gemini, "messages[0].content[0]"));
        String redacted = "{'type':'redacted_thinking','data':'E'}";
        assertThat(block(redacted))
                .isEqualTo(new Content.Thinking(
                        "",
                        new Carrier(Protocol.ANTHROPIC_MESSAGES, Tree.array().add(Chats.json(redacted))),
                        "messages[0].content[0]"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"server_tool_use", "web_search_tool_result", "container_upload", "next"})
    void blocksOfOneVendor(String type) {
        String block = "{'type':'" + type + "','x':[1]}";
        assertThat(block(block))
                .isEqualTo(new Content.Foreign(
                        Protocol.ANTHROPIC_MESSAGES, type, Chats.json(block), "messages[0].content[0]"));
        assertThat(Chats.lost("{'messages':[{'role':'user','content':[" + block + "]}]}"))
                .isEmpty();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "{'type':'tool_reference','tool_name':'f'}|{\"type\":\"tool_reference\",\"tool_name\":\"f\"}",
                "{'type':'search_result','source':'u','title':'t','citations':{'enabled':true},'content':[{'type':'text','text':'a'}]}|t/u//a"
            })
    @DisplayName("what a search has found is said in words")
    void found(String block, String text) {
        assertThat(block(block)).isEqualTo(new Content.Text(text.replace('/', '\n'), null, "messages[0].content[0]"));
        assertThat(Chats.lost("{'messages':[{'role':'user','content':[" + block + "]}]}"))
                .containsExactly("messages[0].content[0]:emulated");
    }

    @Test
    @DisplayName("tools that come and go in mid-conversation: what holds at its end is sent")
    void toolChanges() {
        String change = "{'role':'system','content':[{'type':'tool_%s','tool':%s}]}";
        String f = "{'type':'tool_reference','name':'f'}";
        String h = "{'type':'tool_definition','definition':{'name':'h','input_schema':{'type':'object'}}}";
        String body = "{'tools':[{'name':'f','input_schema':{}},{'name':'g','input_schema':{}}],'messages':["
                + "{'role':'user','content':'q'},"
                + String.join(
                        ",",
                        change.formatted("removal", f),
                        change.formatted("addition", h),
                        change.formatted("removal", f.replace("'f'", "'g'")),
                        change.formatted("addition", f))
                + "]}";
        ChatRequest request = Chats.read(body);
        assertThat(request.turns()).hasSize(1);
        assertThat(request.tools())
                .extracting(tool -> ((Tool.Function) tool).name())
                .containsExactly("f", "h");
        assertThat(Chats.lost(body)).hasSize(4).contains("messages[4].content[0]:emulated");
    }

    @Test
    void cacheMarks() {
        assertThat(block("{'type':'text','text':'a','cache_control':{'type':'ephemeral','ttl':'1h'}}")
                        .cache())
                .isEqualTo(new Cache(true, "messages[0].content[0].cache_control"));
        assertThat(block("{'type':'text','text':'a','cache_control':{'type':'ephemeral','ttl':'5m'}}")
                        .cache())
                .isEqualTo(new Cache(false, "messages[0].content[0].cache_control"));
        ChatRequest automatic = with("'cache_control':{'type':'ephemeral'}");
        assertThat(automatic.turns().getLast().parts().getLast().cache()).isEqualTo(new Cache(false, "cache_control"));
        assertThat(Chats.lost("{'messages':[{'role':'assistant','content':[{'type':'redacted_thinking','data':'E'}]}],"
                        + "'cache_control':{'type':'ephemeral'}}"))
                .containsExactly("cache_control:dropped");
    }

    @Test
    void tools() {
        ChatRequest request =
                with("'tools':[{'name':'f','description':'d','input_schema':{'type':'object'},'strict':true,"
                        + "'cache_control':{'type':'ephemeral'}},{'type':'web_search_20250305','name':'web_search'}]");
        assertThat(request.tools())
                .containsExactly(
                        new Tool.Function(
                                "f",
                                "d",
                                Chats.json("{'type':'object'}"),
                                new Given<>(true, "tools[0].strict"),
                                new Cache(false, "tools[0].cache_control"),
                                "tools[0]"),
                        new Tool.Hosted(
                                "web_search_20250305",
                                Chats.json("{'type':'web_search_20250305','name':'web_search'}"),
                                "tools[1]"));
    }

    @ParameterizedTest
    @CsvSource(
            quoteCharacter = '"',
            value = {"auto,AUTO", "any,REQUIRED", "none,NONE", "tool,NAMED"})
    void toolChoice(String type, ToolChoice.Mode mode) {
        ChatRequest request = with("'tool_choice':{'type':'" + type + "','name':'f','disable_parallel_tool_use':true}");
        assertThat(request.toolChoice())
                .isEqualTo(
                        new ToolChoice(mode, mode == ToolChoice.Mode.NAMED ? List.of("f") : List.of(), "tool_choice"));
        assertThat(request.parallel()).isEqualTo(new Given<>(false, "tool_choice.disable_parallel_tool_use"));
    }

    @Test
    void settings() {
        ChatRequest request = with("'max_tokens':5,'temperature':0.50,'top_p':1,'top_k':40,'stop_sequences':['a','b'],"
                + "'metadata':{'user_id':'u'},'service_tier':'standard_only','stream':true");
        assertThat(request.stop())
                .containsExactly(new Given<>("a", "stop_sequences[0]"), new Given<>("b", "stop_sequences[1]"));
        assertThat(request.stream()).isTrue();
        assertThat(option(request, Option.MAX_TOKENS)).isEqualTo("5 max_tokens");
        assertThat(option(request, Option.TEMPERATURE)).isEqualTo("0.50 temperature");
        assertThat(option(request, Option.TOP_P)).isEqualTo("1 top_p");
        assertThat(option(request, Option.TOP_K)).isEqualTo("40 top_k");
        assertThat(option(request, Option.USER)).isEqualTo("\"u\" metadata.user_id");
        assertThat(option(request, Option.SERVICE_TIER)).isEqualTo("\"default\" service_tier");
        assertThat(option(with("'service_tier':'auto'"), Option.SERVICE_TIER)).isEqualTo("\"auto\" service_tier");
    }

    private static @Nullable String option(ChatRequest request, Option option) {
        Given<?> given = request.options().peek(option);
        return given == null ? null : given.value() + " " + given.at();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '"',
            value = {
                "'thinking':{'type':'disabled'} | NONE | false | thinking",
                "'thinking':{'type':'disabled'},'output_config':{'effort':'low'} | NONE | false | thinking",
                "'thinking':{'type':'adaptive'},'output_config':{'effort':'medium'} | MEDIUM | true | output_config.effort",
                "'thinking':{'type':'adaptive','display':'omitted'},'output_config':{'effort':'max'} | MAX | false | output_config.effort",
                "'output_config':{'effort':'xhigh'} | XHIGH | false | output_config.effort",
                "'thinking':{'type':'between_tools'} | LOW | true | thinking",
                "'thinking':{'type':'between_tools'},'output_config':{'effort':'high'} | HIGH | true | output_config.effort",
            })
    void effort(String members, Effort effort, boolean shown, String at) {
        assertThat(with(members).reasoning()).isEqualTo(new Given<>(new Reasoning.Word(effort, shown), at));
    }

    @Test
    void budgets() {
        assertThat(with("'thinking':{'type':'enabled','budget_tokens':2048}").reasoning())
                .isEqualTo(new Given<>(new Reasoning.Budget(2048, true), "thinking.budget_tokens"));
        assertThat(with("'thinking':{'type':'enabled','budget_tokens':2048,'display':'omitted'}")
                        .reasoning())
                .isEqualTo(new Given<>(new Reasoning.Budget(2048, false), "thinking.budget_tokens"));
        assertThat(with("'thinking':{'type':'adaptive'}").reasoning())
                .isEqualTo(new Given<>(new Reasoning.Adaptive(true), "thinking"));
        assertThat(Chats.read("{" + HI + "}").reasoning()).isNull();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '"',
            value = {
                "{'type':'object','properties':{'a':{'type':'integer'}},'required':['a'],'additionalProperties':false} | true",
                "{'type':'object','properties':{'a':{'type':'integer'}},'required':[],'additionalProperties':false} |",
                "{'type':'object','properties':{'a':{'type':'integer'}},'required':['a']} |",
                "{'type':'object','properties':{'a':{'type':'object'}},'required':['a'],'additionalProperties':false} |",
                "{'type':'array','items':{'type':'object','properties':{}}} |",
                "{'anyOf':[{'type':'string'},{'$ref':'#/$defs/x'}],'$defs':{'x':{'type':'object'}}} |",
            })
    void formats(String schema, @Nullable Boolean strict) {
        Given<OutputFormat> expected = new Given<>(
                new OutputFormat.Schema("response", null, Chats.json(schema), strict), "output_config.format");
        assertThat(with("'output_config':{'format':{'type':'json_schema','schema':" + schema + "}}")
                        .format())
                .isEqualTo(expected);
        assertThat(with("'output_format':{'type':'json_schema','schema':" + schema + "}")
                        .format())
                .isEqualTo(new Given<>(expected.value(), "output_format"));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '"',
            value = {
                "'container':'c' | container",
                "'context_management':{'edits':[]} | context_management",
                "'speed':'fast' | speed",
                "'inference_geo':'us' | inference_geo",
                "'metadata':{'x':1} | metadata.x",
                "'output_config':{'task_budget':1} | output_config.task_budget",
                "'thinking':{'type':'disabled'},'output_config':{'effort':'low'} | output_config.effort",
                "'thinking':{'type':'enabled','budget_tokens':9},'output_config':{'effort':'low'} | output_config.effort",
                "'tools':[{'name':'f','input_examples':[{}]}] | tools[0].input_examples",
                "'tools':[{'name':'f','defer_loading':true}] | tools[0].defer_loading",
            })
    void namesWhatItDoesNotKnow(String members, String lost) {
        assertThat(Chats.lost("{" + HI + "," + members + "}")).containsExactly(lost + ":dropped");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '"',
            value = {
                "{'type':'text','text':'a','citations':[{}]} | messages[0].content[0].citations",
                "{'type':'document','source':{'type':'text','data':'x'},'citations':{'enabled':true}} | messages[0].content[0].citations",
                "{'type':'document','source':{'type':'text','data':'x'},'context':'c'} | messages[0].content[0].context",
            })
    void namesWhatBlocksLose(String block, String lost) {
        assertThat(Chats.lost("{'messages':[{'role':'user','content':[" + block + "]}]}"))
                .containsExactly(lost + ":dropped");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "'model':'m','container':null",
                "'tools':[{'type':'custom','name':'f','input_schema':{},'defer_loading':false}]",
                "'mcp_servers':[]",
            })
    void losesNothing(String members) {
        assertThat(Chats.lost("{" + HI + "," + members + "}")).isEmpty();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '"',
            value = {
                "{} | messages | INVALID_REQUEST",
                "{'messages':[{'role':'robot','content':'x'}]} | messages[0].role | INVALID_REQUEST",
                "{'messages':[{'role':'user'}]} | messages[0].content | INVALID_REQUEST",
                "{'messages':[{'role':'user','content':[{'text':'x'}]}]} | messages[0].content[0].type | INVALID_REQUEST",
                "{'messages':[],'thinking':{'type':'enabled','budget_tokens':0}} | thinking.budget_tokens | INVALID_REQUEST",
                "{'messages':[],'thinking':{'type':'hard'}} | thinking.type | INVALID_REQUEST",
                "{'messages':[],'output_config':{'effort':'none'}} | output_config.effort | INVALID_REQUEST",
                "{'messages':[],'tool_choice':{'type':'some'}} | tool_choice.type | INVALID_REQUEST",
                "{'messages':[],'stop_sequences':[1]} | stop_sequences[0] | INVALID_REQUEST",
                "{'messages':[],'thread':{'type':'create'}} | thread | UNSUPPORTED_VALUE",
                "{'messages':[],'mcp_servers':[{'url':'x'}]} | mcp_servers | UNSUPPORTED_TOOL",
            })
    void refuses(String request, String param, ErrorKind kind) {
        assertThatExceptionOfType(Refusal.class)
                .isThrownBy(() -> Chats.read(request))
                .satisfies(r -> assertThat(r.param()).isEqualTo(param))
                .satisfies(r -> assertThat(r.kind()).isEqualTo(kind));
    }

    @Test
    @DisplayName("the SDK's tool runner is told to send the whole conversation without its thread")
    void thread() {
        assertThatExceptionOfType(Refusal.class)
                .isThrownBy(() -> Chats.read("{'messages':[],'thread':{'type':'create'}}"))
                .satisfies(r -> {
                    var error = Tree.read(new AnthropicCodec().error(r, "req")).path("error");
                    assertThat(new AnthropicCodec().status(r)).isEqualTo(400);
                    assertThat(error.path("type").asText()).isEqualTo("invalid_request_error");
                    assertThat(error.at("/details/error_code").asText()).isEqualTo("thread_unsupported_request");
                    assertThat(error.at("/details/unsupported").isArray()).isTrue();
                });
    }
}
