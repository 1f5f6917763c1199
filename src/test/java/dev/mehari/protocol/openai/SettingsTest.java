package dev.mehari.protocol.openai;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.mehari.call.ErrorKind;
import dev.mehari.call.Refusal;
import dev.mehari.protocol.chat.Losses;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Settings of a request, by what becomes of them at each kind of upstream. */
class SettingsTest {
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                // What OpenAI takes passes; a row: quirks, what the caller sets, what is sent, what is lost.
                "``|'max_tokens':5|{'max_completion_tokens':5}|``",
                "``|'max_tokens':5,'max_completion_tokens':6|{'max_completion_tokens':6}|max_tokens:dropped",
                "max-tokens-name|'max_completion_tokens':5|{'max_tokens':5}|``",
                "``|'temperature':1.70,'top_p':0.5,'seed':3,'n':2|{'temperature':1.70,'top_p':0.5,'seed':3,'n':2}|``",
                "``|'top_k':3,'min_p':0.1,'repetition_penalty':1.1|{}|top_k:dropped min_p:dropped repetition_penalty:dropped",
                "sampling-extras|'top_k':3,'min_p':0.1,'repetition_penalty':1.1|{'top_k':3,'min_p':0.1,'repetition_penalty':1.1}|``",
                "temperature-to-one|'temperature':1.4|{'temperature':1}|temperature:clamped",
                "temperature-to-one|'temperature':1.0|{'temperature':1.0}|``",
                "do-sample|'temperature':0.0|{'do_sample':false}|temperature:emulated",
                "top-p-above-zero|'top_p':0|{'top_p':0.01}|top_p:clamped",
                "no-penalties|'presence_penalty':1,'frequency_penalty':1|{}|frequency_penalty:dropped presence_penalty:dropped",
                "no-seed|'seed':1|{}|seed:dropped",
                "no-logprobs|'logprobs':true,'top_logprobs':2|{}|logprobs:dropped top_logprobs:dropped",
                "no-logit-bias|'logit_bias':{'1':2}|{}|logit_bias:dropped",
                "no-n|'n':1|{}|``",
                "``|'logit_bias':{'1':2},'logprobs':true,'top_logprobs':2|{'logit_bias':{'1':2},'logprobs':true,'top_logprobs':2}|``",
                "``|'stop':'a'|{'stop':['a']}|``",
                "``|'stop':['a','b','c','d','e','']|{'stop':['a','b','c','d']}|stop[4]:dropped stop[5]:dropped",
                "one-stop|'stop':['a','b']|{'stop':['a']}|stop[1]:dropped",
                "``|'user':'u-1'|{'user':'u-1'}|``",
                "``|'safety_identifier':'u-1','user':'x'|{'safety_identifier':'u-1'}|user:dropped",
                "user-name|'safety_identifier':'u-1'|{'user':'u-1'}|``",
                "user-id|'user':'abcdef'|{'user_id':'abcdef'}|``",
                "user-id|'user':'abc'|{}|user:dropped",
                "no-user|'user':'abcdef'|{}|user:dropped",
                "``|'store':true,'metadata':{'a':'b'},'service_tier':'flex','verbosity':'low','prompt_cache_key':'k'|{'store':true,'metadata':{'a':'b'},'service_tier':'flex','verbosity':'low','prompt_cache_key':'k'}|``",
                "no-extras|'store':true,'verbosity':'low'|{}|store:dropped verbosity:dropped",
                "``|'made_up':1,'nothing':null|{}|made_up:dropped",
                "``|'modalities':['text']|{}|``",
                "``|'modalities':['text','audio'],'audio':{'voice':'a'}|{'modalities':['text','audio'],'audio':{'voice':'a'}}|``",
                // How much to think.
                "``|'reasoning_effort':'high'|{'reasoning_effort':'high'}|``",
                "``|'reasoning_effort':'none'|{'reasoning_effort':'none'}|``",
                "``|'thinking':{'type':'enabled','budget_tokens':9000}|{'reasoning_effort':'medium'}|thinking.budget_tokens:approximated",
                "``|'thinking':{'type':'disabled'}|{'reasoning_effort':'none'}|``",
                "``|'enable_thinking':false|{'reasoning_effort':'none'}|``",
                "``|'enable_thinking':true|{}|``",
                "thinking-switch|'reasoning_effort':'low'|{'thinking':{'type':'enabled'},'reasoning_effort':'low'}|``",
                "thinking-switch|'reasoning_effort':'none'|{'thinking':{'type':'disabled'}}|``",
                "thinking-switch|'thinking':{'type':'enabled'}|{'thinking':{'type':'enabled'}}|``",
                "template-thinking|'chat_template_kwargs':{'enable_thinking':false,'x':1}|{'chat_template_kwargs':{'x':1,'enable_thinking':false}}|``",
                "``|'chat_template_kwargs':{'x':1}|{}|chat_template_kwargs:dropped",
                "clear-thinking|'thinking':{'type':'disabled','clear_thinking':true}|{'thinking':{'clear_thinking':true},'reasoning_effort':'none'}|``",
                "``|'thinking':{'type':'disabled','clear_thinking':true}|{'reasoning_effort':'none'}|thinking.clear_thinking:dropped",
                "vllm-settings|'min_tokens':1,'provider':{},'odd':2|{'min_tokens':1}|provider:dropped odd:dropped",
                "reasoning-object|'reasoning':{'max_tokens':900,'exclude':true}|{'reasoning':{'max_tokens':900,'exclude':true}}|``",
                "reasoning-object|'reasoning_effort':'high'|{'reasoning':{'effort':'high'}}|``",
                // What the answer has to be.
                "``|'response_format':{'type':'text'}|{}|``",
                "``|'response_format':{'type':'json_object'}|{'response_format':{'type':'json_object'}}|``",
                "``|'response_format':{'type':'json_schema','json_schema':{'name':'n','schema':{'type':'object'}}}|{'response_format':{'type':'json_schema','json_schema':{'name':'n','schema':{'type':'object'},'strict':false}}}|``",
                // Streams.
                "``|'stream':true|{'stream':true,'stream_options':{'include_usage':true}}|``",
                "usage-always|'stream':true,'stream_options':{'include_usage':true,'odd':1}|{'stream':true}|stream_options.odd:dropped",
            })
    void setting(String quirk, String members, String sent, String lost) {
        String[] quirks = quirk.isEmpty() ? new String[0] : new String[] {quirk};
        assertThat(Chats.sent(members, Chats.aim(quirks))).isEqualTo(Chats.json(sent));
        assertThat(Chats.lost(members, Chats.aim(quirks)))
                .isEqualTo(lost.isEmpty() ? List.of() : List.of(lost.split(" ", -1)));
    }

    @ParameterizedTest
    @CsvSource({
        "none,minimal,low medium,approximated",
        "max,xhigh,low xhigh,approximated",
        "high,high,low high,``",
        "medium,low,low,approximated",
    })
    @DisplayName("an effort that the model has no word for becomes the nearest")
    void nearest(String asked, String ignored, String known, String lost) {
        Set<String> words = Set.of(known.split(" ", -1));
        String sent = Chats.sent("'reasoning_effort':'" + asked + "'", Chats.aim(words))
                .path("reasoning_effort")
                .asText();
        assertThat(sent).isIn(words);
        assertThat(Chats.lost("'reasoning_effort':'" + asked + "'", Chats.aim(words)))
                .hasSize(lost.equals("approximated") ? 1 : 0);
        assertThat(ignored).isNotEmpty();
    }

    @Test
    void aModelThatDoesNotThinkIsNotAskedTo() {
        assertThat(Chats.lost("'reasoning_effort':'high'", Chats.aim(Set.of())))
                .containsExactly("reasoning_effort:dropped");
        assertThat(Chats.lost("'reasoning_effort':'none'", Chats.aim(Set.of()))).isEmpty();
        assertThat(Chats.sent("'reasoning_effort':'high'", Chats.aim(Set.of()))).isEmpty();
    }

    @Test
    @DisplayName("fault 1.26: a schema that cannot be held to stands in the system message, behind what stood there")
    void schemaInWords() {
        Losses losses = new Losses();
        String sent = Chats.sent(
                        "{'messages':[{'role':'system','content':'Be kind.'},{'role':'user','content':'Hi'}],"
                                + "'response_format':{'type':'json_schema','json_schema':{'name':'n','schema':{'type':'object'}}}}",
                        Chats.aim("no-json-schema"),
                        losses)
                .toString();
        assertThat(sent)
                .contains("\"content\":\"Be kind.\\n\\nAnswer with one JSON object")
                .contains("{\\\"type\\\":\\\"object\\\"}")
                .contains("\"response_format\":{\"type\":\"json_object\"}");
        assertThat(Chats.words(losses)).containsExactly("response_format.json_schema.schema:emulated");
    }

    @Test
    void longUsersAreHashed() {
        String user = "u".repeat(65);
        assertThat(Chats.sent("'user':'" + user + "'", Chats.aim()).path("user").asText())
                .matches("[0-9a-f]{64}")
                .isEqualTo(Chats.sent("'user':'" + user + "'", Chats.aim())
                        .path("user")
                        .asText());
        assertThat(Chats.sent("'user':'" + user + "'", Chats.aim("user-id"))
                        .path("user_id")
                        .asText())
                .isEqualTo(user);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {"no-n|'n':2|n", "no-extras|'modalities':['text','audio']|modalities"})
    void refusedByTheUpstream(String quirk, String members, String param) {
        assertThatExceptionOfType(Refusal.class)
                .isThrownBy(() -> Chats.sent(members, Chats.aim(quirk)))
                .satisfies(refusal -> {
                    assertThat(refusal.kind()).isEqualTo(ErrorKind.UNSUPPORTED_VALUE);
                    assertThat(refusal.param()).isEqualTo(param);
                });
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "'n':0|n",
                "'max_tokens':0|max_tokens",
                "'max_completion_tokens':1.5|max_completion_tokens",
                "'temperature':'a'|temperature",
                "'stop':[1]|stop[0]",
                "'stop':1|stop",
                "'response_format':{'type':'x'}|response_format.type",
                "'reasoning_effort':'huge'|reasoning_effort",
                "'thinking':{'type':'x'}|thinking.type",
                "'tools':{}|tools",
                "'tools':[1]|tools[0]",
                "'tool_choice':'x'|tool_choice",
                "'tool_choice':{'type':'x'}|tool_choice.type",
                "'tools':[{'type':'function','function':{}}]|tools[0].function.name",
                "'tool_choice':{'type':'allowed_tools','allowed_tools':{'tools':[]}}|tool_choice.allowed_tools.tools",
                "'messages':[]|messages",
                "'messages':null|messages",
                "'messages':[{}]|messages[0].role",
                "'messages':[{'role':'x'}]|messages[0].role",
                "'messages':[{'role':'user'}]|messages[0].content",
                "'messages':[{'role':'user','content':1}]|messages[0].content",
                "'messages':[{'role':'user','content':[{'type':'text'}]}]|messages[0].content[0].text",
                "'messages':[{'role':'user','content':[{'type':'image_url','image_url':{'url':'data:x'}}]}]|messages[0].content[0]",
                "'messages':[{'role':'user','content':[{'type':'file','file':{}}]}]|messages[0].content[0].file",
                "'messages':[{'role':'function','name':'f','content':'x'}]|messages[0].name",
                "'messages':[{'role':'tool','tool_call_id':'a','content':'x'}]|messages[0]",
                "'messages':[{'role':'assistant','tool_calls':[{'id':'','function':{'name':'f'}}]}]|messages[0].tool_calls[0].id",
            })
    @DisplayName("what is wrong in a request is named by its path")
    void wrong(String row) {
        String[] parts = row.split("\\|", -1);
        assertThatExceptionOfType(Refusal.class)
                .isThrownBy(() -> Chats.sent(Chats.with(parts[0]), Chats.aim(), new Losses()))
                .satisfies(refusal -> {
                    assertThat(refusal.kind()).isEqualTo(ErrorKind.INVALID_REQUEST);
                    assertThat(refusal.param()).isEqualTo(parts[1]);
                });
    }
}
