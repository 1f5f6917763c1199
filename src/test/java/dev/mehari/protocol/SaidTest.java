package dev.mehari.protocol;

import static org.assertj.core.api.Assertions.assertThat;

import dev.mehari.call.Protocol;
import dev.mehari.sample.Samples;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What is kept of a stream for counting: what was said since usage was last reported. */
class SaidTest {
    private static Said of(Protocol protocol, String... events) throws IOException {
        StringBuilder stream = new StringBuilder();
        for (String event : events) {
            stream.append("data: ").append(event.replace('\'', '"')).append("\n\n");
        }
        EventTap tap = Samples.codecs()
                .of(protocol)
                .tap(new ByteArrayInputStream(Json.utf8(stream.toString())), true, false, "req_1", new Watched());
        tap.readAllBytes();
        return tap.said();
    }

    private static String text(Said said) {
        StringBuilder text = new StringBuilder();
        said.thought(thought -> text.append('(').append(thought).append(')').length());
        said.answered(answer -> text.append(answer).length());
        return text.toString();
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
        {'choices':[{'index':0,'delta':{'content':'Hi','refusal':'No'}}]} | HiNo
        {'choices':[{'delta':{'reasoning_content':'Hm'}},{'index':1,'delta':{'content':'A'}}]} | (Hm)A
        {'choices':[{'delta':{'tool_calls':[{'index':0,'id':'call_1','type':'function','function':{'name':'f','arguments':'{}'}}]}}]} | f{}
        {'choices':[{'delta':{'function_call':{'name':'f','arguments':'{}'}}}]} | f{}
        {'choices':[{'delta':{'content':null,'role':'assistant','tool_calls':null}}]} | ``
        {'choices':[{'delta':{'content':'Hi'}}],'usage':{'prompt_tokens':1,'completion_tokens':1}} | ``
        """)
    void openAi(String event, String said) throws IOException {
        assertThat(text(of(Protocol.OPENAI_CHAT, event))).isEqualTo(said);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
        {'type':'content_block_delta','index':0,'delta':{'type':'text_delta','text':'Hi'}} | Hi
        {'type':'content_block_delta','index':0,'delta':{'type':'thinking_delta','thinking':'Hm'}} | (Hm)
        {'type':'content_block_delta','index':0,'delta':{'type':'signature_delta','signature':'Eq=='}} | ``
        {'type':'content_block_start','index':0,'content_block':{'type':'tool_use','id':'t','name':'f','input':{}}} | f
        {'type':'content_block_delta','index':0,'delta':{'type':'input_json_delta','partial_json':'{}'}} | {}
        {'type':'message_start','message':{'id':'msg_1','model':'m','usage':{'input_tokens':1}}} | ``
        """)
    void anthropic(String event, String said) throws IOException {
        assertThat(text(of(Protocol.ANTHROPIC_MESSAGES, event))).isEqualTo(said);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
        {'candidates':[{'content':{'parts':[{'text':'Hm','thought':true},{'text':'Hi'}]}}]} | (Hm)Hi
        {'candidates':[{'content':{'parts':[{'thought':true,'text':'Hm'}]}}]} | (Hm)
        {'candidates':[{'content':{'parts':[{'thought':false,'text':'Hi','thoughtSignature':'Eq=='}]}}]} | Hi
        {'candidates':[{'content':{'parts':[{'functionCall':{'name':'f','args':{'a':[1,{'b':null}]}}}]}}]} | namefargsa1bnull
        {'candidates':[{'content':{'parts':[{'text':'Hi'}]}}],'usageMetadata':{'promptTokenCount':1}} | ``
        """)
    void gemini(String event, String said) throws IOException {
        assertThat(text(of(Protocol.GEMINI, event))).isEqualTo(said);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
        {'type':'response.output_text.delta','delta':'Hi'} | Hi
        {'type':'response.refusal.delta','delta':'No'} | No
        {'type':'response.reasoning_summary_text.delta','delta':'Hm'} | (Hm)
        {'type':'response.output_item.added','item':{'type':'function_call','name':'f','arguments':''}} | f
        {'type':'response.output_item.done','item':{'type':'function_call','name':'f','arguments':'{}'}} | ``
        {'type':'response.function_call_arguments.delta','delta':'{}'} | {}
        {'type':'response.output_text.done','text':'Hi'} | ``
        """)
    void responses(String event, String said) throws IOException {
        assertThat(text(of(Protocol.OPENAI_RESPONSES, event))).isEqualTo(said);
    }

    @Test
    void aReportEndsWhatWasSaidBeforeIt() throws IOException {
        String one = "{'choices':[{'delta':{'content':'one'}}]}";
        String two = "{'choices':[{'delta':{'content':'two','reasoning':'Hm'}}]}";
        String report = "{'choices':[],'usage':{'prompt_tokens':1,'completion_tokens':1}}";

        assertThat(text(of(Protocol.OPENAI_CHAT, one, two))).isEqualTo("(Hm)onetwo");
        assertThat(text(of(Protocol.OPENAI_CHAT, one, report, two))).isEqualTo("(Hm)two");
        assertThat(of(Protocol.OPENAI_CHAT, one, two, report).isEmpty()).isTrue();
    }

    @Test
    void ofAVeryLongAnswerAPartStandsForTheWhole() {
        Said said = new Said();
        for (int i = 0; i < 300; i++) {
            said.answer("x".repeat(10_000));
        }
        assertThat(said.answered(text -> {
                    assertThat(text).hasSize(1 << 18);
                    return text.length();
                }))
                .isEqualTo(3_000_000);
        said.thoughtSince(1_500_000);
        assertThat(said.answered(String::length)).isEqualTo(1_500_000);
    }

    @Test
    void onlyOfWhatIsKeptAPartIsCutOff() {
        Said said = new Said();
        said.answer("ab");
        long mark = said.mark();
        assertThat(mark).isEqualTo(2);
        said.thoughtSince(mark);
        assertThat(text(said)).isEqualTo("ab");
        said.answer("cd");
        said.thinking("T");
        said.thoughtSince(mark);
        assertThat(text(said)).isEqualTo("(Tcd)ab");
        assertThat(said.isEmpty()).isFalse();
        Said thought = new Said();
        thought.thinking("T");
        assertThat(thought.isEmpty()).isFalse();
        thought.answer("A");
        assertThat(thought.isEmpty()).isFalse();
        thought.reported();
        assertThat(thought.isEmpty()).isTrue();
    }
}
