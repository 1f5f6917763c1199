package dev.mehari.protocol.openaicommon;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.mehari.call.Capabilities;
import dev.mehari.call.Quirk;
import dev.mehari.protocol.chat.Aim;
import dev.mehari.protocol.chat.ChatCodec;
import dev.mehari.protocol.chat.ChatRequest;
import dev.mehari.protocol.chat.Loss;
import dev.mehari.protocol.chat.Losses;
import dev.mehari.protocol.chat.Tree;
import dev.mehari.protocol.openai.OpenAiChat;
import dev.mehari.protocol.responses.ResponsesChat;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What a quirk costs is the same whichever of OpenAI's protocols an upstream speaks. */
class SameQuirksTest {
    private static final Capabilities ALL =
            new Capabilities(true, Set.of(), Set.of(), true, true, true, true, true, true, 0, 0);
    private static final String FUNCTION = "{'type':'function','function':{'name':'f','parameters':{},'strict':true}}";
    private static final String CUSTOM = "{'type':'custom','custom':{'name':'g'}}";

    @ParameterizedTest(name = "{0} {1}")
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "TOOL_CHOICE_AUTO_ONLY|'tools':[F],'tool_choice':'none'|tool_choice:emulated tools:dropped",
                "TOOL_CHOICE_AUTO_ONLY|'tools':[F],'tool_choice':'required'|tool_choice:approximated",
                "NO_ALLOWED_TOOLS|'tools':[F,G],'tool_choice':{'type':'allowed_tools','allowed_tools':{'mode':'auto','tools':[F]}}"
                        + "|tool_choice:emulated",
                "NO_PARALLEL_FLAG|'tools':[F],'parallel_tool_calls':false|parallel_tool_calls:dropped",
                "NO_STRICT|'tools':[F]|tools[0].function.strict:dropped",
                "NO_CUSTOM_TOOLS|'tools':[G]|tools[0]:emulated",
                "NO_JSON_SCHEMA|'response_format':{'type':'json_schema','json_schema':{'name':'n','schema':{}}}"
                        + "|response_format.json_schema.schema:emulated",
            })
    void aQuirkCostsTheSameInBoth(Quirk quirk, String members, String lost) {
        for (ChatCodec chat : List.of(new OpenAiChat(), new ResponsesChat())) {
            Losses losses = new Losses();
            written(chat, members, losses, quirk);
            assertThat(losses.all().stream().map(Loss::toString).collect(Collectors.joining(" ")))
                    .as(chat.getClass().getSimpleName())
                    .isEqualTo(lost);
        }
    }

    @Test
    @DisplayName("a tool that takes text is declared without strict to an upstream that does not know the word")
    void strictIsNotSaidToWhoDoesNotKnowIt() {
        Stream.of(new OpenAiChat(), new ResponsesChat())
                .map(chat -> written(chat, "'tools':[G]", new Losses(), Quirk.NO_CUSTOM_TOOLS, Quirk.NO_STRICT))
                .forEach(body ->
                        assertThat(body.path("tools").findValue("strict")).isNull());
    }

    private static ObjectNode written(ChatCodec chat, String members, Losses losses, Quirk... quirks) {
        String body = "{'messages':[{'role':'user','content':'Hi'}]," + members + "}";
        JsonNode json = Tree.parse(body.replace("[G]", "[" + CUSTOM + "]")
                .replace(",G]", "," + CUSTOM + "]")
                .replace("[F", "[" + FUNCTION)
                .replace('\'', '"'));
        ChatRequest request = new OpenAiChat().read(Objects.requireNonNull(json), false, new Losses());
        return chat.write(request, new Aim("m", ALL, Set.of(quirks)), losses).body();
    }
}
