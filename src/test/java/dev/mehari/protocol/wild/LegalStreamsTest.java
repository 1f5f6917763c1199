package dev.mehari.protocol.wild;

import static org.assertj.core.api.Assertions.assertThat;

import dev.mehari.protocol.Pieces;
import dev.mehari.protocol.StreamWatch.Failure;
import dev.mehari.protocol.legal.Heard;
import dev.mehari.protocol.wild.Runs.Pair;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

@DisplayName("whatever an upstream streams, the caller gets a legal stream")
class LegalStreamsTest {
    /** For each pair; 10,000 for each protocol that a caller may speak. */
    private static final int RUNS = 2_500;

    static List<Pair> pairs() {
        return Runs.all();
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("pairs")
    @DisplayName("fault 1.11: 10,000 random streams for each caller, good and wild, give legal streams")
    void legal(Pair pair) {
        Speaker speaker = Speaker.of(pair.upstream());
        Runs.of(RUNS, (number, random) -> {
            List<Line> lines = speaker.stream(Script.random(random), random);
            boolean wild = number % 3 != 0;
            if (wild) {
                lines = Wild.of(lines, random);
            }
            byte[] bytes = Line.bytes(lines, random);
            Caller caller = pair.any(random);
            Through through = Through.stream(caller, pair.upstream(), pair.quirks(), pieces(bytes, random));
            check(caller, through, bytes, !wild);
        });
    }

    private static Pieces pieces(byte[] bytes, Random random) {
        List<byte[]> cut = random.nextInt(4) == 0 ? Pieces.random(bytes, random) : List.of(bytes);
        return new Pieces(cut, random.nextInt(5) == 0 ? Pieces.Then.BREAK : Pieces.Then.END);
    }

    /** Told once how it ended, and told the same to the caller. */
    private static void check(Caller caller, Through through, byte[] bytes, boolean good) {
        try {
            Heard heard = caller.law().stream(through.bytes());
            assertThat(through.endings).hasSize(1);
            Failure failure = through.endings.getFirst();
            assertThat(heard.failed()).as("failed").isEqualTo(failure != null);
            assertThat(good && failure != null).as("a good stream failed").isFalse();
        } catch (AssertionError e) {
            throw new AssertionError(
                    e.getMessage() + "\n" + caller + " was sent\n" + new String(bytes, StandardCharsets.UTF_8)
                            + "\nand got\n" + new String(through.bytes(), StandardCharsets.UTF_8),
                    e);
        }
    }
}
