package dev.mehari.it.wire;

import static org.assertj.core.api.Assertions.assertThat;

import dev.mehari.fake.Answer;
import dev.mehari.fake.FakeProvider;
import dev.mehari.fake.RawClient;
import dev.mehari.fake.SeenConnection;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Besides, {@link OnRig} looks after every test of this package. */
@DisplayName("fault 2.15a: leases come back on every way out")
class LeasesIT extends OnRig {
    private static final int AT_ONCE = 8;

    private static final Answer GOOD = Answer.text("one two three four five six");

    /** What can go wrong with a streamed reply and with a whole one. */
    private static List<Answer> waysOut() {
        return List.of(
                GOOD,
                GOOD.gzip(),
                GOOD.closeDelimited(),
                Answer.error(400, null, "wrong"),
                Answer.error(404, null, "no such thing"),
                Answer.error(429),
                Answer.error(500),
                Answer.error(503),
                Answer.error(400, null, "wrong").closeDelimited(),
                Answer.error(500).truncated(),
                Answer.html(200),
                Answer.html(502),
                Answer.empty(),
                Answer.emptyStream(),
                Answer.json(200, "{\"id\":"),
                Answer.json(204, ""),
                Answer.hangUp(),
                Answer.reset(),
                GOOD.cutAfterBytes(20),
                GOOD.resetAfterBytes(20),
                GOOD.truncated(),
                GOOD.malformedChunks());
    }

    private static List<Answer> waysOutOfAStream() {
        return List.of(
                GOOD.withoutTerminator(),
                GOOD.cutAfter(1),
                GOOD.cutInside(2),
                GOOD.resetAfter(1),
                GOOD.resetInside(2),
                GOOD.errorAfter(2, 500, null, "broken"));
    }

    @ParameterizedTest
    @EnumSource
    @DisplayName("fault 2.15a: every answer an upstream can give, streamed and not, several at once")
    void everyAnswer(Dialect dialect) {
        FakeProvider fake = rig.fake(dialect);
        several(dialect, true, waysOut());
        several(dialect, true, waysOutOfAStream());
        several(dialect, false, waysOut());
        if (dialect != Dialect.GEMINI) {
            // Complete without the end of its body; a stream of Gemini has no other end.
            several(dialect, true, List.of(GOOD.keepsOpen()));
        }
        fake.always(Answer.text("fine"));

        rig.assertIdle();
        assertThat(rig.call(dialect, true).text()).contains("fine");
        assertThat(open(fake)).isLessThanOrEqualTo(AT_ONCE);
    }

    private void several(Dialect dialect, boolean stream, List<Answer> answers) {
        for (Answer answer : answers) {
            rig.fake(dialect).always(answer);
            Many.of(AT_ONCE, AT_ONCE, i -> rig.call(dialect, stream).status());
        }
    }

    private static long open(FakeProvider fake) {
        return fake.server().connections().stream()
                .filter(SeenConnection::isOpen)
                .count();
    }

    @Test
    @DisplayName("fault 2.15a: 300 at once, a third refused with a body, a third abandoned")
    void manyAtOnce() {
        rig.openai.answering(request -> request.number() % 3 == 0
                ? Answer.error(429)
                : Answer.text("one two three four").drip(Duration.ofMillis(50)));

        List<Integer> statuses = Many.of(300, 300, i -> {
            try (RawClient client = rig.send(Dialect.OPENAI, i % 2 == 0)) {
                if (i % 3 == 0) {
                    RawClient.waitFor(Duration.ofMillis(i % 100));
                    return 0;
                }
                return client.response().status();
            }
        });

        assertThat(statuses).containsOnly(0, 200, 429);
        rig.assertIdle();
        assertThat(rig.call(Dialect.OPENAI, true).status()).isIn(200, 429);
    }

    @Test
    @DisplayName("fault 2.15a: a connection serves again after a stream and after an error with a body")
    void connectionsAreUsedAgain() {
        rig.restart();
        rig.openai.server().forget();
        for (int i = 0; i < 5; i++) {
            rig.openai.always(Answer.text("fine"));
            assertThat(rig.call(Dialect.OPENAI, true).status()).isEqualTo(200);
            rig.assertIdle();
            rig.openai.always(Answer.error(400, null, "wrong"));
            assertThat(rig.call(Dialect.OPENAI, true).status()).isEqualTo(400);
            rig.assertIdle();
        }
        assertThat(rig.openai.requests()).hasSize(10);
        assertThat(rig.openai.requests().stream()
                        .map(seen -> seen.connectionNumber())
                        .distinct())
                .hasSize(1);
    }
}
