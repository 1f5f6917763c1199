package dev.mehari.protocol.anthropic;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@DisplayName("marks for the prompt cache")
class CacheMarksTest {
    /** A mark of five minutes, of an hour, or none. */
    private static String mark(String kind) {
        return switch (kind) {
            case "5" -> ",'cache_control':{'type':'ephemeral'}";
            case "h" -> ",'cache_control':{'type':'ephemeral','ttl':'1h'}";
            default -> "";
        };
    }

    /** Marks of a tool, of system, of a result of a tool and what is in it, of a call, and of the last text. */
    private static String request(String kinds) {
        String[] k = kinds.split("", -1);
        return "{'tools':[{'name':'f'" + mark(k[0]) + "}],'system':[{'type':'text','text':'s'" + mark(k[1]) + "}],"
                + "'messages':[{'role':'user','content':'Hi'},{'role':'assistant','content':[{'type':'tool_use',"
                + "'id':'t','name':'f','input':{}" + mark(k[2]) + "}]},{'role':'user','content':[{'type':'tool_result',"
                + "'tool_use_id':'t','content':[{'type':'text','text':'x'" + mark(k[3]) + "}]" + mark(k[4])
                + "},{'type':'text','text':'q'" + mark(k[5]) + "}]}]}";
    }

    private static String marks(JsonNode body) {
        List<JsonNode> blocks = new ArrayList<>();
        blocks.add(body.at("/tools/0"));
        blocks.add(body.at("/system/0"));
        blocks.add(body.at("/messages/1/content/0"));
        blocks.add(body.at("/messages/2/content/0/content/0"));
        blocks.add(body.at("/messages/2/content/0"));
        blocks.add(body.at("/messages/2/content/1"));
        StringBuilder out = new StringBuilder();
        for (JsonNode block : blocks) {
            JsonNode mark = block.get("cache_control");
            out.append(mark == null ? "-" : mark.has("ttl") ? "h" : "5");
        }
        return out.toString();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            nullValues = "none",
            value = {
                "------ | ------ | none",
                "5h---- | 55---- | system[0].cache_control:clamped",
                "h5---5 | h5---5 | none",
                "555555 | --5555 | tools[0].cache_control:dropped+system[0].cache_control:dropped",
                "h5555- | -5555- | tools[0].cache_control:dropped",
                "--5-5- | --5-5- | none",
                "hhh--5 | hhh--5 | none",
            })
    @DisplayName("fault 1.19: at most four, the last ones, those of an hour first; none is added")
    void four(String asked, String sent, @Nullable String losses) {
        Chats.Sent written = Chats.write(request(asked), Chats.model(true, Set.of(), Set.of(), false));
        assertThat(marks(written.body())).isEqualTo(sent);
        assertThat(written.losses()).containsExactly(losses == null ? new String[0] : losses.split("\\+", -1));
    }

    @Test
    void onNothing() {
        Chats.Sent sent = Chats.write(
                "{'messages':[{'role':'user','content':[{'type':'text','text':'Hi'}," + "{'type':'text','text':' '"
                        + mark("5") + "}]}]}",
                Chats.CLASSIC);
        assertThat(sent.losses()).containsExactly("messages[0].content[1].cache_control:dropped");
    }
}
