package dev.mehari.protocol.gemini;

import static dev.mehari.protocol.gemini.Chats.call;
import static dev.mehari.protocol.gemini.Chats.json;
import static dev.mehari.protocol.gemini.Chats.result;
import static dev.mehari.protocol.gemini.Chats.text;
import static dev.mehari.protocol.gemini.Chats.thought;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.mehari.call.ErrorKind;
import dev.mehari.call.Protocol;
import dev.mehari.call.Quirk;
import dev.mehari.call.Refusal;
import dev.mehari.protocol.chat.Cache;
import dev.mehari.protocol.chat.Carrier;
import dev.mehari.protocol.chat.Content;
import dev.mehari.protocol.chat.Given;
import dev.mehari.protocol.chat.Media;
import dev.mehari.protocol.chat.Option;
import dev.mehari.protocol.chat.OutputFormat;
import dev.mehari.protocol.chat.Tool;
import dev.mehari.protocol.chat.ToolChoice.Mode;
import dev.mehari.protocol.chat.Tree;
import dev.mehari.protocol.chat.Written;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class RequestWriterTest {
    private static final Media PNG = new Media.Inline("image/png", "AAAA");

    @Test
    @DisplayName("fault 1.23: what the operator says later is hoisted in its order, and named")
    void system() {
        Chats chats = new Chats().system("a").user(text("q")).system("b").system(" ");
        assertThat(chats.at("/systemInstruction/parts")).isEqualTo("[{'text':'a'},{'text':'b'}]");
        assertThat(chats.lost()).containsExactly("m2:moved", "m3:moved");
        Chats alone = new Chats().system("a").system("b");
        assertThat(alone.at("/contents")).isEqualTo("[{'role':'user','parts':[{'text':'b'}]}]");
        assertThat(alone.lost()).containsExactly("m1:moved");
    }

    @Test
    @DisplayName("fault 1.23: or is the user's, where that is asked for")
    void systemAsUser() {
        Chats chats = new Chats()
                .at(Quirk.SYSTEM_FIRST)
                .system("a")
                .user(text("q"))
                .system("b")
                .model(text("c"))
                .user(text("d"));
        assertThat(chats.at("/systemInstruction/parts")).isEqualTo("[{'text':'a'}]");
        assertThat(chats.at("/contents/0/parts")).isEqualTo("[{'text':'q'},{'text':'b'}]");
        assertThat(chats.lost()).containsExactly("m2:approximated");
    }

    @Test
    void rolesTakeTurns() {
        Chats chats = new Chats()
                .model(text("hello"))
                .user(text("a"), text(" "))
                .user(text("b"))
                .model(text(""))
                .user(text("c"))
                .model(new Content.Refused("no", "x"));
        assertThat(chats.at("/contents"))
                .isEqualTo("[{'role':'user','parts':[{'text':' '}]},{'role':'model','parts':[{'text':'hello'}]},"
                        + "{'role':'user','parts':[{'text':'a'},{'text':'b'},{'text':'c'}]},"
                        + "{'role':'model','parts':[{'text':'no'}]}]");
        assertThat(chats.lost()).containsExactly("m0:emulated", "m5:approximated");
        assertThatExceptionOfType(Refusal.class)
                .isThrownBy(() -> Chats.asking(" ").body())
                .returns(ErrorKind.INVALID_REQUEST, Refusal::kind);
    }

    static Stream<Arguments> media() {
        return Stream.of(
                Arguments.of(
                        new Content.Image(PNG, new Given<>("high", "d"), new Cache(false, "c"), "p"),
                        "{'inlineData':{'mimeType':'image/png','data':'AAAA'}}",
                        "c:dropped d:dropped"),
                Arguments.of(
                        new Content.Image(PNG, new Given<>("auto", "d"), null, "p"),
                        "{'inlineData':{'mimeType':'image/png','data':'AAAA'}}",
                        ""),
                Arguments.of(
                        new Content.Audio(new Media.Inline("audio/mpeg", "AA=="), "p"),
                        "{'inlineData':{'mimeType':'audio/mp3','data':'AA=='}}",
                        ""),
                Arguments.of(
                        new Content.Document(new Media.Inline("application/pdf", "AA=="), "a.pdf", null, "p"),
                        "{'inlineData':{'mimeType':'application/pdf','data':'AA=='}}",
                        "p:approximated"),
                Arguments.of(
                        new Content.Document(new Media.Plain("é"), null, null, "p"),
                        "{'inlineData':{'mimeType':'text/plain','data':'w6k='}}",
                        ""),
                Arguments.of(
                        new Content.Video(new Media.Remote("", "https://www.youtube.com/watch?v=1"), "p"),
                        "{'fileData':{'fileUri':'https://www.youtube.com/watch?v=1'}}",
                        ""),
                Arguments.of(
                        new Content.Document(
                                new Media.Stored("https://generativelanguage.googleapis.com/v1beta/files/1"),
                                null,
                                null,
                                "p"),
                        "{'fileData':{'fileUri':'https://generativelanguage.googleapis.com/v1beta/files/1'}}",
                        ""),
                Arguments.of(
                        new Content.Foreign(
                                Protocol.GEMINI, "executableCode", json("{'executableCode':{'code':'1'}}"), "p"),
                        "{'executableCode':{'code':'1'}}",
                        ""));
    }

    @ParameterizedTest
    @MethodSource("media")
    @DisplayName("fault 1.22: images and documents arrive, or are named")
    void media(Content part, String expected, String lost) {
        Chats chats = new Chats().user(text("q"), part);
        assertThat(chats.at("/contents/0/parts"))
                .isEqualTo("[{'text':'q'}" + (expected.isEmpty() ? "" : ",") + expected + "]");
        assertThat(String.join(" ", chats.lost())).isEqualTo(lost);
    }

    @ParameterizedTest
    @ValueSource(strings = {"https://example.com/a.png", "http://127.0.0.1/", "file-abc", "file_011"})
    @DisplayName("fault 1.22: what Google cannot reach is refused with its path")
    void unreachable(String where) {
        Media media = where.startsWith("http") ? new Media.Remote("", where) : new Media.Stored(where);
        for (Content part : new Content[] {
            new Content.Image(media, null, null, "messages[0].content[1]"),
            new Content.Document(media, null, null, "messages[0].content[1]"),
            new Content.Foreign(Protocol.ANTHROPIC_MESSAGES, "x", json("{}"), "messages[0].content[1]")
        }) {
            assertThatExceptionOfType(Refusal.class)
                    .isThrownBy(() -> new Chats().user(part).body())
                    .returns(ErrorKind.UNSUPPORTED_CONTENT, Refusal::kind)
                    .returns("messages[0].content[1]", Refusal::param);
        }
    }

    @Test
    @DisplayName("fault 1.21 and golden 71: results in the order of the calls, media within, before other text")
    void results() {
        Content error = new Content.ToolResult("b", List.of(text("timeout"), text("again")), true, null, "r");
        Content image = new Content.Image(PNG, null, null, "img");
        Chats chats = Chats.asking("q")
                .model(call("a", "sig"), call("b", null))
                .user(text("so?"), error)
                .user(result("a", text("map"), image));
        String first = "{'functionResponse':{'id':'a','name':'get_weather','response':{'output':'map'}";
        String second = "{'functionResponse':{'id':'b','name':'get_weather','response':{'error':'timeout\\nagain'}}}";
        String png = "{'inlineData':{'mimeType':'image/png','data':'AAAA'}}";
        assertThat(chats.at("/contents/2/parts"))
                .isEqualTo("[" + first + ",'parts':[" + png + "]}}," + second + ",{'text':'so?'}]");
        assertThat(chats.lost()).isEmpty();
        assertThat(chats.thinking("budget").at("/contents/2/parts"))
                .isEqualTo("[" + first + "}}," + second + "," + png + ",{'text':'so?'}]");
        assertThat(chats.lost()).containsExactly("img:moved");
    }

    @Test
    @DisplayName("fault 1.12: arguments are an object always")
    void arguments() {
        Chats chats = Chats.asking("q");
        for (String arguments : new String[] {"", " ", "{\"a\":1.0}", "[1]", "{\"a\":"}) {
            chats.model(new Content.ToolCall(arguments, "f", arguments, false, carrier(), null, "c" + arguments))
                    .user(result(arguments));
        }
        chats.model(new Content.ToolCall("x", "f", "*** A", true, carrier(), null, "c"))
                .user(result("x"));
        StringBuilder args = new StringBuilder();
        chats.body().path("contents").forEach(turn -> args.append(Tree.text(turn.at("/parts/0/functionCall/args"))));
        assertThat(args.toString().replace("null", "")).isEqualTo("{}{}{\"a\":1.0}{}{}{\"input\":\"*** A\"}");
        assertThat(chats.lost()).containsExactly("c[1]:approximated", "c{\"a\"::approximated");
    }

    private static @Nullable Carrier carrier() {
        return Chats.carrier("s");
    }

    @Test
    @DisplayName("golden 52: Gemini 3 gets a sentinel for the first call of each step of the current turn")
    void sentinel() {
        Chats chats = Chats.asking("old")
                .model(call("a", null))
                .user(result("a"))
                .user(text("new"))
                .model(text("ok"))
                .user(text("now"))
                .model(call("b", null), call("c", null))
                .user(result("b"), result("c"))
                .model(call("d", "own"))
                .user(result("d"))
                .model(thought("T", null), call("e", null))
                .user(result("e"));
        assertThat(signatures(chats))
                .isEqualTo("a: b:skip_thought_signature_validator c: d:own " + "e:skip_thought_signature_validator ");
        assertThat(chats.lost()).containsExactly("b:emulated", "th:dropped", "e:emulated");
        assertThat(signatures(chats.thinking("budget"))).isEqualTo("a: b: c: d:own e: ");
    }

    private static String signatures(Chats chats) {
        StringBuilder out = new StringBuilder();
        chats.body()
                .path("contents")
                .forEach(turn -> turn.path("parts").forEach(part -> {
                    if (part.has("functionCall")) {
                        out.append(part.at("/functionCall/id").asText())
                                .append(':')
                                .append(part.path("thoughtSignature").asText(""))
                                .append(' ');
                    }
                }));
        return out.toString();
    }

    @Test
    @DisplayName("fault 1.24: names of tools, in definitions, choice and history, and back")
    void names() {
        String one = "mcp__" + "a".repeat(85);
        String two = "mcp__" + "a".repeat(130) + "b";
        String three = "mcp__" + "a".repeat(130) + "c";
        Chats chats = Chats.asking("q")
                .model(new Content.ToolCall("x", "9 é", "", false, Chats.carrier("s"), null, "c"))
                .user(result("x"))
                .tool(one, null)
                .tool(two, null)
                .tool(three, null)
                .tool("a.b:c-d", null)
                .tool("9 é", null)
                .choice(Mode.NAMED, two);
        Written written = chats.sent();
        var declared = written.body().at("/tools/0/functionDeclarations");
        assertThat(declared.at("/0/name").asText()).isEqualTo(one);
        assertThat(declared.at("/3/name").asText()).isEqualTo("a.b:c-d");
        assertThat(declared.findValuesAsText("name"))
                .doesNotHaveDuplicates()
                .allMatch(name -> name.matches("[A-Za-z_][A-Za-z0-9_.:-]{0,127}"));
        String sent = declared.at("/1/name").asText();
        assertThat(written.names()).containsEntry(sent, two).hasSize(3);
        assertThat(written.body()
                        .at("/toolConfig/functionCallingConfig/allowedFunctionNames/0")
                        .asText())
                .isEqualTo(sent);
        String odd = declared.at("/4/name").asText();
        assertThat(written.body().at("/contents/1/parts/0/functionCall/name").asText())
                .isEqualTo(odd);
        assertThat(written.body()
                        .at("/contents/2/parts/0/functionResponse/name")
                        .asText())
                .isEqualTo(odd);
    }

    @ParameterizedTest
    @CsvSource({
        "AUTO,,AUTO,",
        "AUTO,a b,VALIDATED,a b",
        "NONE,,NONE,",
        "REQUIRED,,ANY,",
        "REQUIRED,a b,ANY,a b",
        "NAMED,a,ANY,a",
    })
    void choices(Mode mode, String names, String expected, String allowed) {
        Chats chats = Chats.asking("q").tool("a", null).tool("b", null);
        chats.choice(mode, names == null ? new String[0] : names.split(" ", -1));
        String list = allowed == null ? "" : ",'allowedFunctionNames':['" + allowed.replace(" ", "','") + "']";
        assertThat(chats.at("/toolConfig/functionCallingConfig")).isEqualTo("{'mode':'" + expected + "'" + list + "}");
        assertThat(chats.lost()).isEmpty();
    }

    @Test
    void toolsThatCannotBe() {
        Tool hosted = new Tool.Hosted("web_search", json("{}"), "tools[3]");
        assertThatExceptionOfType(Refusal.class)
                .isThrownBy(() -> Chats.asking("q").tool(hosted).body())
                .returns(ErrorKind.UNSUPPORTED_TOOL, Refusal::kind)
                .returns("tools[3]", Refusal::param);
        Tool search = new Tool.Hosted("googleSearch", json("{}"), "t");
        assertThat(Chats.asking("q").tool(search).at("/tools")).isEqualTo("[{'googleSearch':{}}]");
        Chats none = Chats.asking("q").tool("f", null).choice(Mode.REQUIRED).without("tools");
        assertThat(none.body().has("tools")).isFalse();
        assertThat(none.lost()).containsExactly("tools[0]:dropped", "tool_choice:dropped");
        Chats free = Chats.asking("q")
                .tool("f", null)
                .choice(Mode.REQUIRED)
                .without("forced")
                .serial();
        assertThat(free.at("/toolConfig")).isEqualTo("{'functionCallingConfig':{'mode':'AUTO'}}");
        assertThat(free.lost()).containsExactly("tool_choice:approximated", "parallel_tool_calls:dropped");
        Chats custom = Chats.asking("q").tool(new Tool.Custom("p", null, json("{'type':'grammar'}"), "tools[0]"));
        assertThat(custom.sent().texts()).containsExactly("p");
        assertThat(custom.at("/tools/0/functionDeclarations/0/parametersJsonSchema/required"))
                .isEqualTo("['input']");
        assertThat(custom.lost()).containsExactly("tools[0]:emulated");
        Tool strict = new Tool.Function(
                "f", "", json(Chats.SCHEMA), new Given<>(true, "s"), new Cache(true, "c"), "tools[0]");
        Chats marked = Chats.asking("q").tool(strict);
        assertThat(marked.at("/tools/0/functionDeclarations/0"))
                .isEqualTo("{'name':'f','parametersJsonSchema':" + Chats.SCHEMA + "}");
        assertThat(marked.lost()).containsExactly("s:dropped", "c:dropped");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "TEMPERATURE|0.7|{'temperature':0.7}|",
                "TOP_P|0.9|{'topP':0.9}|",
                "TOP_K|40|{'topK':40}|",
                "N|1||",
                "N|2|{'candidateCount':2}|",
                "SEED|7|{'seed':7}|",
                "SEED|12345678901|{'seed':745463030}|SEED:approximated",
                "PRESENCE_PENALTY|0.1|{'presencePenalty':0.1}|",
                "FREQUENCY_PENALTY|0.2|{'frequencyPenalty':0.2}|",
                "LOGPROBS|true|{'responseLogprobs':true}|",
                "LOGPROBS|false||",
                "TOP_LOGPROBS|2||TOP_LOGPROBS:dropped",
                "MAX_TOKENS|300|{'maxOutputTokens':300}|",
                "MAX_TOKENS|1001|{'maxOutputTokens':1000}|MAX_TOKENS:clamped",
                "MODALITIES|['text']||",
                "MODALITIES|['text','image']|{'responseModalities':['TEXT','IMAGE']}|",
                "STORE|false||",
                "STORE|true||STORE:dropped",
                "SERVICE_TIER|'auto'||",
                "SERVICE_TIER|'scale'||SERVICE_TIER:dropped",
                "LOGIT_BIAS|{'1':5}||LOGIT_BIAS:dropped",
                "USER|'u'||USER:dropped",
                "METADATA|{'a':'b'}||METADATA:dropped",
                "METADATA|{}||",
                "VERBOSITY|'low'||VERBOSITY:dropped",
                "PREDICTION|{}||PREDICTION:dropped",
                "CACHE_KEY|'k'||CACHE_KEY:dropped",
                "MIN_P|0.1||MIN_P:dropped",
                "REPETITION_PENALTY|1.1||REPETITION_PENALTY:dropped",
            })
    void options(Option option, String value, String expected, String lost) {
        Chats chats = Chats.asking("q").most(1000).option(option, value);
        assertThat(chats.at("/generationConfig")).isEqualTo(expected == null ? "" : expected);
        assertThat(String.join(" ", chats.lost())).isEqualTo(lost == null ? "" : lost);
    }

    @Test
    void optionsTogether() {
        Chats chats = Chats.asking("q")
                .without("sampling")
                .option(Option.TEMPERATURE, "1")
                .option(Option.LOGPROBS, "true")
                .option(Option.TOP_LOGPROBS, "25")
                .option(Option.SERVICE_TIER, "'default'")
                .stop("a", "", "b", "c", "d", "e", "f");
        assertThat(chats.at("/generationConfig"))
                .isEqualTo("{'stopSequences':['a','b','c','d','e'],'responseLogprobs':true,'logprobs':20}");
        assertThat(chats.lost()).containsExactly("stop[1]:dropped", "stop[6]:dropped", "TOP_LOGPROBS:clamped");
        assertThat(chats.at("/serviceTier")).isEqualTo("'standard'");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {"N|9", "MODALITIES|['text','audio']", "WEB_SEARCH|{}", "MAX_TOKENS|0"})
    void refused(Option option, String value) {
        assertThatExceptionOfType(Refusal.class)
                .isThrownBy(() -> Chats.asking("q").option(option, value).body())
                .returns(option.name(), Refusal::param);
    }

    @Test
    @DisplayName("fault 1.26: a format is native, or in words where the model cannot be held to it")
    void formats() {
        OutputFormat schema = new OutputFormat.Schema("n", null, json(Chats.SCHEMA), true);
        Chats held = Chats.asking("q").format(schema);
        assertThat(held.at("/generationConfig"))
                .isEqualTo("{'responseMimeType':'application/json','responseJsonSchema':" + Chats.SCHEMA + "}");
        assertThat(held.lost()).isEmpty();
        assertThat(Chats.asking("q").format(new OutputFormat.Json()).at("/generationConfig"))
                .isEqualTo("{'responseMimeType':'application/json'}");
        Chats told = Chats.asking("q").format(schema).without("schema").tool("f", null);
        assertThat(told.body().has("generationConfig")).isFalse();
        assertThat(told.at("/systemInstruction/parts/0/text")).contains("city");
        assertThat(told.lost()).containsExactly("response_format:emulated");
        Chats lossy = Chats.asking("q").format(new OutputFormat.Schema("n", null, json("{'pattern':'a'}"), null));
        lossy.body();
        assertThat(lossy.lost()).containsExactly("response_format:approximated");
    }

    @Test
    @DisplayName("fault 1.5: the same request gives the same bytes")
    void stable() {
        Chats chats = Chats.asking("q").option(Option.TOP_K, "1").option(Option.SEED, "2");
        for (int i = 0; i < 40; i++) {
            chats.tool("tool" + (i * 7 % 40), "{'z':1,'type':'object','properties':{'b':{},'a':{}}}");
        }
        assertThat(Tree.text(chats.body())).isEqualTo(Tree.text(chats.body()));
        assertThat(chats.body().at("/tools/0/functionDeclarations/1/name").asText())
                .isEqualTo("tool7");
    }
}
