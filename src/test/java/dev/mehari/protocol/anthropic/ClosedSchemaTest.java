package dev.mehari.protocol.anthropic;

import static org.assertj.core.api.Assertions.assertThat;

import dev.mehari.protocol.chat.Tree;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@DisplayName("a schema is transformed as Anthropic's SDK does it")
class ClosedSchemaTest {
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '"',
            value = {
                "{'type':'object'} | {'type':'object','properties':{},'additionalProperties':false}",
                "{'type':'object','properties':{'const':{'type':'string'}},'required':['const'],'additionalProperties':true} | {'type':'object','properties':{'const':{'type':'string'}},'additionalProperties':false,'required':['const']}",
                "{'type':'string','minLength':1,'pattern':'a'} | {'type':'string','description':'{minLength: 1, pattern: \\'a\\'}'}",
                "{'type':'integer','minimum':0,'description':'years'} | {'type':'integer','description':'years\\n\\n{minimum: 0}'}",
                "{'type':'string','format':'uuid'} | {'type':'string','format':'uuid'}",
                "{'type':'string','format':'x'} | {'type':'string','description':'{format: \\'x\\'}'}",
                "{'type':'array','items':{'type':'object'},'minItems':1} | {'type':'array','items':{'type':'object','properties':{},'additionalProperties':false},'minItems':1}",
                "{'type':'array','minItems':2} | {'type':'array','description':'{minItems: 2}'}",
                "{'oneOf':[{'type':'string','maxLength':2},{'type':'null'}]} | {'anyOf':[{'type':'string','description':'{maxLength: 2}'},{'type':'null'}]}",
                "{'allOf':[{'type':'object'}]} | {'allOf':[{'type':'object','properties':{},'additionalProperties':false}]}",
                "{'type':'string','enum':['a','b']} | {'enum':['a','b']}",
                "{'const':1} | {'const':1}",
                "{'$ref':'#/$defs/x','title':'t','$defs':{'x':{'type':'object'}}} | {'$defs':{'x':{'type':'object','properties':{},'additionalProperties':false}},'$ref':'#/$defs/x'}",
                "{'$schema':'s','type':'boolean','title':'t'} | {'type':'boolean','title':'t'}",
                "{'type':['object','null']} | {'type':['object','null'],'properties':{},'additionalProperties':false}",
                "{} | {}",
                "true | true",
            })
    void transform(String schema, String expected) {
        assertThat(Tree.text(ClosedSchema.of(Chats.json(schema.replace("\\'", "\\\"")))))
                .isEqualTo(Tree.text(Chats.json(expected.replace("\\'", "\\\""))));
    }
}
