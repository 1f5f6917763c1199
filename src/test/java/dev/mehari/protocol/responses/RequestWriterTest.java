package dev.mehari.protocol.responses;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.BooleanNode;
import com.fasterxml.jackson.databind.node.IntNode;
import com.fasterxml.jackson.databind.node.TextNode;
import dev.mehari.call.ErrorKind;
import dev.mehari.call.Protocol;
import dev.mehari.call.Quirk;
import dev.mehari.call.Refusal;
import dev.mehari.protocol.chat.Aim;
import dev.mehari.protocol.chat.Cache;
import dev.mehari.protocol.chat.Carrier;
import dev.mehari.protocol.chat.ChatRequest;
import dev.mehari.protocol.chat.Content;
import dev.mehari.protocol.chat.Effort;
import dev.mehari.protocol.chat.Given;
import dev.mehari.protocol.chat.Losses;
import dev.mehari.protocol.chat.Media;
import dev.mehari.protocol.chat.Option;
import dev.mehari.protocol.chat.Options;
import dev.mehari.protocol.chat.OutputFormat;
import dev.mehari.protocol.chat.Reasoning;
import dev.mehari.protocol.chat.Role;
import dev.mehari.protocol.chat.Tool;
import dev.mehari.protocol.chat.Turn;
import dev.mehari.protocol.chat.Written;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RequestWriterTest {
    private final Losses losses = new Losses();

    private static Turn user(Content... parts) {
        return new Turn(Role.USER, List.of(parts), "u");
    }

    private static Turn model(Content... parts) {
        return new Turn(Role.ASSISTANT, List.of(parts), "a");
    }

    private static Content text(String text) {
        return new Content.Text(text, null, "t");
    }

    private static Content call(String id, boolean custom) {
        return new Content.ToolCall(id, "f", "", custom, null, null, "c");
    }

    private static Content.ToolResult result(String id, Content... parts) {
        return new Content.ToolResult(id, List.of(parts), false, null, "r");
    }

    private Written write(
            List<Turn> turns,
            List<Tool> tools,
            @Nullable Reasoning reasoning,
            @Nullable OutputFormat format,
            Options options,
            Aim aim) {
        ChatRequest request = new ChatRequest(
                turns,
                tools,
                null,
                null,
                format == null ? null : new Given<>(format, "format"),
                reasoning == null ? null : new Given<>(reasoning, "effort"),
                List.of(),
                options,
                false);
        return Chats.CHAT.write(request, aim, losses);
    }

    private String input(Turn... turns) {
        return write(List.of(turns), List.of(), null, null, new Options(), Chats.aim())
                .body()
                .path("input")
                .toString()
                .replace('"', '\'');
    }

    private String with(Option option, JsonNode value) {
        Options options = new Options();
        options.put(option, value, "o");
        var body = write(List.of(user(text("q"))), List.of(), null, null, options, Chats.aim(Set.of()))
                .body();
        body.remove(List.of("model", "input"));
        return body.toString().replace('"', '\'');
    }

    @Test
    @DisplayName("a request of this protocol comes out of the common language as it went in")
    void roundTrip() {
        String body =
                "{'instructions':'be','input':[{'type':'message','role':'user','content':[{'type':'input_text','text':'q'},"
                        + "{'type':'input_image','image_url':'https://h/i','detail':'low'},"
                        + "{'type':'input_file','filename':'a.pdf','file_data':'data:application/pdf;base64,AA'}]},"
                        + "{'type':'reasoning','id':'rs','summary':[],'encrypted_content':'E'},"
                        + "{'type':'function_call','call_id':'c','name':'f','arguments':'{}'},"
                        + "{'type':'function_call_output','call_id':'c','output':'r'},"
                        + "{'type':'message','role':'assistant','content':'a'},"
                        + "{'type':'custom_tool_call','call_id':'d','name':'g','input':'x'},"
                        + "{'type':'custom_tool_call_output','call_id':'d','output':'y'},"
                        + "{'type':'message','role':'system','content':[{'type':'input_text','text':'later'}]},"
                        + "{'type':'message','role':'user','content':[{'type':'input_text','text':'q'}]}],"
                        + "'tools':[{'type':'function','name':'f','parameters':{'type':'object'},'strict':true},"
                        + "{'type':'custom','name':'g','format':{'type':'grammar','syntax':'lark','definition':'s'}}],"
                        + "'tool_choice':{'type':'allowed_tools','mode':'auto','tools':[{'type':'function','name':'f'},{'type':'custom','name':'g'}]},"
                        + "'parallel_tool_calls':false,'reasoning':{'effort':'low','summary':'auto'},"
                        + "'max_output_tokens':100,'temperature':0.5,'top_p':1.0,'top_logprobs':2,'safety_identifier':'u',"
                        + "'metadata':{'k':'v'},'service_tier':'flex','prompt_cache_key':'p',"
                        + "'include':['reasoning.encrypted_content','message.output_text.logprobs'],"
                        + "'text':{'format':{'type':'json_schema','name':'n','schema':{'type':'object'},'strict':false},'verbosity':'low'}}";
        assertThat(Chats.sent(body, Chats.aim(), losses)).isEqualTo(Chats.json(body));
        assertThat(losses.all()).isEmpty();
        assertThat(Chats.sent("'tool_choice':{'type':'function','name':'f'},'tools':[{'type':'function','name':'f'}]")
                        .path("tool_choice"))
                .isEqualTo(Chats.json("{'type':'function','name':'f'}"));
    }

    @Test
    void settingsThatNeedAnother() {
        assertThat(with(Option.MAX_TOKENS, IntNode.valueOf(8))).isEqualTo("{'max_output_tokens':16,'store':false}");
        assertThat(with(Option.MAX_TOKENS, IntNode.valueOf(5000)))
                .isEqualTo("{'max_output_tokens':1000,'store':false}");
        assertThat(with(Option.STORE, BooleanNode.TRUE)).isEqualTo("{'store':true}");
        assertThat(with(Option.USER, TextNode.valueOf("u".repeat(65))))
                .matches("\\{'safety_identifier':'[0-9a-f]{64}.*");
        assertThat(Chats.words(losses)).containsExactly("o:clamped");
        assertThat(with(Option.SEED, IntNode.valueOf(1))).isEqualTo("{'store':false}");
        assertThat(Chats.words(losses)).containsExactly("o:clamped", "o:dropped");
    }

    @ParameterizedTest
    @CsvSource({"N", "MODALITIES"})
    void settingsWithoutWhichItWouldBeAnotherQuestion(Option option) {
        assertThatExceptionOfType(Refusal.class)
                .isThrownBy(() -> with(option, IntNode.valueOf(2)))
                .satisfies(refusal -> assertThat(refusal.kind()).isEqualTo(ErrorKind.UNSUPPORTED_VALUE));
    }

    @Test
    @DisplayName("fault 1.16 sealed thinking stands right before what came of it; that of others is not sent")
    void thinking() {
        Content own =
                new Content.Thinking("hm", new Carrier(Protocol.OPENAI_RESPONSES, Chats.json("{'id':'rs'}")), "own");
        Content other = new Content.Thinking("hm", new Carrier(Protocol.GEMINI, TextNode.valueOf("S")), "other");
        assertThat(input(user(text("q")), model(other, own, text("a")), user(text("q"))))
                .contains("{'id':'rs'},{'type':'message','role':'assistant','content':'a'}");
        assertThat(Chats.words(losses)).containsExactly("other:dropped");
        assertThat(input(user(text("q")), model(text("a"), own))).doesNotContain("rs");
        assertThat(Chats.words(losses)).containsExactly("other:dropped", "own:dropped");
    }

    @Test
    @DisplayName("fault 1.21, 1.22 results stand behind their calls, with what they show; errors are said")
    void results() {
        Content image = new Content.Image(new Media.Inline("image/png", "AA"), null, null, "i");
        String sent = input(
                user(text("q")),
                model(call("c1", false), call("c2", true)),
                user(text("and")),
                user(
                        result("c2", text("two"), image),
                        new Content.ToolResult("c1", List.of(text("no")), true, null, "r")));
        assertThat(sent)
                .contains("{'type':'function_call','call_id':'c1','name':'f','arguments':'{}'},"
                        + "{'type':'custom_tool_call','call_id':'c2','name':'f','input':''},"
                        + "{'type':'function_call_output','call_id':'c1','output':'Error: no'},"
                        + "{'type':'custom_tool_call_output','call_id':'c2','output':[{'type':'input_text','text':'two'},"
                        + "{'type':'input_image','image_url':'data:image/png;base64,AA','detail':'auto'}]},"
                        + "{'type':'message','role':'user','content':[{'type':'input_text','text':'and'}]}");
        String moved = input(user(text("q")), model(image, call("c1", false)), user(result("c1")));
        assertThat(moved)
                .endsWith("'output':''},{'type':'message','role':'user','content':[{'type':'input_image',"
                        + "'image_url':'data:image/png;base64,AA','detail':'auto'}]}]");
        assertThat(Chats.words(losses)).containsExactly("i:moved");
    }

    @Test
    void whatCannotBeSent() {
        for (Content part : List.of(
                new Content.Audio(new Media.Inline("audio/wav", "AA"), "x"),
                new Content.Video(new Media.Remote("", "u"), "x"),
                new Content.Image(new Media.Stored("f"), null, null, "x"),
                new Content.Document(new Media.Stored("f"), null, null, "x"),
                new Content.Foreign(Protocol.GEMINI, "y", Chats.json("{}"), "x"))) {
            assertThatExceptionOfType(Refusal.class)
                    .isThrownBy(() -> input(user(part)))
                    .satisfies(refusal -> assertThat(refusal.kind()).isEqualTo(ErrorKind.UNSUPPORTED_CONTENT))
                    .satisfies(refusal -> assertThat(refusal.param()).isEqualTo("x"));
        }
        assertThatExceptionOfType(Refusal.class)
                .isThrownBy(() -> Chats.sent("'tools':[{'type':'web_search'}]"))
                .satisfies(refusal -> assertThat(refusal.kind()).isEqualTo(ErrorKind.UNSUPPORTED_TOOL))
                .satisfies(refusal -> assertThat(refusal.param()).isEqualTo("tools[0]"));
    }

    @Test
    @DisplayName("fault 1.19 marks for the cache go where they are taken, and are named where not")
    void marks() {
        Content marked = new Content.Text("a", new Cache(true, "m"), "t");
        assertThat(input(user(marked))).doesNotContain("breakpoint");
        assertThat(Chats.words(losses)).containsExactly("m:dropped");
        var body = write(
                        List.of(new Turn(Role.SYSTEM, List.of(marked), "s"), user(text("q"))),
                        List.of(),
                        null,
                        null,
                        new Options(),
                        Chats.aim(Quirk.CACHE_BREAKPOINTS))
                .body();
        assertThat(body.has("instructions")).isFalse();
        assertThat(body.at("/input/0/content/0/prompt_cache_breakpoint"))
                .isEqualTo(Chats.json("{'mode':'explicit','ttl':'12h'}"));
    }

    @Test
    @DisplayName("fault 1.24 names that are too long stay two, and are known again")
    void names() {
        String long1 = "a".repeat(70) + "1";
        String long2 = "a".repeat(70) + "2";
        Written written = write(
                List.of(user(text("q"))),
                List.of(new Tool.Function(long1, null, null, null, null, "t"), new Tool.Custom(long2, "d", null, "t2")),
                null,
                null,
                new Options(),
                Chats.aim(Quirk.NO_CUSTOM_TOOLS));
        assertThat(written.names().values()).containsExactlyInAnyOrder(long1, long2);
        assertThat(written.names().keySet()).allMatch(name -> name.length() == 64);
        assertThat(written.texts()).hasSize(1);
        assertThat(written.body().at("/tools/0/strict").asBoolean(true)).isFalse();
        assertThat(written.body().at("/tools/1/parameters/required/0").asText()).isEqualTo("input");
        assertThat(Chats.words(losses)).containsExactly("t2:emulated");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            nullValues = "-",
            value = {
                "NONE|{'effort':'none'}|false|-",
                "LOW|{'effort':'low','summary':'auto'}|true|-",
                "MAX|{'effort':'high','summary':'auto'}|true|effort:approximated"
            })
    void efforts(Effort effort, String sent, boolean sealed, String loss) {
        var body = write(
                        List.of(user(text("q"))),
                        List.of(),
                        new Reasoning.Word(effort, effort != Effort.NONE),
                        null,
                        new Options(),
                        Chats.aim())
                .body();
        assertThat(body.path("reasoning")).isEqualTo(Chats.json(sent));
        assertThat(body.has("include")).isEqualTo(sealed);
        assertThat(Chats.words(losses)).isEqualTo(loss == null ? List.of() : List.of(loss));
    }

    @Test
    void thinkingOtherwise() {
        List<Turn> turns = List.of(user(text("q")));
        assertThat(write(turns, List.of(), new Reasoning.Adaptive(true), null, new Options(), Chats.aim())
                        .body()
                        .path("reasoning"))
                .isEqualTo(Chats.json("{'summary':'auto'}"));
        assertThat(write(turns, List.of(), new Reasoning.Budget(9000, false), null, new Options(), Chats.aim())
                        .body()
                        .path("reasoning"))
                .isEqualTo(Chats.json("{'effort':'medium'}"));
        assertThat(write(turns, List.of(), new Reasoning.Adaptive(true), null, new Options(), Chats.aim(Set.of()))
                        .body()
                        .has("include"))
                .isFalse();
        assertThat(Chats.words(losses)).containsExactly("effort:approximated", "effort:dropped");
    }

    @Test
    void schemasThatOthersHoldToUnasked() {
        String closed = "{'type':'object','properties':{'a':{}},'required':['a'],'additionalProperties':false}";
        for (String schema : List.of(closed, "{'type':'object','properties':{'a':{}}}")) {
            var format = write(
                            List.of(user(text("q"))),
                            List.of(),
                            null,
                            new OutputFormat.Schema("n", null, Chats.json(schema), null),
                            new Options(),
                            Chats.aim())
                    .body()
                    .at("/text/format");
            assertThat(format.path("strict").asBoolean(false)).isEqualTo(schema.equals(closed));
        }
    }
}
