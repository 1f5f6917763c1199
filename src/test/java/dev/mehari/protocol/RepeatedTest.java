package dev.mehari.protocol;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.mehari.call.Protocol;
import dev.mehari.sample.Samples;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@DisplayName("what is kept of a request while its answer comes; that answers are the same, the golden cases say")
class RepeatedTest {
    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            ANTHROPIC_MESSAGES | {'model':'m','system':'s','messages':[{'role':'user','content':'q'}],'tools':[{}]} | {}
            GEMINI             | {'contents':[{'parts':[{'text':'q'}]}],'generationConfig':{'candidateCount':2}}    | {}

            OPENAI_CHAT        | {'messages':[{'role':'user','content':'q'}]} | {'response_format':{'type':''}}
            OPENAI_CHAT        | {'response_format':{'type':'json_schema','json_schema':{'schema':{}}},'tools':[{'type':'function'}],'functions':[{'name':'f'}]} | {'response_format':{'type':'json_schema'},'tools':[],'functions':[]}
            OPENAI_CHAT        | {'response_format':'json','tools':null,'functions':{}} | {'response_format':{'type':''}}

            OPENAI_COMPLETIONS | {'prompt':'p','suffix':'s'}           | {}
            OPENAI_COMPLETIONS | {'prompt':'p','echo':false}           | {}
            OPENAI_COMPLETIONS | {'prompt':'p','echo':true}            | {'prompt':'p','echo':true}
            OPENAI_COMPLETIONS | {'prompt':['p','q'],'echo':true}      | {'prompt':'p','echo':true}
            OPENAI_COMPLETIONS | {'prompt':[],'echo':true}             | {}

            OPENAI_RESPONSES   | {'input':'q','instructions':'i','metadata':{'a':'b'}} | {'input':[],'instructions':'i','metadata':{'a':'b'}}
            OPENAI_RESPONSES   | {'input':[{'role':'user','content':'q'},{'type':'additional_tools','tools':[{'name':'f'}],'x':1}],'tools':[{'name':'g'}]} | {'input':[{'tools':[{'name':'f'}]}],'tools':[{'name':'g'}]}
            OPENAI_RESPONSES   | {'include':['reasoning.encrypted_content']} | {'input':[],'include':['reasoning.encrypted_content']}
            """)
    void kept(Protocol caller, String request, String kept) {
        JsonNode came = Parsed.json(request.replace('\'', '"'));
        JsonNode before = came.deepCopy();
        assertThat(Samples.codecs().of(caller).chat().repeated(came)).isEqualTo(Parsed.json(kept.replace('\'', '"')));
        assertThat(came).isEqualTo(before);
    }
}
