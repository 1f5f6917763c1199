package dev.mehari.protocol.gemini;

import static dev.mehari.protocol.gemini.Chats.json;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.mehari.protocol.chat.Tree;
import java.util.Set;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SchemaTest {
    /** What Google's reference of {@code parametersJsonSchema} lists. */
    private static final Set<String> TAKEN = Set.of(
            ("$id $defs $ref $anchor type format title description enum items prefixItems minItems maxItems minimum"
                            + " maximum anyOf oneOf properties additionalProperties required propertyOrdering")
                    .split(" ", -1));

    private static final String EVERYTHING = """
            {'$schema':'https://json-schema.org/draft/2020-12/schema','$id':'u','$anchor':'a','$comment':'c',
             '$vocabulary':{'u':true},'$dynamicAnchor':'x','$defs':{'const':{'const':1}},'type':'object','title':'t',
             'description':'d','deprecated':true,'readOnly':true,'writeOnly':false,'default':{},'examples':[{}],
             'x-future':{'y':1},
             'properties':{
               'const':{'const':'one'},'pattern':{'type':['string','null'],'pattern':'^a','minLength':1,'maxLength':2,
                 'format':'date','contentEncoding':'base64','contentMediaType':'text/plain','contentSchema':{}},
               'x-future':{'$ref':'#/$defs/const'},'enum':{'enum':['a',1,null]},
               'number':{'type':'number','exclusiveMinimum':0,'maximum':9.5,'multipleOf':0.5},
               'integer':{'type':'integer','exclusiveMinimum':0,'minimum':0,'exclusiveMaximum':10},
               'array':{'type':'array','items':{'type':'string'},'minItems':1,'maxItems':2,'uniqueItems':true,
                 'contains':{},'minContains':1,'maxContains':2,'prefixItems':[{'const':0},true],
                 'unevaluatedItems':false},
               'any':{'anyOf':[{'const':1},{'type':'null'}],'oneOf':[true],'not':{'type':'string'}},
               'all':{'allOf':[{'properties':{'a':{'const':1}},'required':['a']},
                 {'properties':{'b':{}},'required':['a','b']}]},
               'free':true,'closed':{'additionalProperties':{'const':1}}},
             'propertyNames':{'pattern':'a'},'patternProperties':{'a':{}},'additionalProperties':false,
             'unevaluatedProperties':false,'minProperties':1,'maxProperties':2,'required':['const'],
             'dependentRequired':{'a':['b']},'dependentSchemas':{'a':{}},'if':{},'then':{},'else':{},
             'propertyOrdering':['const']}
            """;

    @Test
    @DisplayName("fault 1.25: of every keyword only those that Google takes are left")
    void allowlist() {
        SchemaWriter writer = new SchemaWriter();
        JsonNode out = writer.write(json(EVERYTHING));
        strict(out);
        assertThat(writer.lossy()).isTrue();
        assertThat(Tree.text(out)).doesNotContain("\"x-future\":{\"y\":1}");
        assertThat(out.path("properties").path("x-future")).isEqualTo(json("{'$ref':'#/$defs/const'}"));
        assertThat(out.path("description").asText()).startsWith("d\n\n{").contains("minProperties: 1");
        assertThat(out.path("properties").path("all"))
                .isEqualTo(json("{'properties':{'a':{'enum':[1]},'b':{}},'required':['a','b']}"));
        assertThat(Tree.text(out.path("properties").path("integer")))
                .isEqualTo("{\"type\":\"integer\",\"minimum\":1,\"maximum\":9}");
    }

    /** As a strict server reads it: names of properties are free, names of keywords are not. */
    private static void strict(JsonNode schema) {
        assertThat(schema.isObject()).as(schema.toString()).isTrue();
        schema.properties().forEach(member -> {
            String name = member.getKey();
            assertThat(TAKEN).contains(name);
            switch (name) {
                case "properties", "$defs" -> member.getValue().forEach(SchemaTest::strict);
                case "anyOf", "oneOf", "prefixItems" -> member.getValue().forEach(SchemaTest::strict);
                case "items" -> strict(member.getValue());
                case "additionalProperties" -> {
                    if (!member.getValue().isBoolean()) {
                        strict(member.getValue());
                    }
                }
                default -> {}
            }
        });
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "{'const':'a'}|{'enum':['a']}|false",
                "{'const':'a','enum':['a','b']}|{'enum':['a','b']}|false",
                "{'properties':{'const':{'type':'string'}}}|{'properties':{'const':{'type':'string'}}}|false",
                "{'type':['string','null']}|{'type':['string','null']}|false",
                "{'type':'string','nullable':true}|{'type':['string','null']}|false",
                "{'definitions':{'a':{}},'$ref':'#/definitions/a'}|{'$defs':{'a':{}},'$ref':'#/$defs/a'}|false",
                "{'$schema':'x','type':'object'}|{'type':'object'}|false",
                "{'type':'string','minLength':1}|{'type':'string','description':'{minLength: 1}'}|true",
                "{'type':'number','exclusiveMinimum':1.5}|"
                        + "{'type':'number','minimum':1.5,'description':'{exclusiveMinimum: 1.5}'}|true",
                "{'type':'number','exclusiveMinimum':1e1999999999}|"
                        + "{'type':'number','minimum':1E+1999999999,'description':'{exclusiveMinimum: 1E+1999999999}'}|true",
                "{'type':'integer','exclusiveMinimum':1,'minimum':5}|{'type':'integer','minimum':5}|false",
                "{'type':'integer','minimum':1,'exclusiveMinimum':1}|{'type':'integer','minimum':2}|false",
                "{'exclusiveMaximum':true,'maximum':5}|{'maximum':5,'description':'{exclusiveMaximum: true}'}|true",
                "{'items':[{'const':1}]}|{'prefixItems':[{'enum':[1]}]}|false",
                "{'items':false}|{}|true",
                "{'items':true}|{}|false",
                "{'required':[],'properties':{}}|{'required':[],'properties':{}}|false",
                "{'allOf':[{'type':'string'}],'type':'integer'}|{'type':'integer'}|true",
                "true|{}|false",
                "false|{}|true",
            })
    void jsonSchema(String schema, String expected, boolean lossy) {
        SchemaWriter writer = new SchemaWriter();
        JsonNode given = json(schema);
        String before = Tree.text(given);
        assertThat(Tree.text(writer.write(given)).replace('"', '\'')).isEqualTo(expected);
        assertThat(writer.lossy()).isEqualTo(lossy);
        assertThat(Tree.text(given)).isEqualTo(before);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "{'type':'OBJECT','properties':{'a':{'type':['STRING','NULL']}}}|{'type':'object','properties':{'a':{'type':['string','null']}}}",
                "{'type':'object','propertyOrdering':['a']}|{'type':'object','propertyOrdering':['a']}",
                "{'type':'string','enum':['OBJECT']}|{'type':'string','enum':['OBJECT']}"
            })
    @DisplayName("JSON Schema with Google's words for types")
    void loud(String schema, String expected) {
        assertThat(Tree.text(OpenApiSchema.json(json(schema))).replace('"', '\''))
                .isEqualTo(expected);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "{'type':'OBJECT','properties':{'type':{'type':'STRING'}}}|"
                        + "{'type':'object','properties':{'type':{'type':'string'}}}",
                "{'type':'STRING','nullable':true,'enum':['C'],'format':'enum'}|"
                        + "{'type':['string','null'],'enum':['C',null]}",
                "{'type':'STRING','nullable':true,'enum':['C',null]}|{'type':['string','null'],'enum':['C',null]}",
                "{'type':'STRING','nullable':false,'format':'date-time'}|{'type':'string','format':'date-time'}",
                "{'any_of':[{'type':'INTEGER'}],'nullable':true}|{'anyOf':[{'type':'integer'},{'type':'null'}]}",
                "{'type':'ARRAY','items':{'type':'NUMBER'},'minItems':'1','max_items':'2'}|"
                        + "{'type':'array','items':{'type':'number'},'minItems':1,'maxItems':2}",
                "{'type':'TYPE_UNSPECIFIED','propertyOrdering':['a'],'example':1}|{'examples':[1]}",
                "{'type':'object','minimum':1,'title':'t','default':null}|"
                        + "{'type':'object','minimum':1,'title':'t','default':null}",
                "{'defs':{'a':{'type':'NULL'}},'ref':'#/defs/a'}|{'$defs':{'a':{'type':'null'}},'$ref':'#/$defs/a'}",
                "{'additionalProperties':{'type':'BOOLEAN'}}|{'additionalProperties':{'type':'boolean'}}",
                "{'additionalProperties':false}|{'additionalProperties':false}",
            })
    void openApi(String schema, String expected) {
        JsonNode given = json(schema);
        String before = Tree.text(given);
        assertThat(Tree.text(OpenApiSchema.read(given)).replace('"', '\'')).isEqualTo(expected);
        assertThat(Tree.text(given)).isEqualTo(before);
    }
}
