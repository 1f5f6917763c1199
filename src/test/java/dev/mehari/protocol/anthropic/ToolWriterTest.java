package dev.mehari.protocol.anthropic;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.mehari.call.Capabilities;
import dev.mehari.call.ErrorKind;
import dev.mehari.call.Refusal;
import dev.mehari.protocol.chat.ChatRequest;
import dev.mehari.protocol.chat.Content;
import dev.mehari.protocol.chat.Given;
import dev.mehari.protocol.chat.Options;
import dev.mehari.protocol.chat.Tool;
import dev.mehari.protocol.chat.ToolChoice;
import dev.mehari.protocol.chat.Turn;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@DisplayName("tools are written")
class ToolWriterTest {
    private static final Capabilities MODEL = Chats.model(true, Set.of(), Set.of(), false);
    private static final Capabilities FREE =
            new Capabilities(true, Set.of(), Set.of(), false, false, true, true, true, true, 0, 0);
    private static final Capabilities NONE =
            new Capabilities(true, Set.of(), Set.of(), false, true, true, false, true, true, 0, 0);

    private static Tool.Function function(String name, @Nullable String schema, @Nullable Boolean strict) {
        return new Tool.Function(
                name,
                null,
                schema == null ? null : Chats.json(schema),
                strict == null ? null : new Given<>(strict, "strict"),
                null,
                "tool." + name);
    }

    private static ChatRequest asked(List<Tool> tools, @Nullable ToolChoice choice, @Nullable Boolean parallel) {
        return new ChatRequest(
                List.of(Chats.user(Chats.text("Hi"))),
                tools,
                choice,
                parallel == null ? null : new Given<>(parallel, "parallel"),
                null,
                null,
                List.of(),
                new Options(),
                false);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '"',
            nullValues = "-",
            value = {
                "- | - | {'type':'object','properties':{}} | -",
                "{} | - | {'type':'object','properties':{}} | -",
                "{'properties':{'a':{}}} | false | {'type':'object','properties':{'a':{}}} | -",
                "{'type':'object','x-y':[]} | - | {'type':'object','x-y':[]} | -",
                "{'type':'object','properties':{'a':{'type':'string','minLength':1}}} | true | {'type':'object','properties':{'a':{'type':'string','minLength':1}}} | strict:dropped",
                "{'type':'object','properties':{'a':{'type':'string','minLength':1}},'additionalProperties':false} | true | {'type':'object','properties':{'a':{'type':'string','description':'{minLength: 1}'}},'additionalProperties':false} | -",
            })
    void schemas(@Nullable String schema, @Nullable Boolean strict, String sent, @Nullable String loss) {
        Chats.Sent written = Chats.write(asked(List.of(function("f", schema, strict)), null, null), MODEL);
        assertThat(written.body().at("/tools/0/input_schema")).isEqualTo(Chats.json(sent));
        assertThat(written.body().at("/tools/0/strict").asBoolean())
                .isEqualTo(strict != null && strict && loss == null);
        assertThat(written.losses()).containsExactly(loss == null ? new String[0] : new String[] {loss});
        assertThat(written.body().has("tool_choice")).isFalse();
    }

    @ParameterizedTest
    @CsvSource(
            quoteCharacter = '"',
            value = {"{'type':'string'}", "true", "[]"})
    void refusesSchemas(String schema) {
        assertThatExceptionOfType(Refusal.class)
                .isThrownBy(() -> Chats.write(asked(List.of(function("f", schema, null)), null, null), MODEL))
                .satisfies(r -> assertThat(r.param()).isEqualTo("tool.f"));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '"',
            nullValues = "-",
            value = {
                "AUTO     |     | -     | {'type':'auto'}",
                "AUTO     |     | false | {'type':'auto','disable_parallel_tool_use':true}",
                "NONE     |     | false | {'type':'none'}",
                "REQUIRED |     | true  | {'type':'any'}",
                "REQUIRED |     | false | {'type':'any','disable_parallel_tool_use':true}",
                "NAMED    | f   | false | {'type':'tool','name':'f','disable_parallel_tool_use':true}",
                "-        |     | false | {'type':'auto','disable_parallel_tool_use':true}",
                "-        |     | true  | -",
            })
    void choices(
            ToolChoice.@Nullable Mode mode, @Nullable String name, @Nullable Boolean parallel, @Nullable String sent) {
        List<String> names = name == null ? List.of() : List.of(name);
        ToolChoice choice = mode == null ? null : new ToolChoice(mode, names, "choice");
        Chats.Sent written = Chats.write(
                asked(List.of(function("f", null, null), function("g", null, null)), choice, parallel), MODEL);
        assertThat(written.body().get("tool_choice")).isEqualTo(sent == null ? null : Chats.json(sent));
        assertThat(written.body().path("tools")).hasSize(2);
        assertThat(written.losses()).isEmpty();
    }

