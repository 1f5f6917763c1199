package dev.mehari.protocol.gemini;

import static dev.mehari.protocol.gemini.Chats.json;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.mehari.call.ErrorKind;
import dev.mehari.call.Protocol;
import dev.mehari.call.Refusal;
import dev.mehari.protocol.chat.Carrier;
import dev.mehari.protocol.chat.ChatRequest;
import dev.mehari.protocol.chat.Content;
import dev.mehari.protocol.chat.Envelope;
import dev.mehari.protocol.chat.Given;
import dev.mehari.protocol.chat.Loss;
import dev.mehari.protocol.chat.Losses;
import dev.mehari.protocol.chat.Media;
import dev.mehari.protocol.chat.Option;
import dev.mehari.protocol.chat.OutputFormat;
import dev.mehari.protocol.chat.Role;
import dev.mehari.protocol.chat.Tool;
import dev.mehari.protocol.chat.Tree;
import java.util.List;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RequestReaderTest {
    private final Losses losses = new Losses();

    private ChatRequest read(String body) {
        return new GeminiChat().read(json(body), false, losses);
    }

    private ChatRequest with(String members) {
        return read("{'contents':[{'parts':[{'text':'q'}]}]," + members + "}");
    }

    private List<Content> parts(String parts) {
        return read("{'contents':[{'role':'model','parts':" + parts + "}]}")
                .turns()
                .getFirst()
                .parts();
    }

    private String lost() {
        return String.join(" ", losses.all().stream().map(Loss::toString).toList());
    }

    @Test
    @DisplayName("camel case, snake case and single elements without their brackets say the same")
    void spellings() {
        ChatRequest camel = read("{'systemInstruction':{'parts':[{'text':'s'}]},'contents':[{'parts':[{'text':'q'},"
                + "{'inlineData':{'mimeType':'image/png','data':'AA=='}}]}],"
                + "'tools':[{'functionDeclarations':[{'name':'f'}]}],"
                + "'toolConfig':{'functionCallingConfig':{'mode':'ANY','allowedFunctionNames':['f']}},"
                + "'generationConfig':{'maxOutputTokens':5}}");
        ChatRequest snake = read("{'system_instruction':{'parts':{'text':'s'}},'contents':{'parts':[{'text':'q'},"
                + "{'inline_data':{'mime_type':'IMAGE/png','data':'AA'}}]},"
                + "'tools':{'function_declarations':{'name':'f'}},"
                + "'tool_config':{'function_calling_config':{'mode':'ANY','allowed_function_names':['f']}},"
                + "'generation_config':{'max_output_tokens':5}}");
        assertThat(snake.turns().getLast().parts().get(1))
                .isEqualTo(new Content.Image(new Media.Inline("image/png", "AA=="), null, null, "contents.parts[1]"));
        assertThat(camel.turns().getFirst().role()).isEqualTo(Role.SYSTEM);
        assertThat(snake.turns().getFirst().parts())
                .containsExactly(new Content.Text("s", null, "system_instruction.parts"));
        assertThat(snake.tools())
                .containsExactly(new Tool.Function("f", null, null, null, null, "tools.function_declarations"));
        assertThat(snake.options().peek(Option.MAX_TOKENS))
                .isEqualTo(new Given<>(json("5"), "generation_config.max_output_tokens"));
        assertThat(snake.toolChoice())
                .hasToString("ToolChoice[mode=NAMED, names=[f], at=tool_config.function_calling_config]");
        assertThat(camel.toolChoice())
                .hasToString("ToolChoice[mode=NAMED, names=[f], at=toolConfig.functionCallingConfig]");
        assertThat(lost()).isEmpty();
    }

    @Test
    @DisplayName("golden 63: calls without ids are counted, results find them by name and order")
    void ids() {
        ChatRequest request = read("{'contents':["
                + "{'role':'model','parts':[{'functionCall':{'name':'a'}},{'functionCall':{'name':'b','args':{'x':1.0}}},"
                + "{'functionCall':{'name':'a'}},{'functionCall':{'id':'own','name':'a'}}]},"
                + "{'role':'function','parts':[{'functionResponse':{'name':'b','response':{'output':'B'}}},"
                + "{'functionResponse':{'id':'own','name':'a','response':{'result':'own'}}},"
                + "{'functionResponse':{'name':'a','response':{'error':'E'}}}]},"
                + "{'parts':[{'functionResponse':{'id':'theirs','name':'a','response':{'k':1}}}]},"
                + "{'role':'model','parts':[{'functionCall':{'name':'a'}}]},"
                + "{'parts':[{'functionResponse':{'name':'a'}}]}]}");
        StringBuilder out = new StringBuilder();
        request.turns()
                .forEach(turn -> turn.parts().forEach(part -> {
                    if (part instanceof Content.ToolCall call) {
                        out.append(call.id())
                                .append('=')
                                .append(call.arguments())
                                .append(' ');
                    } else if (part instanceof Content.ToolResult result) {
                        String text = result.parts().isEmpty()
                                ? ""
                                : ((Content.Text) result.parts().getFirst()).text();
                        out.append(result.callId())
                                .append(result.error() ? '!' : ':')
                                .append(text)
                                .append(' ');
                    }
                }));
        assertThat(out)
                .hasToString("call_0= call_1={\"x\":1.0} call_2= own= call_1:B own:own call_0!E call_2:{\"k\":1} "
                        + "call_3= call_3: ");
        assertThatExceptionOfType(Refusal.class)
                .isThrownBy(() -> read("{'contents':[{'parts':[{'functionResponse':{'name':'a'}}]}]}"))
                .returns("contents[0].parts[0]", Refusal::param);
    }

    @Test
    @DisplayName("a counted id is nobody's own, and a result finds calls of the turn before it only")
    void idsApart() {
        CallIds ids = new CallIds();
        assertThat(ids.called("call_0", "a")).isEqualTo("call_0");
        assertThat(ids.called("", "a")).isEqualTo("call_1");
        ids.nextTurn();
        assertThat(ids.called(null, "a")).isEqualTo("call_2");
        assertThat(ids.called("own", "b")).isEqualTo("own");
        assertThat(ids.answered("wrong", "b", "at")).isEqualTo("wrong");
        assertThat(ids.answered("wrong", "a", "at")).isEqualTo("call_2");
    }

    @Test
    @DisplayName("fault 1.22: images within a result")
    void resultMedia() {
        ChatRequest request = read("{'contents':[{'role':'model','parts':[{'functionCall':{'name':'a'}}]},"
                + "{'parts':[{'functionResponse':{'name':'a','response':{},'willContinue':true,'parts':["
                + "{'inlineData':{'mimeType':'image/png','data':'-_8'}},"
                + "{'fileData':{'fileUri':'https://x/y.pdf'}}]}}]}]}");
        Content.ToolResult result =
                (Content.ToolResult) request.turns().get(1).parts().getFirst();
        assertThat(result.parts())
                .containsExactly(
                        new Content.Text("{}", null, "contents[1].parts[0].functionResponse.response"),
                        new Content.Image(
                                new Media.Inline("image/png", "+/8="),
                                null,
                                null,
                                "contents[1].parts[0].functionResponse.parts[0]"),
                        new Content.Document(
                                new Media.Remote("", "https://x/y.pdf"),
                                null,
                                null,
                                "contents[1].parts[0].functionResponse.parts[1]"));
        assertThat(lost()).isEqualTo("contents[1].parts[0].functionResponse.willContinue:dropped");
    }

    @Test
    @DisplayName("fault 1.16: a thought that a client has kept on a call only is thought before all that the turn says")
    void thoughtsFirst() {
        String sealed = Envelope.base64(Chats.anthropic());
        String call = "{'functionCall':{'name':'f'},'thoughtSignature':'" + sealed + "'}";
        assertThat(read("{'contents':[{'role':'model','parts':[{'text':'a'}," + call + "," + call + "]}]}")
                        .turns()
                        .getFirst()
                        .parts())
                .extracting(part -> part.getClass().getSimpleName())
                .containsExactly("Thinking", "Text", "ToolCall", "Thinking", "ToolCall");
    }

    @Test
    @DisplayName("fault 1.17, golden 67: signatures of Google's, of others in envelopes, and the sentinel")
    void signatures() {
        String sealed = Envelope.base64(Chats.anthropic());
        String url = sealed.replace('+', '-').replace('/', '_').replace("=", "");
        assertThat(parts("[{'text':'a','thought':true},{'text':'b','thought':true},"
                        + "{'functionCall':{'id':'x','name':'f'},'thoughtSignature':'" + url + "'}]"))
                .containsExactly(
                        new Content.Thinking("ab", Chats.anthropic(), "contents[0].parts[0]"),
                        new Content.ToolCall(
                                "x",
                                "f",
                                "",
                                false,
                                null,
                                null,
                                "contents[0].parts[2]",
                                "contents[0].parts[2].thoughtSignature"));
        assertThat(parts("[{'text':'a','thoughtSignature':'sig-_'},{'text':'','thoughtSignature':'" + sealed + "'},"
                        + "{'functionCall':{'id':'x','name':'f'},'thought_signature':'own'},"
                        + "{'functionCall':{'id':'y','name':'f'},'thoughtSignature':'" + Signatures.NONE + "'},"
                        + "{'text':'t','thought':true,'thoughtSignature':'s'}]"))
                .containsExactly(
                        new Content.Thinking("", Chats.carrier("sig-_"), "contents[0].parts[0]"),
                        new Content.Text("a", null, "contents[0].parts[0]"),
                        new Content.Thinking("", Chats.anthropic(), "contents[0].parts[1]"),
                        new Content.ToolCall(
                                "x",
                                "f",
                                "",
                                false,
                                Chats.carrier("own"),
                                null,
                                "contents[0].parts[2]",
                                "contents[0].parts[2].thoughtSignature"),
                        new Content.ToolCall(
                                "y",
                                "f",
                                "",
                                false,
                                null,
                                null,
                                "contents[0].parts[3]",
                                "contents[0].parts[3].thoughtSignature"),
                        new Content.Thinking("t", Chats.carrier("s"), "contents[0].parts[4]"));
        Carrier google = new Carrier(Protocol.GEMINI, json("'g'"));
        assertThat(Signatures.read(Envelope.base64(google))).isEqualTo(google);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "{'inlineData':{'mimeType':'audio/wav','data':'AA=='}}|Audio[media=Inline[mime=audio/wav, base64=AA==]",
                "{'inlineData':{'mimeType':'video/mp4','data':'AA=='}}|Video[media=Inline[mime=video/mp4, base64=AA==]",
                "{'inlineData':{'mimeType':'application/pdf','data':'AA==','displayName':'n'}}|"
                        + "Document[media=Inline[mime=application/pdf, base64=AA==], name=n",
                "{'inlineData':{'mimeType':'text/csv','data':'YQ'}}|Document[media=Plain[text=a]",
                "{'fileData':{'mimeType':'image/png','fileUri':'https://x/a'}}|"
                        + "Image[media=Remote[mime=image/png, url=https://x/a]",
                "{'fileData':{'fileUri':'https://x/a.PNG?b=c.d'}}|Image[media=Remote[mime=, url=https://x/a.PNG?b=c.d]",
                "{'fileData':{'fileUri':'https://youtu.be/1'}}|Video[media=Remote[mime=, url=https://youtu.be/1]",
                "{'fileData':{'mimeType':'image/png','fileUri':'gs://b/a'}}|Image[media=Stored[id=gs://b/a]",
                "{'fileData':{'fileUri':'https://generativelanguage.googleapis.com/v1beta/files/a'}}|"
                        + "Document[media=Stored[id=https://generativelanguage.googleapis.com/v1beta/files/a]",
                "{'executableCode':{'code':'1'}}|Foreign[origin=GEMINI, type=executableCode",
            })
    void media(String part, String expected) {
        assertThat(parts("[" + part + "]").getFirst().toString()).startsWith(expected);
        assertThat(lost()).isEmpty();
    }

    @Test
    @DisplayName("what has no words is named")
    void losses() {
        read("{'contents':[{'parts':[{'text':'q','videoMetadata':{'fps':1},'newThing':1},"
                + "{'inlineData':{'mimeType':'image/png','data':'AA=='},'mediaResolution':{'level':"
                + "'MEDIA_RESOLUTION_LOW','numTokens':2}}],'other':1}],'safetySettings':[{}],'labels':{},"
                + "'tools':[{'functionDeclarations':[{'name':'f','response':{},'behavior':'X'}]}],"
                + "'toolConfig':{'functionCallingConfig':{'mode':'VALIDATED'},'retrievalConfig':{}},"
                + "'generationConfig':{'speechConfig':{},'thinkingConfig':{'x':1},'mediaResolution':'Y'},'x':null}");
        assertThat(lost())
                .isEqualTo("contents[0].parts[0].videoMetadata:dropped contents[0].parts[0].newThing:dropped "
                        + "contents[0].parts[1].mediaResolution.numTokens:dropped contents[0].other:dropped "
                        + "generationConfig.thinkingConfig.x:dropped generationConfig.speechConfig:dropped "
                        + "generationConfig.mediaResolution:dropped tools[0].functionDeclarations[0].response:dropped "
                        + "tools[0].functionDeclarations[0].behavior:dropped "
                        + "toolConfig.functionCallingConfig.mode:approximated toolConfig.retrievalConfig:dropped "
                        + "safetySettings:dropped");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "'thinkingBudget':0|Word[effort=NONE, shown=false]|thinkingBudget",
                "'thinkingBudget':-1|Adaptive[shown=false]|thinkingBudget",
                "'thinkingBudget':2048,'includeThoughts':true|Budget[tokens=2048, shown=true]|thinkingBudget",
                "'thinkingLevel':'MINIMAL'|Word[effort=MINIMAL, shown=false]|thinkingLevel",
                "'thinking_level':'high','include_thoughts':true|Word[effort=HIGH, shown=true]|thinking_level",
                "'includeThoughts':true|Adaptive[shown=true]|includeThoughts",
            })
    void reasoning(String members, String expected, String at) {
        assertThat(with("'generationConfig':{'thinkingConfig':{" + members + "}}")
                        .reasoning())
                .hasToString("Given[value=" + expected + ", at=generationConfig.thinkingConfig." + at + "]");
    }

    @Test
    void unsaidReasoning() {
        assertThat(with("'generationConfig':{'thinkingConfig':{'includeThoughts':false}}")
                        .reasoning())
                .isNull();
        assertThat(with("'generationConfig':{'thinkingConfig':{'thinkingLevel':'THINKING_LEVEL_UNSPECIFIED'}}")
                        .reasoning())
                .isNull();
        assertThat(with("'generationConfig':{}").reasoning()).isNull();
    }

    @Test
    void config() {
        ChatRequest request = with("'generationConfig':{'temperature':1.0,'topP':0.9,'topK':40,'seed':7,"
                + "'presencePenalty':0.1,'frequencyPenalty':0.2,'candidateCount':2,'responseLogprobs':true,"
                + "'logprobs':3,'stopSequences':['a','b'],'responseModalities':['TEXT','IMAGE']},"
                + "'serviceTier':'SERVICE_TIER_STANDARD','store':true");
        StringBuilder out = new StringBuilder();
        for (Option option : Option.values()) {
            Given<?> given = request.options().peek(option);
            out.append(given == null ? "" : option + "=" + given.value() + "@" + given.at() + " ");
        }
        assertThat(out.toString().replace("generationConfig.", ""))
                .isEqualTo("TEMPERATURE=1.0@temperature TOP_P=0.9@topP TOP_K=40@topK "
                        + "FREQUENCY_PENALTY=0.2@frequencyPenalty PRESENCE_PENALTY=0.1@presencePenalty SEED=7@seed "
                        + "LOGPROBS=true@responseLogprobs TOP_LOGPROBS=3@logprobs N=2@candidateCount STORE=true@store "
                        + "SERVICE_TIER=\"default\"@serviceTier "
                        + "MODALITIES=[\"text\",\"image\"]@responseModalities ");
        assertThat(request.stop())
                .containsExactly(
                        new Given<>("a", "generationConfig.stopSequences[0]"),
                        new Given<>("b", "generationConfig.stopSequences[1]"));
        ChatRequest quiet = with("'generationConfig':{'candidateCount':1,'responseLogprobs':false,"
                + "'responseModalities':['TEXT'],'responseMimeType':'text/plain'},'serviceTier':'unspecified'");
        for (Option option : Option.values()) {
            assertThat(quiet.options().peek(option)).isNull();
        }
        assertThat(quiet.format()).isNull();
        assertThat(lost()).isEmpty();
    }

    @Test
    @DisplayName("golden 64: a schema in Google's own form, or in JSON Schema")
    void formats() {
        Given<OutputFormat> openApi =
                with("'generationConfig':{'responseMimeType':'application/json','responseSchema':{'type':'OBJECT'}}")
                        .format();
        assertThat(openApi)
                .isEqualTo(new Given<>(
                        new OutputFormat.Schema("response", null, json("{'type':'object'}"), null),
                        "generationConfig.responseSchema"));
        assertThat(with("'generationConfig':{'responseJsonSchema':{'type':'OBJECT'}}")
                        .format())
                .isEqualTo(new Given<>(
                        new OutputFormat.Schema("response", null, json("{'type':'object'}"), null),
                        "generationConfig.responseJsonSchema"));
        assertThat(with("'generationConfig':{'responseMimeType':'application/json'}")
                        .format())
                .isEqualTo(new Given<>(new OutputFormat.Json(), "generationConfig.responseMimeType"));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "AUTO||AUTO|",
                "NONE||NONE|",
                "ANY||REQUIRED|",
                "ANY|'a'|NAMED|a",
                "ANY|'a','b'|REQUIRED|a, b",
                "VALIDATED|'a'|AUTO|a",
                "MODE_UNSPECIFIED|||",
            })
    void choices(String mode, String names, String expected, String kept) {
        ChatRequest request = with("'toolConfig':{'functionCallingConfig':{'mode':'" + mode
                + "','allowedFunctionNames':[" + (names == null ? "" : names) + "]}}");
        String choice = "ToolChoice[mode=" + expected + ", names=[" + (kept == null ? "" : kept)
                + "], at=toolConfig.functionCallingConfig]";
        assertThat(String.valueOf(request.toolChoice())).isEqualTo(expected == null ? "null" : choice);
    }

    @Test
    void hosted() {
        assertThat(with("'tools':[{'google_search':{}},{'codeExecution':{},'x':null}]")
                        .tools())
                .containsExactly(
                        new Tool.Hosted("googleSearch", Tree.object(), "tools[0].google_search"),
                        new Tool.Hosted("codeExecution", Tree.object(), "tools[1].codeExecution"));
        assertThat(lost()).isEmpty();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "{}|contents|INVALID_REQUEST",
                "{'contents':[]}|contents|INVALID_REQUEST",
                "{'contents':'q'}|contents|INVALID_REQUEST",
                "{'contents':[{'role':'assistant','parts':[]}]}|contents[0].role|INVALID_REQUEST",
                "{'contents':[{'parts':[{'text':1}]}]}|contents[0].parts[0].text|INVALID_REQUEST",
                "{'contents':[{'parts':[{'text':'a','functionCall':{'name':'f'}}]}]}|contents[0].parts[0]|INVALID_REQUEST",
                "{'contents':[{'parts':[{'functionCall':{}}]}]}|contents[0].parts[0].functionCall.name|INVALID_REQUEST",
                "{'contents':[{'parts':[{'functionCall':{'name':'f','args':[]}}]}]}|"
                        + "contents[0].parts[0].functionCall.args|INVALID_REQUEST",
                "{'contents':[{'parts':[{'inlineData':{'mimeType':'text/plain','data':'?'}}]}]}|"
                        + "contents[0].parts[0].inlineData.data|INVALID_REQUEST",
                "{'contents':[{}],'generationConfig':{'maxOutputTokens':0}}|"
                        + "generationConfig.maxOutputTokens|INVALID_REQUEST",
                "{'contents':[{}],'generationConfig':{'thinkingConfig':{'thinkingBudget':1,'thinkingLevel':'LOW'}}}|"
                        + "generationConfig.thinkingConfig.thinkingBudget|INVALID_REQUEST",
                "{'contents':[{}],'generationConfig':{'thinkingConfig':{'thinkingLevel':'VERY'}}}|"
                        + "generationConfig.thinkingConfig.thinkingLevel|INVALID_REQUEST",
                "{'contents':[{}],'generationConfig':{'responseMimeType':'text/x.enum'}}|"
                        + "generationConfig.responseMimeType|UNSUPPORTED_VALUE",
                "{'contents':[{}],'cachedContent':'cachedContents/1'}|cachedContent|UNSUPPORTED_VALUE",
                "{'contents':[{}],'continuation_token':'x'}|continuation_token|UNSUPPORTED_VALUE",
                "{'contents':[{}],'toolConfig':{'functionCallingConfig':{'mode':'X'}}}|"
                        + "toolConfig.functionCallingConfig.mode|INVALID_REQUEST",
            })
    void wrong(String body, String param, ErrorKind kind) {
        assertThatExceptionOfType(Refusal.class)
                .isThrownBy(() -> read(body))
                .returns(param, Refusal::param)
                .returns(kind, Refusal::kind);
    }
}
