package dev.mehari.protocol.anthropic;

import static dev.mehari.protocol.anthropic.RequestReaderTest.block;
import static dev.mehari.protocol.anthropic.RequestReaderTest.with;
import static org.assertj.core.api.Assertions.assertThat;

import dev.mehari.protocol.chat.Cache;
import dev.mehari.protocol.chat.ChatRequest;
import dev.mehari.protocol.chat.Content;
import dev.mehari.protocol.chat.Given;
import dev.mehari.protocol.chat.Media;
import dev.mehari.protocol.chat.Tool;
import dev.mehari.protocol.chat.ToolChoice;
import java.util.List;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@DisplayName("tools of a messages request are read")
class ToolReaderTest {
    @Test
    @DisplayName("fault 1.22: what a tool answers keeps its images and documents")
    void toolResults() {
        assertThat(block(
                        "{'type':'tool_result','tool_use_id':'t','is_error':true,'content':[{'type':'text','text':'a'},"
                                + "{'type':'image','source':{'type':'base64','media_type':'image/png','data':'AA'}}]}"))
                .isEqualTo(new Content.ToolResult(
                        "t",
                        List.of(
                                new Content.Text("a", null, "messages[0].content[0].content[0]"),
                                new Content.Image(
                                        new Media.Inline("image/png", "AA"),
                                        null,
                                        null,
                                        "messages[0].content[0].content[1]")),
                        true,
                        null,
                        "messages[0].content[0]"));
        assertThat(block("{'type':'tool_result','tool_use_id':'t','content':'a'}"))
                .extracting(c -> ((Content.ToolResult) c).parts())
                .isEqualTo(List.of(new Content.Text("a", null, "messages[0].content[0].content")));
        assertThat(block("{'type':'tool_result','tool_use_id':'t'}"))
                .extracting(c -> ((Content.ToolResult) c).parts())
                .isEqualTo(List.of());
    }

    @Test
    void toolCalls() {
        assertThat(block("{'type':'tool_use','id':'t','name':'f','input':{'a':1.0,'b':12345678901234567890},"
                        + "'caller':{'type':'direct'}}"))
                .isEqualTo(new Content.ToolCall(
                        "t",
                        "f",
                        "{\"a\":1.0,\"b\":12345678901234567890}",
                        false,
                        null,
                        null,
                        "messages[0].content[0]"));
    }

    @Test
    @DisplayName("tools that come and go in mid-conversation: what holds at its end is sent")
    void toolChanges() {
        String change = "{'role':'system','content':[{'type':'tool_%s','tool':%s}]}";
        String f = "{'type':'tool_reference','name':'f'}";
        String h = "{'type':'tool_definition','definition':{'name':'h','input_schema':{'type':'object'}}}";
        String body = "{'tools':[{'name':'f','input_schema':{}},{'name':'g','input_schema':{}}],'messages':["
                + "{'role':'user','content':'q'},"
                + String.join(
                        ",",
                        change.formatted("removal", f),
                        change.formatted("addition", h),
                        change.formatted("removal", f.replace("'f'", "'g'")),
                        change.formatted("addition", f))
                + "]}";
        ChatRequest request = Chats.read(body);
        assertThat(request.turns()).hasSize(1);
        assertThat(request.tools())
                .extracting(tool -> ((Tool.Function) tool).name())
                .containsExactly("f", "h");
        assertThat(Chats.lost(body)).hasSize(4).contains("messages[4].content[0]:emulated");
    }

    @Test
    void tools() {
        ChatRequest request =
                with("'tools':[{'name':'f','description':'d','input_schema':{'type':'object'},'strict':true,"
                        + "'cache_control':{'type':'ephemeral'}},{'type':'web_search_20250305','name':'web_search'}]");
        assertThat(request.tools())
                .containsExactly(
                        new Tool.Function(
                                "f",
                                "d",
                                Chats.json("{'type':'object'}"),
                                new Given<>(true, "tools[0].strict"),
                                new Cache(false, "tools[0].cache_control"),
                                "tools[0]"),
                        new Tool.Hosted(
                                "web_search_20250305",
                                Chats.json("{'type':'web_search_20250305','name':'web_search'}"),
                                "tools[1]"));
    }

    @ParameterizedTest
    @CsvSource(
            quoteCharacter = '"',
            value = {"auto,AUTO", "any,REQUIRED", "none,NONE", "tool,NAMED"})
    void toolChoice(String type, ToolChoice.Mode mode) {
        ChatRequest request = with("'tool_choice':{'type':'" + type + "','name':'f','disable_parallel_tool_use':true}");
        assertThat(request.toolChoice())
                .isEqualTo(
                        new ToolChoice(mode, mode == ToolChoice.Mode.NAMED ? List.of("f") : List.of(), "tool_choice"));
        assertThat(request.parallel()).isEqualTo(new Given<>(false, "tool_choice.disable_parallel_tool_use"));
    }
}
