package dev.mehari.protocol.chat;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import com.fasterxml.jackson.databind.node.ArrayNode;
import dev.mehari.call.ErrorKind;
import dev.mehari.call.Refusal;
import java.util.Collections;
import java.util.EnumSet;
import java.util.List;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@DisplayName("more of anything than anybody has")
class ManyTest {
    @Test
    @DisplayName("losses are each noted once, in their order")
    void losses() {
        Losses losses = new Losses();
        for (String at : List.of("b", "a", "b", "")) {
            losses.dropped(at);
        }
        losses.add("a", Loss.Action.MOVED);

        assertThat(losses.all()).extracting(Loss::toString).containsExactly("b:dropped", "a:dropped", "a:moved");
    }

    @Test
    @DisplayName("of names without end that a caller made up, a thousand are noted, and that there are more")
    void madeUp() {
        Losses losses = new Losses();
        for (int i = 0; i < 20_000; i++) {
            losses.dropped("x" + i);
            losses.dropped("x0");
        }

        assertThat(losses.all()).hasSize(1_001).startsWith(new Loss("x0", Loss.Action.DROPPED));
        assertThat(losses.all().getLast()).hasToString("...:dropped");
    }

    @Test
    @DisplayName("a name of any length is cut")
    void longNames() {
        Losses losses = new Losses();
        losses.dropped("x".repeat(1_000_000));

        assertThat(losses.all().getFirst().at())
                .hasSizeLessThan(300)
                .startsWith("xxx")
                .endsWith("...");
    }

    @Test
    @DisplayName("an array of more objects than the longest conversation is refused")
    void objects() {
        ArrayNode items = Tree.array();
        for (int i = 0; i <= 100_000; i++) {
            items.addObject();
        }
        Fields fields = Fields.of(Tree.object("messages", items), "");

        assertThatExceptionOfType(Refusal.class)
                .isThrownBy(() -> fields.objects("messages"))
                .satisfies(refusal -> assertThat(refusal.kind()).isEqualTo(ErrorKind.INVALID_REQUEST))
                .satisfies(refusal -> assertThat(refusal.param()).isEqualTo("messages"));
        items.remove(0);
        assertThat(fields.objects("messages")).hasSize(100_000);
    }

    @Test
    @DisplayName("so are more parts of all turns, more tools, and a choice from more")
    void parts() {
        Content part = new Content.Text("t", null, "p");
        Turn turn = new Turn(Role.USER, Collections.nCopies(1_000, part), "m");
        Tool tool = new Tool.Function("f", null, null, null, null, "t");

        assertThat(request(Collections.nCopies(100, turn), List.of(tool)).turns())
                .hasSize(100);
        assertThatExceptionOfType(Refusal.class)
                .isThrownBy(() -> request(Collections.nCopies(101, turn), List.of()))
                .withMessageContaining("101000 parts");
        assertThatExceptionOfType(Refusal.class)
                .isThrownBy(() -> request(List.of(), Collections.nCopies(10_001, tool)))
                .withMessageContaining("10001 tools");
        assertThatExceptionOfType(Refusal.class)
                .isThrownBy(() -> new ToolChoice(ToolChoice.Mode.AUTO, Collections.nCopies(10_001, "f"), "tool_choice"))
                .satisfies(refusal -> assertThat(refusal.param()).isEqualTo("tool_choice"));
    }

    private static ChatRequest request(List<Turn> turns, List<Tool> tools) {
        return new ChatRequest(turns, tools, null, null, null, null, List.of(), new Options(), false);
    }

    @Test
    @DisplayName("turns in a row become one, those of some roles only where that is asked")
    void inARow() {
        Content part = new Content.Text("t", null, "p");
        List<Turn> turns = List.of(
                new Turn(Role.USER, List.of(part), "0"),
                new Turn(Role.USER, List.of(part), "1"),
                new Turn(Role.ASSISTANT, List.of(part), "2"),
                new Turn(Role.ASSISTANT, List.of(), "3"),
                new Turn(Role.ASSISTANT, List.of(part), "4"),
                new Turn(Role.USER, List.of(part), "5"));

        assertThat(History.merged(turns))
                .containsExactly(
                        new Turn(Role.USER, List.of(part, part), "0"),
                        new Turn(Role.ASSISTANT, List.of(part, part), "2"),
                        turns.get(5));
        assertThat(History.merged(turns, EnumSet.of(Role.ASSISTANT)))
                .containsExactly(
                        turns.get(0), turns.get(1), new Turn(Role.ASSISTANT, List.of(part, part), "2"), turns.get(5));
    }
}
