package dev.mehari.protocol.chat;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.mehari.call.Capabilities;
import dev.mehari.call.ErrorKind;
import dev.mehari.call.Refusal;
import dev.mehari.call.Tokenizer;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

@DisplayName("what a model cannot do is told in words, or refused")
class AbilityTest {
    private static final Content CALL = new Content.ToolCall("c", "f", "{\"a\":1}", false, null, null, "t[0].call");
    private static final Content BARE = new Content.ToolCall("d", "g", " ", false, null, null, "t[0].bare");
    private static final Content IMAGE = new Content.Image(new Media.Stored("i"), null, null, "t[1].image");

    private final Losses losses = new Losses();

    private static Aim aim(boolean tools, boolean images) {
        return new Aim(
                "m",
                new Capabilities(
                        false,
                        Set.of(),
                        Set.of("none"),
                        true,
                        true,
                        true,
                        tools,
                        images,
                        true,
                        true,
                        true,
                        true,
                        true,
                        0,
                        0,
                        0,
                        Tokenizer.USUAL),
                Set.of());
    }

    private static ChatRequest request(List<Tool> tools, @Nullable ToolChoice choice, Turn... turns) {
        return new ChatRequest(List.of(turns), tools, choice, null, null, null, List.of(), new Options(), true);
    }

    private static Content result(String call, boolean error, Content... parts) {
        return new Content.ToolResult(call, List.of(parts), error, null, "t[1]." + call);
    }

    private static ChatRequest conversation(Content... results) {
        return request(
                List.of(),
                null,
                new Turn(Role.ASSISTANT, List.of(CALL, BARE), "t[0]"),
                new Turn(Role.USER, List.of(results), "t[1]"));
    }

    @Test
    void toolsInWords() {
        ChatRequest told = Ability.of(
                conversation(result("c", false, new Content.Text("3", null, "t[1].text")), result("d", true)),
                aim(false, true),
                losses);
        assertThat(told.stream()).isTrue();
        assertThat(told.turns().stream().flatMap(turn -> turn.parts().stream()))
                .extracting(part -> ((Content.Text) part).text())
                .containsExactly(
                        "I call the tool \"f\" with {\"a\":1}.\n",
                        "I call the tool \"g\".\n",
                        "The tool \"f\" said:\n",
                        "3",
                        "The tool \"g\" failed:\n");
        assertThat(losses.all())
                .hasToString("[t[0].call:emulated, t[0].bare:emulated, t[1].c:emulated, t[1].d:emulated]");
    }

    @Test
    void whoHasThemIsToldNothingElse() {
        ChatRequest request = conversation(result("c", false, IMAGE));
        assertThat(Ability.of(request, aim(true, true), losses)).isSameAs(request);
        assertThat(losses.all()).isEmpty();
    }

    @Test
    void imagesForTheBlind() {
        for (Content part : List.of(IMAGE, result("c", false, IMAGE))) {
            assertThatThrownBy(() -> Ability.of(conversation(part), aim(true, false), losses))
                    .isInstanceOfSatisfying(Refusal.class, refusal -> {
                        assertThat(refusal.kind()).isEqualTo(ErrorKind.UNSUPPORTED_CONTENT);
                        assertThat(refusal.param()).isEqualTo("t[1].image");
                    })
                    .hasMessage("the model \"m\" sees no images: \"t[1].image\"");
        }
        assertThat(Ability.of(conversation(result("c", false)), aim(true, false), losses))
                .isNotNull();
    }

    @ParameterizedTest
    @CsvSource({"REQUIRED, true", "NAMED, true", "AUTO, true", "NONE, false", ", true"})
    @DisplayName("a tool that only its provider runs is left out beside others, and alone it is refused")
    void hosted(ToolChoice.@Nullable Mode mode, boolean refused) {
        Tool.Hosted hosted = new Tool.Hosted("web_search", Tree.object(), "tools[0]");
        Tool own = new Tool.Function("f", null, null, null, null, "tools[1]");
        ToolChoice choice = mode == null ? null : new ToolChoice(mode, List.of(), "tool_choice");
        HostedTools.leaveOut(hosted, request(List.of(hosted, own), choice), aim(true, true), losses);
        assertThat(losses.all()).hasToString("[tools[0]:dropped]");
        ChatRequest alone = request(List.of(hosted, hosted), choice);
        if (refused) {
            assertThatThrownBy(() -> HostedTools.leaveOut(hosted, alone, aim(true, true), losses))
                    .isInstanceOfSatisfying(Refusal.class, refusal -> {
                        assertThat(refusal.kind()).isEqualTo(ErrorKind.UNSUPPORTED_TOOL);
                        assertThat(refusal.param()).isEqualTo("tools[0]");
                    });
        } else {
            HostedTools.leaveOut(hosted, alone, aim(true, true), losses);
        }
    }

    @ParameterizedTest
    @EnumSource(ToolChoice.Mode.class)
    void choice(ToolChoice.Mode mode) {
        ToolChoice some = new ToolChoice(mode, List.of("f"), "tool_choice");
        boolean forced = mode == ToolChoice.Mode.REQUIRED || mode == ToolChoice.Mode.NAMED;
        assertThat(some.forced()).isEqualTo(forced);
        assertThat(some.unforced())
                .isEqualTo(new ToolChoice(
                        ToolChoice.Mode.AUTO, mode == ToolChoice.Mode.NAMED ? List.of() : List.of("f"), "tool_choice"));
        List<Tool> tools = List.of(function("e"), function("f"));
        assertThat(some.among(tools)).containsExactly(function("f"));
        assertThat(some.among(List.of())).isEmpty();
        assertThat(new ToolChoice(mode, List.of(), "tool_choice").among(tools)).isEqualTo(tools);
        assertThatThrownBy(() -> some.among(List.of(function("e"))))
                .isInstanceOf(Refusal.class)
                .hasMessage("\"tool_choice\" names no tool that is there");
    }

    private static Tool function(String name) {
        return new Tool.Function(name, null, null, null, null, "tools");
    }

    @ParameterizedTest
    @CsvSource({"true, ,true", "false, ,false", "false, NONE, true", "false, LOW, false"})
    @DisplayName("who refuses sampling where it thinks takes it where nothing is thought")
    void samples(boolean sampling, @Nullable Effort asked, boolean taken) {
        Capabilities model =
                new Capabilities(sampling, Set.of(), Set.of("none"), true, true, true, true, true, true, 0, 0);
        Given<Reasoning> reasoning = asked == null ? null : new Given<>(new Reasoning.Word(asked, true), "effort");
        assertThat(new Aim("m", model, Set.of()).samples(reasoning)).isEqualTo(taken);
    }

    @ParameterizedTest
    @CsvSource({
        "END, TOOL_USE, END, false",
        "STOP_SEQUENCE, TOOL_USE, STOP_SEQUENCE, false",
        "PAUSED, TOOL_USE, PAUSED, true",
        "TOOL_USE, TOOL_USE, END, false",
        "MAX_TOKENS, MAX_TOKENS, MAX_TOKENS, false",
        "CONTEXT_FULL, CONTEXT_FULL, CONTEXT_FULL, true",
        "FILTERED, FILTERED, FILTERED, true"
    })
    void stops(StopReason reason, StopReason called, StopReason not, boolean narrowed) {
        assertThat(reason.with(true)).isEqualTo(called);
        assertThat(reason.with(false)).isEqualTo(not);
        assertThat(reason.narrowed()).isEqualTo(narrowed);
    }
}
