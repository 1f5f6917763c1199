package dev.mehari.protocol.chat;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.node.TextNode;
import dev.mehari.call.Protocol;
import dev.mehari.call.Usage;
import dev.mehari.protocol.ErrorFacts;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@DisplayName("blocks of an answer on their way to a protocol that has one answer, one block at a time, or other tools")
class BlocksTest {
    private static final ChatEvent STARTED = new ChatEvent.Started("a", "m");
    private static final ChatEvent USED = new ChatEvent.Reported(new Usage(1, 2, 0, 0, 0, 0));
    private static final ChatEvent FAILED = new ChatEvent.Failed(new ErrorFacts(null, null, "no", true, 0, null));
    private static final List<ChatEvent> BESIDE =
            List.of(STARTED, USED, new ChatEvent.Ping(), new ChatEvent.Unknown(Protocol.GEMINI, "x"), FAILED);

    private final List<ChatEvent> heard = new ArrayList<>();
    private final Losses losses = new Losses();

    private static ChatEvent open(int index, int choice) {
        return new ChatEvent.Opened(index, choice, new Block.Text());
    }

    private static ChatEvent call(int index, String name) {
        return new ChatEvent.Opened(index, 0, new Block.ToolCall("id", name, false, null));
    }

    private static ChatEvent say(int index, String text) {
        return new ChatEvent.Delta(index, text);
    }

    private static ChatEvent sign(int index) {
        return new ChatEvent.Signed(index, new Carrier(Protocol.GEMINI, TextNode.valueOf("s")));
    }

    private static ChatEvent close(int index) {
        return new ChatEvent.Closed(index);
    }

    private static ChatEvent stop(int choice) {
        return new ChatEvent.Stopped(choice, StopReason.END, "stop");
    }

    private List<ChatEvent> through(Consumer<ChatEvent> to, ChatEvent... events) {
        heard.clear();
        List.of(events).forEach(to);
        return heard;
    }

    @Test
    void oneAtATime() {
        assertThat(through(
                        new OneAtATime(heard::add),
                        STARTED,
                        open(0, 0),
                        open(1, 0),
                        open(2, 0),
                        say(1, "b"),
                        say(0, "a"),
                        close(1),
                        sign(2),
                        close(0),
                        say(2, "c"),
                        close(2),
                        open(3, 0),
                        close(3),
                        stop(0)))
                .containsExactly(
                        STARTED,
                        open(0, 0),
                        say(0, "a"),
                        close(0),
                        open(1, 0),
                        say(1, "b"),
                        close(1),
                        open(2, 0),
                        sign(2),
                        say(2, "c"),
                        close(2),
                        open(3, 0),
                        close(3),
                        stop(0));
        assertThat(through(new OneAtATime(heard::add), BESIDE.toArray(ChatEvent[]::new)))
                .isEqualTo(BESIDE);
    }

    @Test
    void whatWasNeverOpenedIsAFault() {
        OneAtATime order = new OneAtATime(heard::add);
        order.accept(open(0, 0));
        assertThatThrownBy(() -> order.accept(say(1, "a"))).isInstanceOf(IllegalStateException.class);
        Answer answer = new Answer();
        for (ChatEvent event : List.of(say(0, "a"), close(0), sign(0))) {
            assertThatThrownBy(() -> answer.accept(event)).isInstanceOf(IllegalStateException.class);
        }
    }

    @Test
    void theFirstOfSeveralAnswers() {
        FirstChoice first = new FirstChoice(losses, heard::add);
        assertThat(through(
                        first,
                        STARTED,
                        open(0, 2),
                        open(1, 0),
                        say(0, "a"),
                        say(1, "b"),
                        sign(1),
                        sign(0),
                        close(1),
                        close(0),
                        stop(0),
                        stop(2)))
                .containsExactly(STARTED, open(0, 2), say(0, "a"), sign(0), close(0), stop(2));
        assertThat(losses.all()).hasToString("[answer.choices[0]:dropped]");
        assertThat(through(new FirstChoice(losses, heard::add), BESIDE.toArray(ChatEvent[]::new)))
                .isEqualTo(BESIDE);
        assertThat(through(new FirstChoice(losses, heard::add), stop(1), stop(0)))
                .containsExactly(stop(1));
    }

    @Test
    void toolsUnderTheNamesOfTheCaller() {
        Written written = new Written(Tree.object(), Map.of("f_1", "f.1"), Set.of("t"));
        assertThat(through(
                        new ToolsBack(written.names(), written.texts(), heard::add),
                        call(0, "f_1"),
                        say(0, "{}"),
                        close(0),
                        call(1, "t"),
                        say(1, "{\"input\":"),
                        say(1, "\"x\"}"),
                        close(1),
                        call(2, "t"),
                        say(2, "{}"),
                        close(2),
                        open(3, 0),
                        say(3, "y"),
                        close(3)))
                .containsExactly(
                        call(0, "f.1"),
                        say(0, "{}"),
                        close(0),
                        new ChatEvent.Opened(1, 0, new Block.ToolCall("id", "t", true, null)),
                        say(1, "x"),
                        close(1),
                        new ChatEvent.Opened(2, 0, new Block.ToolCall("id", "t", true, null)),
                        close(2),
                        open(3, 0),
                        say(3, "y"),
                        close(3));
    }

    @Test
    void collected() {
        Answer answer = new Answer();
        assertThat(answer.first()).isZero();
        List.of(STARTED, open(1, 3), open(0, 2), say(0, "a"), say(0, "b"), sign(0), close(0), close(1), USED)
                .forEach(answer);
        answer.accept(stop(3));
        answer.accept(stop(2));
        assertThat(answer.id()).isEqualTo("a");
        assertThat(answer.model()).isEqualTo("m");
        assertThat(answer.usage()).isEqualTo(new Usage(1, 2, 0, 0, 0, 0));
        assertThat(answer.failure()).isNull();
        assertThat(answer.first()).isEqualTo(2);
        assertThat(answer.stops()).extracting(ChatEvent.Stopped::choice).containsExactly(2, 3);
        assertThat(answer.parts(2))
                .containsExactly(new Answer.Part(
                        2, new Block.Text(), "ab", null, new Carrier(Protocol.GEMINI, TextNode.valueOf("s"))));
        assertThat(answer.parts(0)).isEmpty();
        answer.accept(FAILED);
        assertThat(answer.failure()).isNotNull();
        Answer silent = new Answer();
        silent.accept(stop(3));
        assertThat(silent.first()).isEqualTo(3);
    }
}
