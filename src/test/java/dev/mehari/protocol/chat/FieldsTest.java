package dev.mehari.protocol.chat;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import dev.mehari.call.ErrorKind;
import dev.mehari.call.Refusal;
import dev.mehari.protocol.Parsed;
import java.util.Objects;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@DisplayName("an object is read member by member")
class FieldsTest {
    private static final String ALL = """
            {"t":"x","yes":true,"no":false,"i":7,"whole":7.0,"half":7.5,"big":3000000000,"o":{"a":1},"l":[1,2],
             "lo":[{"a":1},2],"null":null}""";

    private static Fields fields(String path) {
        return Fields.of(Parsed.json(ALL), path);
    }

    private static Object read(Fields fields, String how, String name) {
        return switch (how) {
            case "text" -> String.valueOf(fields.text(name));
            case "needText" -> fields.needText(name);
            case "need" -> fields.need(name);
            case "flag" -> String.valueOf(fields.flag(name));
            case "true" -> fields.isTrue(name);
            case "integer" -> String.valueOf(fields.integer(name));
            case "number" -> String.valueOf(fields.number(name));
            case "object" -> fields.object(name) == null ? "null" : fields.at(name);
            case "list" -> fields.list(name);
            case "objects" -> fields.objects(name).size();
            default -> throw new IllegalArgumentException(how);
        };
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            text     | t     | x
            text     | null  | null
            text     | gone  | null
            needText | t     | x
            need     | i     | 7
            flag     | yes   | Given[value=true, at=p.yes]
            flag     | gone  | null
            true     | yes   | true
            true     | no    | false
            true     | gone  | false
            integer  | i     | Given[value=7, at=p.i]
            integer  | whole | Given[value=7, at=p.whole]
            integer  | null  | null
            number   | half  | 7.5
            number   | gone  | null
            object   | o     | p.o
            object   | gone  | null
            list     | l     | [1, 2]
            list     | gone  | []
            objects  | gone  | 0
            """)
    void read(String how, String name, String value) {
        assertThat(read(fields("p"), how, name)).hasToString(value);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            text     | i     | p.i     | "p.i" must be a string
            needText | i     | p.i     | "p.i" must be a string
            needText | null  | p.null  | "p.null" is required
            need     | gone  | p.gone  | "p.gone" is required
            flag     | t     | p.t     | "p.t" must be true or false
            true     | i     | p.i     | "p.i" must be true or false
            integer  | t     | p.t     | "p.t" must be a whole number
            integer  | half  | p.half  | "p.half" must be a whole number
            integer  | big   | p.big   | "p.big" must be a whole number
            number   | t     | p.t     | "p.t" must be a number
            object   | l     | p.l     | "p.l" must be an object
            list     | o     | p.o     | "p.o" must be an array
            objects  | lo    | p.lo[1] | "p.lo[1]" must be an object
            """)
    void refused(String how, String name, String at, String why) {
        assertThatThrownBy(() -> read(fields("p"), how, name)).isInstanceOfSatisfying(Refusal.class, refusal -> {
            assertThat(refusal.kind()).isEqualTo(ErrorKind.INVALID_REQUEST);
            assertThat(refusal.param()).isEqualTo(at);
            assertThat(refusal.text()).isEqualTo(why);
        });
    }

    @Test
    void theBodyItself() {
        assertThat(fields("").at("t")).isEqualTo("t");
        assertThatThrownBy(() -> Fields.of(Parsed.json("[]"), "")).hasMessage("\"the body\" must be an object");
    }

    @Test
    void whatNobodyAskedForIsLost() {
        Fields fields = fields("p");
        fields.ignore("t", "yes", "no", "i", "whole", "half", "big");
        assertThat(fields.objects("o2")).isEmpty();
        assertThat(fields.rest()).containsExactly("o", "l", "lo");
        Losses losses = new Losses();
        fields.get("o");
        fields.loseRest(losses);
        assertThat(losses.all()).hasToString("[p.l:dropped, p.lo:dropped]");
    }

    @Test
    void googleSpellsInTwoWays() {
        JsonNode both = Parsed.json(
                "{\"maxTokens\":1,\"top_k\":2,\"topK\":3,\"stop_words\":[{\"aB\":1}],\"inner_o\":{\"a_b\":1}}");
        Fields fields = Fields.camel(both, "");
        assertThat(fields.get("topK")).hasToString("3");
        assertThat(fields.get("maxTokens")).hasToString("1");
        assertThat(fields.at("maxTokens")).isEqualTo("maxTokens");
        assertThat(fields.at("gone")).isEqualTo("gone");
        Fields word = fields.objects("stopWords").getFirst();
        assertThat(word.at("aB")).isEqualTo("stop_words[0].aB");
        Fields inner = Objects.requireNonNull(fields.object("innerO"));
        assertThat(inner.get("aB")).hasToString("1");
        assertThat(inner.at("aB")).isEqualTo("inner_o.a_b");
        // The spelling that lost is lost with its value.
        assertThat(fields.rest()).containsExactly("top_k");
        assertThat(Fields.of(both, "").get("innerO")).isNull();
    }
}
