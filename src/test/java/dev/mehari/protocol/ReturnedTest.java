package dev.mehari.protocol;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.TextNode;
import dev.mehari.call.Capabilities;
import dev.mehari.call.Protocol;
import dev.mehari.call.Refusal;
import dev.mehari.protocol.anthropic.AnthropicChat;
import dev.mehari.protocol.chat.Aim;
import dev.mehari.protocol.chat.Carrier;
import dev.mehari.protocol.chat.ChatCodec;
import dev.mehari.protocol.chat.Envelope;
import dev.mehari.protocol.chat.Loss;
import dev.mehari.protocol.chat.Losses;
import dev.mehari.protocol.chat.Tree;
import dev.mehari.protocol.gemini.GeminiChat;
import dev.mehari.protocol.responses.ResponsesChat;
import java.nio.charset.StandardCharsets;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

@DisplayName(
        "what other providers left in a history goes to none of the caller's own protocol, and no other byte changes")
class ReturnedTest {
    private static final Aim AIM = new Aim(
            "m",
            new Capabilities(true, Set.of("level"), Set.of(), false, true, true, true, true, true, 0, 0),
            Set.of());

    private record Sent(String body, String losses) {}

    /** Marks stand for envelopes, spelled as each protocol holds them, and {@code '} for a quotation mark. */
    private static String spelled(String text) {
        return text.replace('\'', '"')
                .replace(
                        "@anthropic",
                        text(Protocol.ANTHROPIC_MESSAGES, "[{'type':'thinking','thinking':'A','signature':'S'}]"))
                .replace(
                        "@openai",
                        text(Protocol.OPENAI_RESPONSES, "{'type':'reasoning','id':'rs_a','encrypted_content':'E'}"))
                .replace("@google", Envelope.text(google()))
                .replace("@64anthropic", Envelope.base64(carrier(Protocol.ANTHROPIC_MESSAGES, "[]")))
                .replace("@64google", Envelope.base64(google()));
    }

    private static Carrier google() {
        return new Carrier(Protocol.GEMINI, TextNode.valueOf("R0c="));
    }

    private static String text(Protocol origin, String raw) {
        return Envelope.text(carrier(origin, raw));
    }

    private static Carrier carrier(Protocol origin, String raw) {
        JsonNode tree = Objects.requireNonNull(Tree.parse(raw.replace('\'', '"')));
        return new Carrier(origin, tree);
    }

    private static Sent sent(ChatCodec codec, String body) {
        Losses losses = new Losses();
        byte[] came = spelled(body).getBytes(StandardCharsets.UTF_8);
        byte[] goes = codec.returned(came, AIM, losses);
        String lost = losses.all().stream().map(Loss::toString).collect(Collectors.joining(" "));
        return new Sent(new String(goes, StandardCharsets.UTF_8), lost);
    }

