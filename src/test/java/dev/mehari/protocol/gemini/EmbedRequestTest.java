package dev.mehari.protocol.gemini;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.mehari.call.ErrorKind;
import dev.mehari.call.Refusal;
import dev.mehari.call.RequestBody;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** A request for vectors whose bytes pass: only the model's name changes, wherever it stands. */
class EmbedRequestTest {
    private static RequestBody read(String json, boolean batch) {
        return new GeminiEmbeddings().check(json.replace('\'', '"').getBytes(StandardCharsets.UTF_8), "em", batch);
    }

    private static String sent(RequestBody request, String model) {
        return new String(request.forUpstream(model, false), StandardCharsets.UTF_8).replace('"', '\'');
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '~', textBlock = """
            true  | { 'requests' : [ {'x':1.50 , 'model' : 'models/em' } ] } | { 'requests' : [ {'x':1.50 , 'model' : 'models/up' } ] }
            true  | {'requests':[{'model':'em'},{'content':{}}, {} ]}        | {'requests':[{'model':'models/up'},{'model':'models/up','content':{}}, {'model':'models/up'} ]}
            true  | {'model':'models/em','requests':[]}                      | {'model':'models/up','requests':[]}
            true  | {'requests':{'model':'em', 'x':1}}                       | {'requests':{'model':'models/up', 'x':1}}
            true  | {'requests':7}                                           | {'requests':7}
            false | {'content':{'model':'x'}}                                | {'content':{'model':'x'}}
            false | {'model':'em','content':{}, 'é':[{'model':1}]}           | {'model':'models/up','content':{}, 'é':[{'model':1}]}
            false | {'requests':[{'model':'other'}]}                         | {'requests':[{'model':'other'}]}
            """)
    void theNameOfTheModel(boolean batch, String body, String expected) {
        assertThat(sent(read(body, batch), "up")).isEqualTo(expected);
    }

    @Test
    void tunedModelsAndQuotes() {
        assertThat(sent(read("{'model':'em'}", false), "tunedModels/t")).isEqualTo("{'model':'tunedModels/t'}");
        assertThat(sent(read("{'model':'em'}", false), "models/a\"b")).isEqualTo("{'model':'models/a\\'b'}");
    }

    @ParameterizedTest
    @DisplayName("fault 4.4 what the key may use was decided by the path: no body can name another model")
    @CsvSource(delimiter = '|', quoteCharacter = '~', textBlock = """
            true  | {'requests':[{'model':'em'},{'model':'models/other'}]} | requests[1].model
            true  | {'requests':[{'model':'em','model':'other'}]}          | requests[0].model
            true  | {'model':'other','requests':[]}                        | model
            false | {'model':'tunedModels/em'}                             | model
            false | {'model':7}                                            | model
            true  | {'requests':[5]}                                       | requests[0]
            true  | {'requests':{'model':'other'}}                         | requests.model
            """)
    void another(boolean batch, String body, String param) {
        assertThatThrownBy(() -> read(body, batch)).isInstanceOfSatisfying(Refusal.class, refusal -> {
            assertThat(refusal.kind()).isEqualTo(ErrorKind.INVALID_REQUEST);
            assertThat(refusal.param()).isEqualTo(param);
        });
    }

    @Test
    void textsChange() {
        RequestBody changed = read("{'requests':[{'content':{'parts':[{'text':'eve'}]},'title':'eve'}]}", true)
                .withTexts(text -> text.toUpperCase(Locale.ROOT));
        assertThat(sent(changed, "up"))
                .isEqualTo("{'requests':[{'model':'models/up','content':{'parts':[{'text':'EVE'}]},'title':'EVE'}]}");
    }
}
