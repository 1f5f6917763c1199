package dev.mehari.protocol.responses;

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
import dev.mehari.protocol.chat.OutputFormat;
import dev.mehari.protocol.chat.Reasoning;
import dev.mehari.protocol.chat.Role;
import dev.mehari.protocol.chat.Tool;
import dev.mehari.protocol.chat.ToolChoice;
import dev.mehari.protocol.chat.Turn;
import java.util.List;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RequestReaderTest {
    private static List<Content> content(String part) {
        return Chats.read("{'input':[{'role':'user','content':[" + part + "]}]}")
                .turns()
                .getFirst()
                .parts();
    }

    private static Turn turn(String items, int index) {
        return Chats.read("{'input':[" + items + "]}").turns().get(index);
    }

    @Test
    void textsAreTurns() {
        assertThat(Chats.read("{'instructions':'be','input':'Hi'}").turns())
                .containsExactly(
                        new Turn(Role.SYSTEM, List.of(new Content.Text("be", null, "instructions")), "instructions"),
                        new Turn(Role.USER, List.of(new Content.Text("Hi", null, "input")), "input"));
        assertThat(turn("{'type':'message','role':'developer','content':'be'}", 0))
                .isEqualTo(
                        new Turn(Role.SYSTEM, List.of(new Content.Text("be", null, "input[0].content")), "input[0]"));
    }

    @Test
    @DisplayName("what the model said in a row is one turn; what its tools said follows")
    void items() {
        String items = "{'role':'user','content':'q'},"
                + "{'type':'reasoning','id':'rs','summary':[{'type':'summary_text','text':'a'},{'text':'b'}],'encrypted_content':'E'},"
                + "{'role':'assistant','id':'m','status':'completed','content':[{'type':'output_text','text':'t','annotations':[]},{'type':'refusal','refusal':'no'}]},"
                + "{'type':'function_call','id':'fc','call_id':'c1','name':'f','arguments':'{}','status':'completed'},"
                + "{'type':'custom_tool_call','call_id':'c2','name':'g','input':'x'},"
                + "{'type':'function_call_output','call_id':'c1','output':'one'},"
                + "{'type':'custom_tool_call_output','call_id':'c2','output':[{'type':'input_text','text':'two'}]}";
        assertThat(Chats.lost("{'input':[" + items + "]}")).isEmpty();
        List<Turn> turns = Chats.read("{'input':[" + items + "]}").turns();
        Content thinking = turns.get(1).parts().getFirst();
        assertThat(thinking).isInstanceOfSatisfying(Content.Thinking.class, thought -> {
            assertThat(thought.text()).isEqualTo("a\n\nb");
            assertThat(thought.carrier()).extracting(Carrier::origin).isEqualTo(Protocol.OPENAI_RESPONSES);
        });
        assertThat(turns.get(1).parts().subList(1, 5))
                .containsExactly(
                        new Content.Text("t", null, "input[2].content[0]"),
                        new Content.Refused("no", "input[2].content[1]"),
                        new Content.ToolCall("c1", "f", "{}", false, null, null, "input[3]"),
                        new Content.ToolCall("c2", "g", "x", true, null, null, "input[4]"));
        assertThat(turns.subList(2, 4).stream().map(Turn::parts))
                .containsExactly(
                        List.of(new Content.ToolResult(
                                "c1",
                                List.of(new Content.Text("one", null, "input[5].output")),
                                false,
                                null,
                                "input[5]")),
                        List.of(new Content.ToolResult(
                                "c2",
                                List.of(new Content.Text("two", null, "input[6].output[0]")),
                                false,
                                null,
                                "input[6]")));
    }

    @Test
    @DisplayName("what a tool says later is a part of its one answer, within the same list only")
    void moreOfATool() {
        String said = "{'type':'function_call_output','call_id':'c','output':'%s'}";
        String first = said.formatted("one");
        List<Turn> turns = Chats.read(
                        "{'input':[" + first + ",{'role':'user','content':'q'}," + said.formatted("two") + "]}")
                .turns();
        assertThat(turns).hasSize(2);
        assertThat(turns.getFirst().parts())
                .singleElement()
                .isInstanceOfSatisfying(
                        Content.ToolResult.class, all -> assertThat(all.parts()).hasSize(2));
        assertThat(Chats.read("{'instructions':[" + first + "],'input':[" + first + "]}")
                        .turns())
                .extracting(Turn::at)
                .containsExactly("instructions[0]", "input[0]");
    }

    @Test
    @DisplayName("fault 1.17 what another vendor signed comes out of its envelope")
    void envelopes() {
        Carrier gemini = new Carrier(Protocol.GEMINI, Chats.json("'S'"));
        Turn turn = turn("{'type':'reasoning','summary':[],'encrypted_content':'" + Envelope.text(gemini) + "'}", 0);
        assertThat(turn.parts()).containsExactly(new Content.Thinking("", gemini, "input[0]"));
        assertThat(turn("{'type':'reasoning','summary':[],'content':[{'text':'raw'}]}", 0)
                        .parts())
                .containsExactly(new Content.Thinking("raw", null, "input[0]"));
    }

    @Test
    @DisplayName("fault 1.22 images and files are read, wherever they are")
    void media() {
        String at = "input[0].content[0]";
        assertThat(content("{'type':'input_image','image_url':'data:image/png;base64,AA','detail':'low'}"))
                .containsExactly(new Content.Image(
                        new Media.Inline("image/png", "AA"), new Given<>("low", at + ".detail"), null, at));
        assertThat(content("{'type':'input_image','file_id':'f','prompt_cache_breakpoint':{'mode':'explicit'}}"))
                .containsExactly(new Content.Image(
                        new Media.Stored("f"), null, new Cache(false, at + ".prompt_cache_breakpoint"), at));
        assertThat(content("{'type':'input_file','filename':'a.pdf','file_data':'data:application/pdf;base64,AA'}"))
                .containsExactly(new Content.Document(new Media.Inline("application/pdf", "AA"), "a.pdf", null, at));
        assertThat(content("{'type':'input_file','file_url':'https://h/a'}"))
                .containsExactly(new Content.Document(new Media.Remote("", "https://h/a"), null, null, at));
        assertThat(content("{'type':'input_file','filename':'a.txt','file_data':'aGk='}"))
                .containsExactly(new Content.Document(new Media.Plain("hi"), "a.txt", null, at));
        assertThat(content("{'type':'input_audio','input_audio':{'data':'AA','format':'mp3'}}"))
                .containsExactly(new Content.Audio(new Media.Inline("audio/mp3", "AA"), at));
        assertThat(content("{'type':'future'}"))
                .containsExactly(
                        new Content.Foreign(Protocol.OPENAI_RESPONSES, "future", Chats.json("{'type':'future'}"), at));
    }

    @Test
    void toolsAndWhichOfThem() {
        ChatRequest request = Chats.read("{'input':'q','parallel_tool_calls':false,'tools':["
                + "{'type':'function','name':'f','parameters':null,'strict':true},"
                + "{'type':'custom','name':'g','format':{'type':'text'}},{'type':'web_search'}],"
                + "'tool_choice':{'type':'allowed_tools','mode':'required','tools':[{'type':'function','name':'f'}]}}");
        assertThat(request.tools())
                .containsExactly(
                        new Tool.Function("f", null, null, new Given<>(true, "tools[0].strict"), null, "tools[0]"),
                        new Tool.Custom("g", null, null, "tools[1]"),
                        new Tool.Hosted("web_search", Chats.json("{'type':'web_search'}"), "tools[2]"));
        assertThat(request.toolChoice())
                .isEqualTo(new ToolChoice(ToolChoice.Mode.REQUIRED, List.of("f"), "tool_choice"));
        assertThat(request.parallel()).isEqualTo(new Given<>(false, "parallel_tool_calls"));
        assertThat(Chats.read("{'input':'q','tool_choice':{'type':'custom','name':'g'}}")
                        .toolChoice())
                .isEqualTo(new ToolChoice(ToolChoice.Mode.NAMED, List.of("g"), "tool_choice"));
    }

    @Test
    void formats() {
        assertThat(Chats.read("{'input':'q','text':{'format':{'type':'json_object'}}}")
                        .format())
                .isEqualTo(new Given<>(new OutputFormat.Json(), "text.format"));
        assertThat(Chats.read("{'input':'q','text':{'format':{'type':'text'}}}").format())
                .isNull();
        assertThat(Chats.read("{'input':'q','text':{'format':{'type':'json_schema','name':'n','schema':{}}}}")
                        .format())
                .isEqualTo(new Given<>(new OutputFormat.Schema("n", null, Chats.json("{}"), false), "text.format"));
    }

    @Test
    void reasoning() {
        assertThat(Chats.read("{'input':'q','reasoning':{'effort':'low','summary':'auto'}}")
                        .reasoning())
                .isEqualTo(new Given<>(new Reasoning.Word(Effort.LOW, true), "reasoning.effort"));
        assertThat(Chats.read("{'input':'q','reasoning':{'effort':'none','summary':null}}")
                        .reasoning())
                .isEqualTo(new Given<>(new Reasoning.Word(Effort.NONE, false), "reasoning.effort"));
        assertThat(Chats.read("{'input':'q','reasoning':{'summary':'auto'}}").reasoning())
                .isEqualTo(new Given<>(new Reasoning.Adaptive(true), "reasoning.summary"));
        assertThat(Chats.read("{'input':'q','reasoning':{}}").reasoning()).isNull();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            nullValues = "-",
            value = {
                "'truncation':'disabled','background':false,'metadata':null,'stream_options':{'include_obfuscation':false}|-",
                "'truncation':'auto'|truncation:dropped",
                "'max_tool_calls':3|max_tool_calls:dropped",
                "'include':['reasoning.encrypted_content','file_search_call.results']|include[1]:dropped",
                "'reasoning':{'effort':'low','context':'all'}|reasoning.context:dropped",
                "'text':{'future':1}|text.future:dropped",
                "'user':'a','safety_identifier':'b'|user:dropped",
                "'tools':[{'type':'function','name':'f','defer_loading':true}]|tools[0].defer_loading:dropped",
                "'future':1|future:dropped"
            })
    @DisplayName("what the common language has no words for is named")
    void losses(String members, String loss) {
        assertThat(Chats.lost("{'input':'q'," + members + "}")).isEqualTo(loss == null ? List.of() : List.of(loss));
    }

    @Test
    void lossesInItems() {
        assertThat(Chats.lost("{'input':[{'role':'assistant','phase':'commentary','content':["
                        + "{'type':'output_text','text':'a','annotations':[{'type':'url_citation'}]}]}]}"))
                .containsExactly("input[0].content[0].annotations:dropped", "input[0].phase:dropped");
        assertThat(Chats.lost("{'input':[{'role':'user','content':["
                        + "{'type':'input_image','image_url':'https://h/a','file_id':'f'},"
                        + "{'type':'input_file','file_url':'https://h/a','file_id':'f'}]}]}"))
                .containsExactly("input[0].content[0].file_id:dropped", "input[0].content[1].file_id:dropped");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "{'input':'q','previous_response_id':'r'}|PREVIOUS_RESPONSE_NOT_FOUND|previous_response_id",
                "{'input':'q','conversation':{'id':'c'}}|PREVIOUS_RESPONSE_NOT_FOUND|conversation",
                "{'input':'q','prompt':{'id':'p'}}|UNSUPPORTED_VALUE|prompt",
                "{'input':[{'type':'item_reference','id':'i'}]}|UNSUPPORTED_CONTENT|input[0]",
                "{'input':[{'type':'compaction','encrypted_content':'E'}]}|UNSUPPORTED_CONTENT|input[0]",
                "{'input':'q','tool_choice':{'type':'file_search'}}|UNSUPPORTED_TOOL|tool_choice",
                "{}|INVALID_REQUEST|input",
                "{'input':3}|INVALID_REQUEST|input",
                "{'input':['x']}|INVALID_REQUEST|input[0]",
                "{'input':[{'role':'tool','content':'x'}]}|INVALID_REQUEST|input[0].role",
                "{'input':[{'role':'user','content':3}]}|INVALID_REQUEST|input[0].content",
                "{'input':[{'type':'function_call','call_id':'','name':'f'}]}|INVALID_REQUEST|input[0].call_id",
                "{'input':[{'type':'function_call_output','call_id':'c'}]}|INVALID_REQUEST|input[0].output",
                "{'input':[{'role':'user','content':[{'type':'input_image'}]}]}|INVALID_REQUEST|input[0].content[0]",
                "{'input':[{'role':'user','content':[{'type':'input_image','image_url':'data:x'}]}]}|INVALID_REQUEST|input[0].content[0].image_url",
                "{'input':[{'role':'user','content':[{'type':'input_file'}]}]}|INVALID_REQUEST|input[0].content[0]",
                "{'input':'q','max_output_tokens':0}|INVALID_REQUEST|max_output_tokens",
                "{'input':'q','reasoning':{'effort':'lots'}}|INVALID_REQUEST|reasoning.effort",
                "{'input':'q','text':{'format':{'type':'xml'}}}|INVALID_REQUEST|text.format.type",
                "{'input':'q','tool_choice':'some'}|INVALID_REQUEST|tool_choice",
                "{'input':'q','tool_choice':{'type':'allowed_tools','tools':[]}}|INVALID_REQUEST|tool_choice.tools"
            })
    @DisplayName("what is wrong, or cannot be known here, is refused by its place")
    void refused(String body, ErrorKind kind, String param) {
        assertThatExceptionOfType(Refusal.class)
                .isThrownBy(() -> Chats.read(body))
                .satisfies(refusal -> assertThat(refusal.kind()).isEqualTo(kind))
                .satisfies(refusal -> assertThat(refusal.param()).isEqualTo(param));
    }
}
