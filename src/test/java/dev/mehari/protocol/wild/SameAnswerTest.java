package dev.mehari.protocol.wild;

import static org.assertj.core.api.Assertions.assertThat;

import dev.mehari.call.Protocol;
import dev.mehari.protocol.chat.Tree;
import dev.mehari.protocol.legal.Heard;
import dev.mehari.protocol.legal.Law;
import dev.mehari.protocol.wild.Runs.Pair;
import java.util.List;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

@DisplayName("an answer is the same, streamed and whole")
class SameAnswerTest {
    private static final int RUNS = 500;

    static List<Pair> pairs() {
        return Runs.all();
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("pairs")
    @DisplayName("an upstream's stream, put together by the caller, is its whole reply: texts, calls, reason, usage")
    void same(Pair pair) {
        Speaker speaker = Speaker.of(pair.upstream());
        Runs.of(RUNS, (number, random) -> {
            Script any = Script.random(random);
            boolean placeless = pair.upstream() == Protocol.OPENAI_CHAT;
            Script script = placeless ? any.thoughtsFirst() : any;
            Caller caller = pair.any(random);
            byte[] reply = Tree.bytes(speaker.whole(script));
            Heard whole = caller.law().whole(Through.whole(caller, pair.upstream(), reply));
            byte[] stream = Line.bytes(speaker.stream(script, random), random);
            Heard streamed = caller.law().stream(
                    Through.stream(caller, pair.upstream(), stream).bytes());
            Heard made = caller.law().stream(Through.streamOf(caller, pair.upstream(), reply));
            assertThat(comparable(streamed, caller)).as("streamed").isEqualTo(comparable(whole, caller));
            assertThat(comparable(made, caller)).as("made of the whole reply").isEqualTo(comparable(whole, caller));
        });
    }

    /** Chat shows usage in a stream only to who asked. */
    private static Heard comparable(Heard heard, Caller caller) {
        boolean hidden = caller.law() == Law.CHAT || caller.law() == Law.COMPLETIONS;
        return new Heard(heard.choices(), hidden ? null : heard.usage(), heard.failed());
    }
}
