package dev.mehari.protocol.anthropic;

import static dev.mehari.protocol.anthropic.RequestReaderTest.HI;
import static dev.mehari.protocol.anthropic.RequestReaderTest.block;
import static dev.mehari.protocol.anthropic.RequestReaderTest.with;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.mehari.call.ErrorKind;
import dev.mehari.call.Refusal;
import dev.mehari.protocol.chat.ChatRequest;
import dev.mehari.protocol.chat.Effort;
import dev.mehari.protocol.chat.Given;
import dev.mehari.protocol.chat.Option;
import dev.mehari.protocol.chat.OutputFormat;
import dev.mehari.protocol.chat.Reasoning;
import dev.mehari.protocol.chat.Tree;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

@DisplayName("settings of a messages request are read")
class SettingReaderTest {
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
