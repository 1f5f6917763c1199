package dev.mehari.protocol.chat;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.TextNode;
import dev.mehari.call.Protocol;
import dev.mehari.call.Usage;
import dev.mehari.protocol.ErrorFacts;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class ContentFilterTest {
    private static final Carrier SEAL = new Carrier(Protocol.GEMINI, new TextNode("seal"));
    private static final ChatEvent STOP = new ChatEvent.Stopped(0, StopReason.END, "stop");
    private static final ChatEvent USED = new ChatEvent.Reported(Usage.NONE);

    private final List<String> seen = new ArrayList<>();
    private final Losses losses = new Losses();
    private final List<ChatEvent> out = new ArrayList<>();

    private void run(Consumer<Passage> rule, ChatEvent... events) {
        Stages stages = new Stages();
        stages.add(new ContentFilter(
                passage -> {
                    seen.add(passage.getKind() + "|" + passage.getText());
                    rule.accept(passage);
                },
                losses));
        Consumer<ChatEvent> first = stages.before(out::add);
        List.of(events).forEach(first);
    }

    private static ChatEvent open(int index, Block block) {
        return new ChatEvent.Opened(index, 0, block);
    }

    private static Block.ToolCall tool(@Nullable Carrier carrier) {
        return new Block.ToolCall("call_1", "rm", false, carrier);
    }

    private static ChatEvent say(int index, String text) {
        return new ChatEvent.Delta(index, text);
    }

    private static ChatEvent close(int index) {
        return new ChatEvent.Closed(index);
    }

    @Test
    void sentencesAndWholeCallsAreShownInTheirOrder() {
        ChatEvent started = new ChatEvent.Started("id", "m");
        run(
                passage -> {},
                started,
                open(0, new Block.Thinking()),
                say(0, "Hm"),
                say(0, "m. So"),
                close(0),
                open(1, new Block.Text()),
                say(1, "Hello. "),
                close(1),
                open(2, tool(SEAL)),
                say(2, "{\"a\""),
                say(2, ":1}"),
                close(2),
                USED,
                STOP);
        assertThat(seen).containsExactly("thinking|Hmm. ", "thinking|So", "text|Hello. ", "tool-call|{\"a\":1}");
        assertThat(out)
                .containsExactly(
                        started,
                        open(0, new Block.Thinking()),
                        say(0, "Hmm. "),
                        say(0, "So"),
                        close(0),
                        open(1, new Block.Text()),
                        say(1, "Hello. "),
                        close(1),
                        open(2, tool(SEAL)),
                        say(2, "{\"a\":1}"),
                        close(2),
                        USED,
                        STOP);
        assertThat(losses.all()).isEmpty();
    }

    @Test
    void aChangedTextTakesThePlaceAndLosesItsSignature() {
        run(
                passage -> passage.say(passage.getText().replace("secret", "*")),
                open(0, new Block.Text()),
                say(0, "A secret. Another"),
                new ChatEvent.Signed(0, SEAL),
                close(0),
                open(1, tool(SEAL)),
                say(1, "{\"secret\":1}"),
                close(1),
                STOP);
        assertThat(out)
                .containsExactly(
                        open(0, new Block.Text()),
                        say(0, "A *. "),
                        say(0, "Another"),
                        close(0),
                        open(1, tool(null)),
                        say(1, "{\"*\":1}"),
                        close(1),
                        STOP);
        assertThat(losses.all()).hasToString("[answer.signature:dropped]");
    }

    @Test
    void whatIsLeftOutLeavesNoEmptyBlockAndNoGapInTheNumbers() {
        run(
                passage -> passage.say(passage.getKind().equals("thinking") ? "" : passage.getText()),
                open(0, new Block.Thinking()),
                say(0, "no"),
                close(0),
                open(1, new Block.Text()),
                say(1, "yes"),
                new ChatEvent.Signed(1, SEAL),
                close(1),
                STOP);
        assertThat(out)
                .containsExactly(
                        open(0, new Block.Text()), say(0, "yes"), new ChatEvent.Signed(0, SEAL), close(0), STOP);
    }

    @Test
    void anEndClosesWhatIsOpenOnceAndStopsEveryChoice() {
        run(
                passage -> {
                    if (passage.getText().contains("bad")) {
                        passage.end("enough");
                    }
                },
                open(0, new Block.Text()),
                new ChatEvent.Opened(1, 1, new Block.Text()),
                say(0, "Good. Then bad. Then more. "),
                say(1, "other"),
                close(1),
                close(0),
                USED,
                STOP);
        assertThat(seen).containsExactly("text|Good. ", "text|Then bad. ");
        assertThat(out)
                .containsExactly(
                        open(0, new Block.Text()),
                        say(0, "Good. "),
                        close(0),
                        new ChatEvent.Stopped(0, StopReason.FILTERED, null, null, "enough"),
                        new ChatEvent.Stopped(1, StopReason.FILTERED, null, null, "enough"),
                        USED);
    }

    @Test
    void imagesPassUnseenAndProbabilitiesGoWithAnUnchangedText() {
        ArrayNode token = Tree.array().add(Tree.object().put("token", "a"));
        run(
                passage -> {},
                open(0, new Block.Image(new Media.Remote("image/png", "http://i"))),
                close(0),
                open(1, new Block.Text()),
                new ChatEvent.Delta(1, "a", token),
                new ChatEvent.Delta(1, "b", token),
                close(1));
        assertThat(seen).containsExactly("text|ab");
        assertThat(out.get(3))
                .isEqualTo(new ChatEvent.Delta(1, "ab", token.deepCopy().addAll(token)));
    }

    @Test
    void aSignatureGoesOnlyWithWhatItSigned() {
        ChatEvent signed = new ChatEvent.Signed(0, SEAL);
        run(passage -> {}, open(0, new Block.Thinking()), signed, close(0));
        assertThat(out).as("of what nobody can read").containsExactly(open(0, new Block.Thinking()), signed, close(0));
        Consumer<Passage> other = passage -> passage.say("*");
        run(other, open(0, tool(null)), say(0, "{}"), close(0));
        assertThat(losses.all()).isEmpty();
        run(other, open(0, tool(SEAL)), say(0, "{}"), close(0));
        assertThat(losses.all()).hasToString("[answer.signature:dropped]");
        Losses more = new Losses();
        ContentFilter filter = new ContentFilter(other, more);
        List.of(open(0, new Block.Text()), say(0, "a"), signed, close(0)).forEach(e -> filter.take(e, out::add));
        assertThat(more.all()).hasToString("[answer.signature:dropped]");
    }

    @Test
    void whatSaysNothingPasses() {
        ChatEvent[] events = {
            new ChatEvent.Ping(),
            new ChatEvent.Unknown(Protocol.GEMINI, "x"),
            new ChatEvent.Failed(new ErrorFacts(null, null, "no", true, 0, null))
        };
        run(passage -> {}, events);
        assertThat(out).containsExactly(events);
    }
}
