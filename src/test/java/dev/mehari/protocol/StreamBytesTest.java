package dev.mehari.protocol;

import static dev.mehari.protocol.EndingTest.DONE;
import static dev.mehari.protocol.EndingTest.OPENAI;
import static dev.mehari.protocol.EndingTest.STOP;
import static dev.mehari.protocol.EndingTest.TEXT;
import static dev.mehari.protocol.EndingTest.openai;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@DisplayName("what becomes of the bytes of a stream, and of who reads it")
class StreamBytesTest {
    @Test
    @DisplayName("fault 1.3 comments, pings, unknown events, two-line data and a missing last newline do no harm")
    void oddities() {
        String odd = """
                : x

                event: ping
                data: {"type":"ping"}

                event: future_thing
                data: {}

                id: 7
                retry: 5

                data: {"choices":[{"index":0,
                data:"delta":{"content":"x"}}]}

                data

                data: not json



                """;
        Watched watched = openai(odd + STOP + "data: [DONE]");
        assertThat(watched.text()).isEqualTo(odd + STOP + DONE);
        assertThat(watched.last()).isEqualTo("ended null");
        assertThat(openai("\uFEFF" + TEXT + "data:[DONE]\r").text()).isEqualTo("\uFEFF" + TEXT + "data:[DONE]\r\n\n");
        Watched unended = openai(TEXT + STOP.strip());
        assertThat(unended.text()).isEqualTo(TEXT + STOP);
        assertThat(unended.last()).isEqualTo("ended null");
    }

    @Test
    @DisplayName("fault 1.14 the event that only carries usage is heard by us and kept from a caller who did not ask")
    void hiddenUsage() {
        String usage = "data: {\"choices\":[],\"usage\":{\"prompt_tokens\":3,\"completion_tokens\":2}}\n\n";
        String without = "data: {\"usage\":{\"prompt_tokens\":3,\"completion_tokens\":2}}\n\n";
        String beside = STOP.replace("}]}", "}],\"usage\":{\"prompt_tokens\":3,\"completion_tokens\":2}}");
        for (String event : List.of(usage, without)) {
            Watched hidden = new Watched();
            hidden.drain(OPENAI.tap(Pieces.whole(TEXT + STOP + event + DONE), true, true, "r", hidden));
            assertThat(hidden.text()).isEqualTo(TEXT + STOP + DONE);
            assertThat(hidden.usage).isNotNull().extracting(u -> u.total()).isEqualTo(5L);
            Watched shown = openai(TEXT + STOP + event + DONE);
            assertThat(shown.text()).isEqualTo(TEXT + STOP + event + DONE);
            assertThat(shown.usage).isEqualTo(hidden.usage);
        }
        Watched kept = new Watched();
        kept.drain(OPENAI.tap(Pieces.whole(TEXT + beside + DONE), true, true, "r", kept));
        assertThat(kept.text()).isEqualTo(TEXT + beside + DONE);
    }

    @Test
    void tooLongAnEvent() {
        byte[] piece = new byte[1 << 16];
        Arrays.fill(piece, (byte) 'x');
        InputStream endless = new InputStream() {
            @Override
            public int read() {
                return 'x';
            }

            @Override
            public int read(byte[] into, int offset, int length) {
                int count = Math.min(length, piece.length);
                System.arraycopy(piece, 0, into, offset, count);
                return count;
            }
        };
        Watched watched = new Watched();
        watched.drain(OPENAI.tap(endless, true, false, "r", watched));
        assertThat(watched.calls).containsExactly("ended BROKEN");
    }

    @Test
    @DisplayName("a long event reaches a small buffer piece by piece")
    void smallBuffer() throws IOException {
        String text = TEXT.replace("\"x\"", "\"" + "é".repeat(50_000) + "\"") + STOP + DONE;
        Watched watched = new Watched();
        try (InputStream tap = OPENAI.tap(Pieces.whole(text), true, false, "r", watched)) {
            byte[] buffer = new byte[7];
            assertThat(tap.read(buffer, 3, 0)).isZero();
            assertThat(tap.read(buffer)).isEqualTo(7);
            assertThat(tap.available()).isGreaterThan(100_000);
            assertThat(tap.read()).isEqualTo(text.charAt(7));
            assertThat(tap.readAllBytes()).isEqualTo(Pieces.bytes(text.substring(8)));
            assertThat(tap.read()).isEqualTo(-1);
        }
        assertThat(watched.last()).isEqualTo("ended null");
    }

    @Test
    void closedEarly() throws IOException {
        Pieces upstream = Pieces.whole(TEXT + DONE);
        Watched watched = new Watched();
        InputStream tap = OPENAI.tap(upstream, true, false, "r", watched);
        assertThat(tap.read(new byte[1000])).isEqualTo(TEXT.length());
        tap.close();
        tap.close();
        assertThat(upstream.closes()).isEqualTo(1);
        assertThat(watched.calls).containsExactly("content", "event", "ended BROKEN");
        assertThat(tap.read(new byte[1000])).isEqualTo(-1);
    }

    @Test
    @DisplayName("closing wakes a reader that waits for the upstream; the end is told once")
    void closedByAnother() throws Exception {
        AtomicInteger closes = new AtomicInteger();
        CountDownLatch waiting = new CountDownLatch(1);
        CountDownLatch closed = new CountDownLatch(1);
        InputStream upstream = new InputStream() {
            @Override
            public int read() {
                throw new UnsupportedOperationException();
            }

            @Override
            public int read(byte[] into, int offset, int length) throws IOException {
                waiting.countDown();
                try {
                    closed.await();
                } catch (InterruptedException e) {
                    Thread.currentThread().interrupt();
                }
                throw new IOException("closed");
            }

            @Override
            public void close() {
                closes.incrementAndGet();
                closed.countDown();
            }
        };
        Watched watched = new Watched();
        InputStream tap = OPENAI.tap(upstream, true, false, "r", watched);
        CompletableFuture<Integer> reader = CompletableFuture.supplyAsync(() -> {
            try {
                return tap.read(new byte[100]);
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        });
        assertThat(waiting.await(30, TimeUnit.SECONDS)).isTrue();
        tap.close();
        assertThat(reader.get(5, TimeUnit.SECONDS)).isEqualTo(-1);
        assertThat(closes).hasValue(1);
        assertThat(watched.endings()).containsExactly("ended BROKEN");
    }
}
