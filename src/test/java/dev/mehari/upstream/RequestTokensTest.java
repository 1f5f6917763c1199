package dev.mehari.upstream;

import static org.assertj.core.api.Assertions.assertThat;

import dev.mehari.call.Call;
import dev.mehari.call.Tokenizer;
import dev.mehari.it.wire.Eventually;
import dev.mehari.sample.Samples;
import dev.mehari.tokens.TokenCounter;
import java.lang.ref.WeakReference;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.function.LongSupplier;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@DisplayName("tokens of a request, counted for a stream that begins with them")
class RequestTokensTest {
    private static final Duration PATIENCE = Duration.ofSeconds(20);

    private final Call call = Samples.call("fast");
    private WeakReference<byte[]> held = new WeakReference<>(null);
    private final CompletableFuture<Void> vocabulary = new CompletableFuture<>();

    /** Counts, and holds the bytes of a request like any count. */
    private record Counting(byte[] body) implements Callable<Long> {
        @Override
        public Long call() {
            return (long) body.length;
        }
    }

    private LongSupplier begin() {
        byte[] body = new byte[9];
        held = new WeakReference<>(body);
        return RequestTokens.begin(call, vocabulary, new Counting(body), 3);
    }

    private void assertLetGo() {
        Eventually.get(
                PATIENCE,
                () -> {
                    System.gc();
                    return held.refersTo(null);
                },
                gone -> gone);
    }

    @Test
    @DisplayName("the count, once the vocabulary is here; the bytes are let go")
    void counted() {
        LongSupplier count = begin();
        vocabulary.complete(null);
        assertThat(count.getAsLong()).isEqualTo(9);
        assertLetGo();
        assertThat(count.getAsLong()).isEqualTo(9);
    }

    @Test
    @DisplayName("an estimate while it is not here; nothing is counted any more, and the bytes are let go")
    void tooLate() {
        LongSupplier count = begin();
        assertThat(count.getAsLong()).isEqualTo(3);
        assertLetGo();
        vocabulary.complete(null);
        assertThat(count.getAsLong()).isEqualTo(3);
    }

    @Test
    @DisplayName("nobody asked, and the call is over: nothing is counted any more, and the bytes are let go")
    void ended() {
        LongSupplier count = begin();
        call.end();
        assertLetGo();
        vocabulary.complete(null);
        assertThat(count.getAsLong()).isEqualTo(3);
    }

    @Test
    @DisplayName("what waits for the count of a request does not hold the request")
    void ofARequest() {
        RequestTokens tokens = new RequestTokens(Samples.codecs(), new TokenCounter());
        byte[] body = "{\"messages\":[{\"role\":\"user\",\"content\":\"Hi\"}]}".getBytes(StandardCharsets.UTF_8);
        held = new WeakReference<>(body);
        LongSupplier count = tokens.begin(call, body, Tokenizer.USUAL);
        body = null;
        assertThat(count.getAsLong()).isPositive();
        assertLetGo();
        assertThat(count.getAsLong()).isPositive();
    }
}
