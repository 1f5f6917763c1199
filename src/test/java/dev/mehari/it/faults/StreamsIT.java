package dev.mehari.it.faults;

import static org.assertj.core.api.Assertions.assertThat;

import dev.mehari.fake.Answer;
import dev.mehari.fake.RawClient;
import dev.mehari.fake.RawReply;
import dev.mehari.fake.SseFraming;
import dev.mehari.fake.ToolCall;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.stream.Stream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

@DisplayName("faults 1.1, 1.2, 1.3b and 1.6, in translation: whatever a stream looks like on the wire")
class StreamsIT extends OnRig {
    private static final Answer TALK = Answer.pieces("Grüße ", "aus ", "北京 🌍 é")
            .withToolCalls(new ToolCall("look", "{\"city\":\"北京 🌍 é\"}"), new ToolCall("look", "{\"n\":1}"));

    static Stream<Arguments> framings() {
        return streams().flatMap(pair -> Stream.of(SseFraming.values()).map(framing -> Arguments.of(pair, framing)));
    }

    private List<Object> said(Pair pair, Answer answer) {
        rig.playing(pair.vendor(), answer);
        Caller caller = pair.caller();
        Heard heard = rig.hear(caller, pair.vendor().alias(), true, caller.asks("hi"), caller.tools(List.of("look")));
        assertThat(heard.text.toString()).isEqualTo("Grüße aus 北京 🌍 é");
        assertThat(heard.arguments().stream().map(Heard::json))
                .containsExactly(Heard.json("{\"city\":\"北京 🌍 é\"}"), Heard.json("{\"n\":1}"));
        assertThat(heard.complete).isTrue();
        return heard.said();
    }

    @ParameterizedTest
    @MethodSource("streams")
    @DisplayName("fault 1.1: characters that are cut into their bytes")
    void singleBytes(Pair pair) {
        assertThat(said(pair, TALK.oneByteWrites())).isEqualTo(said(pair, TALK));
    }

    @ParameterizedTest
    @MethodSource("framings")
    @DisplayName("fault 1.2: every framing of lines")
    void framing(Pair pair, SseFraming framing) {
        said(pair, TALK.framing(framing));
    }

    @ParameterizedTest
    @MethodSource("streams")
    @DisplayName("fault 1.3b: comments, pings, unknown events, two lines of data, a last line that nothing ends")
    void noise(Pair pair) {
        List<Object> plain = said(pair, TALK);
        assertThat(said(pair, TALK.noisy())).isEqualTo(plain);
        assertThat(said(pair, TALK.twoLineData())).isEqualTo(plain);
        assertThat(said(pair, TALK.withoutLastLineEnd())).isEqualTo(plain);
    }

    @ParameterizedTest
    @MethodSource("streams")
    @DisplayName("fault 1.6: what is here is sent, the rest need not have been written")
    void flows(Pair pair) throws IOException {
        CountDownLatch gate = new CountDownLatch(1);
        int before = eventsBefore(pair);
        rig.playing(pair.vendor(), Answer.pieces("one ", "two ", "three").heldAfter(before, gate));
        try (RawClient client = RawClient.to(rig.gateway().url()).patience(Duration.ofSeconds(12))) {
            client.send(pair.caller()
                    .request(pair.vendor().alias(), true, pair.caller().asks("hi")));
            RawReply reply = client.reply();
            assertThat(reply.headers().first("x-accel-buffering")).isEqualTo("no");
            assertThat(reply.headers().first("content-length")).isNull();
            ByteArrayOutputStream seen = new ByteArrayOutputStream();
            while (!seen.toString(StandardCharsets.UTF_8).contains("two")) {
                int b = reply.body().read();
                assertThat(b).as(seen.toString(StandardCharsets.UTF_8)).isNotNegative();
                seen.write(b);
            }
            assertThat(seen.toString(StandardCharsets.UTF_8)).doesNotContain("three");
            gate.countDown();
            seen.writeBytes(reply.body().readAllBytes());
            assertThat(seen.toString(StandardCharsets.UTF_8)).contains("three");
        }
    }

    /** How many events of the vendor come before the one that says "three". */
    private int eventsBefore(Pair pair) {
        return switch (pair.vendor()) {
            case CHAT, ALIKE -> 3;
            // message_start, the block, a ping; created, in_progress, the item, its part.
            case ANTHROPIC -> 5;
            case RESPONSES -> 6;
            case GEMINI -> 2;
        };
    }
}
