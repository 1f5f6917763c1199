package dev.mehari.protocol.wild;

import static org.assertj.core.api.Assertions.assertThat;

import dev.mehari.protocol.Pieces;
import dev.mehari.protocol.Pieces.Then;
import dev.mehari.protocol.Seeded;
import dev.mehari.protocol.StreamWatch.Failure;
import dev.mehari.protocol.legal.Heard;
import dev.mehari.protocol.wild.Runs.Pair;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Streams that arrive in pieces, and streams that break off. */
class CutStreamsTest {
    private static final int RECUTS = 40;
    private static final int TRUNCATED = 3;

    static List<Pair> pairs() {
        return Runs.pairs();
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("pairs")
    @DisplayName("fault 1.1: however the bytes of a stream are cut, the caller gets the same bytes")
    void recut(Pair pair) {
        Runs.of(RECUTS, (number, random) -> {
            List<Line> lines = Speaker.of(pair.upstream()).stream(Script.random(random), random);
            byte[] bytes = Line.bytes(number % 4 == 0 ? Wild.of(lines, random) : lines, random);
            Caller caller = pair.any(random);
            String once = out(caller, pair, List.of(bytes));
            assertThat(out(caller, pair, Pieces.single(bytes)))
                    .as("byte by byte")
                    .isEqualTo(once);
            for (int i = 0; i < 3; i++) {
                assertThat(out(caller, pair, Pieces.random(bytes, random))).isEqualTo(once);
            }
        });
    }

    private static String out(Caller caller, Pair pair, List<byte[]> pieces) {
        byte[] out = Through.stream(caller, pair.upstream(), pair.quirks(), new Pieces(pieces, Then.END))
                .bytes();
        return new String(out, StandardCharsets.UTF_8);
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("pairs")
    @DisplayName(
            "wherever a stream breaks off, the caller's ends once: whole, or with an error, and never as if it were whole")
    void truncated(Pair pair) {
        Runs.of(TRUNCATED, (number, random) -> {
            Script script = Script.random(random);
            byte[] bytes = Line.bytes(Speaker.of(pair.upstream()).stream(script, random), random);
            Caller caller = pair.any(random);
            Heard.Choice all = through(caller, pair, bytes, Then.END).choices().get(0);
            int step = Seeded.step() + random.nextInt(2);
            for (int at = 0; at < bytes.length; at += step) {
                Heard heard = through(caller, pair, Arrays.copyOf(bytes, at), then(random));
                if (!heard.failed()) {
                    // What is missing behind the last reason is usage, and the mark of the end.
                    assertThat(heard.choices().get(0)).as("cut at " + at).isEqualTo(all);
                }
            }
        });
    }

    private static Then then(Random random) {
        return random.nextBoolean() ? Then.END : Then.BREAK;
    }

    private static Heard through(Caller caller, Pair pair, byte[] bytes, Then then) {
        Through through = Through.stream(caller, pair.upstream(), pair.quirks(), new Pieces(List.of(bytes), then));
        Heard heard = caller.law().stream(through.bytes());
        assertThat(through.endings).hasSize(1);
        Failure failure = through.endings.getFirst();
        assertThat(heard.failed()).isEqualTo(failure != null);
        return heard;
    }
}