    private static void check(
            ChatCodec codec, String around, String part, @Nullable String now, @Nullable String lost) {
        String after = now == null ? around.replace("%", part) : now;
        Sent sent = sent(codec, around.replace("%", part));
        assertThat(sent.body()).isEqualTo(spelled(after));
        assertThat(sent.losses()).isEqualTo(Objects.requireNonNullElse(lost, ""));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '~', textBlock = """
            'summary':[]                                    | {'a': 1.50,'input':['first',  {'x': 2.0 }]} |
            'summary':[{'text':'hm'}]                       | {'a': 1.50,'input':['first',  {'x': 2.0 }]} | input[1]:dropped
            'content':[{'text':'hm'}]                       | {'a': 1.50,'input':['first',  {'x': 2.0 }]} | input[1]:dropped
            'encrypted_content':'of its own'                |                                              |
            'encrypted_content':'@anthropic'                | {'a': 1.50,'input':['first',  {'x': 2.0 }]} | input[1]:dropped
            'encrypted_content':'gwr1.broken'               | {'a': 1.50,'input':['first',  {'x': 2.0 }]} | input[1]:dropped
            'encrypted_content':'@openai'                   | {'a': 1.50,'input':['first' , {'encrypted_content':'E','id':'rs_a','type':'reasoning'},  {'x': 2.0 }]} |
            """)
    void responses(String held, @Nullable String now, @Nullable String lost) {
        String around = "{'a': 1.50,'input':['first' , {'type':'reasoning','id':'rs_gwi1x',%},  {'x': 2.0 }]}";
        check(new ResponsesChat(), around, held, now, lost);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{'type':'reasoning','id':'rs_7','summary':[]},'gwi1'",
                "{'type':'function_call','id':'fc_gwi1x','call_id':'c','name':'f','arguments':'{}'}",
                "{'type':'item_reference','id':'msg_1'},'gwi1'"
            })
    void responsesTakeWhatIsTheirsOrHasAnyId(String items) {
        check(new ResponsesChat(), "{'input':[%]}", items, null, null);
    }

    @Test
    void anItemOfOursIsReferredToInVain() {
        assertThatThrownBy(() -> sent(new ResponsesChat(), "{'input':[{'type':'item_reference','id':'msg_gwi1x'}]}"))
                .isInstanceOfSatisfying(
                        Refusal.class, refusal -> assertThat(refusal.param()).isEqualTo("input[0]"));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '~', textBlock = """
            {'type':'thinking','thinking':'hm','signature':'own'}         |                                        |
            {'type':'thinking','thinking':'hm','signature': ''}           | {'thinking': {'type':'disabled'},'messages':[ {'role':'assistant','content':[{'type':'tool_use','id':'c','input':{'n':1.0}}]}]} | messages[0].content[0]:dropped thinking:dropped
            {'type':'thinking','thinking':'','signature':'@google'}       | {'thinking': {'type':'disabled'},'messages':[ {'role':'assistant','content':[{'type':'tool_use','id':'c','input':{'n':1.0}}]}]} | messages[0].content[0]:dropped thinking:dropped
            {'type':'thinking','thinking':'hm','signature':'@anthropic'}  | {'thinking': {'type':'enabled','budget_tokens':1024},'messages':[ {'role':'assistant','content':[{'signature':'S','thinking':'A','type':'thinking'} , {'type':'tool_use','id':'c','input':{'n':1.0}}]}]} |
            {'type':'text','text':'\\'signature\\': x'}                   | {'thinking': {'type':'disabled'},'messages':[ {'role':'assistant','content':[{'type':'text','text':'\\'signature\\': x'} , {'type':'tool_use','id':'c','input':{'n':1.0}}]}]} | thinking:dropped
            """)
    void anthropic(String block, @Nullable String now, @Nullable String lost) {
        String around = "{'thinking': {'type':'enabled','budget_tokens':1024},'messages':[ "
                + "{'role':'assistant','content':[% , {'type':'tool_use','id':'c','input':{'n':1.0}}]}]}";
        check(new AnthropicChat(), around, block, now, lost);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '~', textBlock = """
            {'type':'thinking','thinking':'hm','signature':''} | {'messages':[{'role':'user','content':'Hi'},{'role':'user','content':[{'type':'text','text':'Go'}]}]} | messages[1].content[0]:dropped
            {'type':'tool_use','id':'a.b:0','name':'f'}        | {'messages':[{'role':'user','content':'Hi'},{'role':'assistant','content':[{'type':'tool_use','id':'call_3cd44bcb2626b86f79de9139ca632c87','name':'f'}]},{'role':'user','content':[{'type':'text','text':'Go'}]}]} |
            """)
    void anthropicTakesNoTurnWithoutContentAndNoIdOfAnySpelling(String block, String now, @Nullable String lost) {
        String around = "{'messages':[{'role':'user','content':'Hi'},{'role':'assistant','content':[%]},"
                + "{'role':'user','content':[{'type':'text','text':'Go'}%2]}]}";
        String result = block.contains("tool_use") ? ",{'type':'tool_result','tool_use_id':'a.b:0'}" : "";
        String asked =
                result.isEmpty() ? "" : ",{'type':'tool_result','tool_use_id':'call_3cd44bcb2626b86f79de9139ca632c87'}";
        check(new AnthropicChat(), around.replace("%2", result), block, now.replace("'Go'}", "'Go'}" + asked), lost);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '~', textBlock = """
            'thoughtSignature':'R0c=','functionCall':{'args':{'n':1.0}}                     | |
            'functionCall':{'args':{'n':1.0}}                                               | {'functionCall':{'args':{'n':1.0}},'thoughtSignature':'skip_thought_signature_validator'} | contents[1].parts[1].thoughtSignature:emulated
            'functionCall':{'args':{}},'thoughtSignature':'@64anthropic'                    | {'functionCall':{'args':{}},'thoughtSignature':'skip_thought_signature_validator'}        | contents[1].parts[1].thoughtSignature:emulated
            'functionCall':{'args':{}},'thoughtSignature':'@64google'                       | {'functionCall':{'args':{}},'thoughtSignature':'R0c='}                                    |
            'text':'','thoughtSignature':'@64anthropic'                                     | -                                                                                         | contents[1].parts[1].thoughtSignature:dropped
            'text':'Hi','thought_signature':'@64anthropic'                                  | {'text':'Hi'}                                                                             | contents[1].parts[1].thoughtSignature:dropped
            'text':'hm','thought':true,'thoughtSignature':'@64anthropic'                    | -                                                                                         | contents[1].parts[1]:dropped
            """)
    void gemini(String part, @Nullable String now, @Nullable String lost) {
        String around = "{'contents':[{'parts':[{'text':'Q'}]}, {'role':'model','parts':[{'text': 'I look'}%]}]}";
        String after = now == null ? null : around.replace("%", now.equals("-") ? "" : ", " + now);
        check(new GeminiChat(), around, ", {" + part + "}", after, lost);
    }

    @Test
    void geminiTakesNoTurnWithoutParts() {
        String around = "{'contents':[{'parts':[{'text':'Q'}]}%, {'parts':[{'text':'A?'}]}]}";
        String turn = ", {'role':'model','parts':[{'text':'hm','thought':true,'thoughtSignature':'@64anthropic'}]}";
        check(new GeminiChat(), around, turn, around.replace("%", ""), "contents[1].parts[0]:dropped");
    }

    @Test
    void callsOfAnEarlierTurnNeedNoSignature() {
        String body = "{'contents':[{'role':'model','parts':[{'functionCall':{'name':'f'}}]},"
                + "{'role':'user','parts':[{'functionResponse':{'name':'f'}}]},{'parts':[{'text':'Q'}]}]}";
        check(new GeminiChat(), body, "", null, null);
    }
}
