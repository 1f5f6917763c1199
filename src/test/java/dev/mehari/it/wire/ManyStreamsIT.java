package dev.mehari.it.wire;

import static org.assertj.core.api.Assertions.assertThat;

import dev.mehari.fake.Answer;
import dev.mehari.fake.RawClient;
import dev.mehari.fake.SeenRequest;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@DisplayName("streams stay streams: a thousand at once")
class ManyStreamsIT extends OnRig {
    private static final int STREAMS = 1000;
    private static final Pattern NUMBER = Pattern.compile("stream (\\d+)");
    private static final Dialect[] DIALECTS = {Dialect.OPENAI, Dialect.ANTHROPIC, Dialect.GEMINI};

    @Test
    @DisplayName("a thousand streams of three protocols in the air together, five pieces each, none lost or mixed up")
    void thousandAtOnce() throws InterruptedException {
        CountDownLatch everyoneReads = new CountDownLatch(STREAMS);
        CountDownLatch goOn = new CountDownLatch(1);
        for (Dialect dialect : DIALECTS) {
            rig.fake(dialect).answering(request -> said(number(request)).heldAfter(dialect.openingEvents() + 1, goOn));
        }
        Thread opener = Thread.ofVirtual().start(() -> {
            try {
                if (!everyoneReads.await(60, TimeUnit.SECONDS)) {
                    throw new AssertionError(everyoneReads.getCount() + " streams did not begin");
                }
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            } finally {
                goOn.countDown();
            }
        });

        List<String> streams = Many.of(STREAMS, STREAMS, i -> {
            Dialect dialect = DIALECTS[i % DIALECTS.length];
            try (RawClient client = rig.connect().patience(Duration.ofSeconds(90))) {
                client.send(dialect.request(true, dialect.body(true, "stream " + i)));
                Received received = new Received(client.reply(), dialect).awaitEvents(dialect.openingEvents() + 1);
                everyoneReads.countDown();
                return received.toEnd().text();
            }
        });
        opener.join();

        assertThat(everyoneReads.getCount()).isZero();
        for (int i = 0; i < STREAMS; i++) {
            assertThat(pieces(streams.get(i)))
                    .containsExactly(
                            i + "-one", " " + i + "-two", " " + i + "-three", " " + i + "-four", " " + i + "-five");
            assertThat(streams.get(i)).contains(DIALECTS[i % DIALECTS.length].terminator());
        }
    }

    private static Answer said(int number) {
        String n = number + "-";
        return Answer.text(n + "one " + n + "two " + n + "three " + n + "four " + n + "five");
    }

    private static int number(SeenRequest request) {
        Matcher found = NUMBER.matcher(request.text());
        if (!found.find()) {
            throw new IllegalArgumentException(request.text());
        }
        return Integer.parseInt(found.group(1));
    }

    private static List<String> pieces(String stream) {
        return Pattern.compile("\"( ?\\d+-[a-z]+)\"")
                .matcher(stream)
                .results()
                .map(found -> found.group(1))
                .toList();
    }
}