    @Test
    void someTools() {
        List<Tool> tools = List.of(function("f", null, null), function("g", null, null));
        for (ToolChoice.Mode mode : List.of(ToolChoice.Mode.AUTO, ToolChoice.Mode.REQUIRED)) {
            Chats.Sent sent = Chats.write(asked(tools, new ToolChoice(mode, List.of("g"), "choice"), null), MODEL);
            assertThat(sent.body().path("tools").findValuesAsText("name")).containsExactly("g");
            assertThat(sent.body().at("/tool_choice/type").asText())
                    .isEqualTo(mode == ToolChoice.Mode.AUTO ? "auto" : "any");
        }
    }

    @Test
    @DisplayName("a model that cannot be forced is asked, and it is said")
    void cannotBeForced() {
        List<Tool> tools = List.of(function("f", null, null), function("g", null, null));
        Chats.Sent sent =
                Chats.write(asked(tools, new ToolChoice(ToolChoice.Mode.NAMED, List.of("g"), "choice"), null), FREE);
        assertThat(sent.body().path("tool_choice")).isEqualTo(Chats.json("{'type':'auto'}"));
        assertThat(sent.losses()).containsExactly("choice:approximated");
    }

    @Test
    void modelWithoutTools() {
        Chats.Sent sent = Chats.write(
                asked(
                        List.of(function("f", null, null)),
                        new ToolChoice(ToolChoice.Mode.REQUIRED, List.of(), "choice"),
                        null),
                NONE);
        assertThat(sent.body().has("tools")).isFalse();
        assertThat(sent.body().has("tool_choice")).isFalse();
        assertThat(sent.losses()).containsExactly("choice:approximated", "tool.f:dropped");
    }

    @Test
    @DisplayName("a tool that takes free text is a function with one text, and its history too")
    void freeText() {
        Tool custom = new Tool.Custom(
                "patch",
                "Apply it",
                Chats.json("{'type':'grammar','grammar':{'syntax':'lark','definition':'start: X'}}"),
                "tool.patch");
        Turn call = Chats.model(new Content.ToolCall("t", "patch", "*** A", true, null, null, "c"));
        Chats.Sent sent = Chats.write(
                Chats.asked(List.of(Chats.user(Chats.text("Hi")), call), List.of(custom), null, null, Map.of()), MODEL);
        assertThat(sent.body().at("/tools/0"))
                .isEqualTo(Chats.json("{'name':'patch','description':'Apply it\\n\\nThe input is text that follows this"
                        + " grammar (lark):\\nstart: X','input_schema':{'type':'object','properties':{'input':"
                        + "{'type':'string'}},'required':['input'],'additionalProperties':false}}"));
        assertThat(sent.body().at("/messages/1/content/0/input")).isEqualTo(Chats.json("{'input':'*** A'}"));
        assertThat(sent.written().texts()).containsExactly("patch");
        assertThat(sent.losses()).containsExactly("tool.patch:emulated");
    }

    @Test
    @DisplayName("fault 1.24: long names stay two, and are given back")
    void names() {
        String start = "mcp__server__".repeat(10);
        List<Tool> tools = List.of(function(start + "a", null, null), function(start + "b", null, null));
        Chats.Sent sent = Chats.write(
                asked(tools, new ToolChoice(ToolChoice.Mode.NAMED, List.of(start + "b"), "choice"), null), MODEL);
        List<String> names = sent.body().path("tools").findValuesAsText("name");
        assertThat(names).hasSize(2).doesNotHaveDuplicates().allMatch(n -> n.length() <= 128);
        assertThat(sent.body().at("/tool_choice/name").asText()).isEqualTo(names.getLast());
        assertThat(sent.written().names()).containsEntry(names.getFirst(), start + "a");
    }

    @Test
    void hosted() {
        Tool own = new Tool.Hosted(
                "web_search_20250305", Chats.json("{'type':'web_search_20250305','name':'web_search'}"), "tool");
        assertThat(Chats.write(asked(List.of(own), null, null), MODEL)
                        .body()
                        .at("/tools/0/name")
                        .asText())
                .isEqualTo("web_search");
        for (String type :
                List.of("web_search", "web_search_preview_2025_03_11", "googleSearch", "computer_use_preview")) {
            Tool other = new Tool.Hosted(type, Chats.json("{'type':'" + type + "'}"), "tools[0]");
            assertThatExceptionOfType(Refusal.class)
                    .isThrownBy(() -> Chats.write(asked(List.of(other), null, null), MODEL))
                    .satisfies(r -> assertThat(r.kind()).isEqualTo(ErrorKind.UNSUPPORTED_TOOL))
                    .satisfies(r -> assertThat(r.param()).isEqualTo("tools[0]"));
        }
    }

    @Test
    @DisplayName("fault 1.5: tools that only the history knows are declared by name, and none may be called")
    void history() {
        Chats.Sent sent = Chats.write(
                Chats.asked(
                        Chats.user(Chats.text("Hi")),
                        Chats.model(
                                Chats.call("1", "z", "{}"), Chats.call("2", "a", "{}"), Chats.call("3", "z", "{}"))),
                MODEL);
        assertThat(sent.body().path("tools").findValuesAsText("name")).containsExactly("a", "z");
        assertThat(sent.body().path("tool_choice")).isEqualTo(Chats.json("{'type':'none'}"));
        assertThat(sent.losses()).containsExactly("tools:emulated");
    }
}
