package dev.mehari.upstream;

import dev.mehari.call.Call;
import dev.mehari.call.Protocol;
import dev.mehari.call.Refusal;
import dev.mehari.call.Tokenizer;
import dev.mehari.protocol.Codecs;
import dev.mehari.protocol.chat.Losses;
import dev.mehari.protocol.chat.Tree;
import dev.mehari.tokens.TokenCounter;
import java.io.IOException;
import java.util.concurrent.Callable;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.LongSupplier;

/** Counts the tokens of chats as they came. Any thread. */
final class RequestTokens {
    /** The first count of a process loads a vocabulary, for which no answer has to wait. */
    private static final long LONGEST_WAIT_MILLIS = 100;

    private final Codecs codecs;
    private final TokenCounter counter;

    RequestTokens(Codecs codecs, TokenCounter counter) {
        this.codecs = codecs;
        this.counter = counter;
    }

    /**
     * Waits for the vocabulary, if need be.
     *
     * @param most characters that are looked at
     */
    long of(Protocol protocol, byte[] body, Tokenizer by, int most) {
        // First, since the request is many times its bytes once it is read, and all callers of a fresh process wait
        // here.
        counter.load(by).join();
        return counted(protocol, body, by, most);
    }

    /** The same in a moment: by the length while there is no vocabulary. */
    long soon(Protocol protocol, byte[] body, Tokenizer by) {
        return counter.load(by).isDone() ? counted(protocol, body, by, TokenCounter.SOME) : byLength(body);
    }

    private long counted(Protocol protocol, byte[] body, Tokenizer by, int most) {
        try {
            return counter.count(codecs.of(protocol).chat().read(Tree.read(body), false, new Losses()), by, most);
        } catch (Refusal | IOException e) {
            // It passed as it came, and only its upstream understands it.
            return byLength(body);
        }
    }

    /**
     * Begins to count, while the upstream is waited for. Who asks waits a moment at the most, and gets an estimate by the
     * length when that was not enough: then, or when the call ends, nothing is counted that was not begun, and the bytes
     * are let go.
     */
    LongSupplier begin(Call call, byte[] body, Tokenizer by) {
        Protocol protocol = call.getProtocol();
        return begin(call, counter.load(by), () -> of(protocol, body, by, TokenCounter.SOME), byLength(body));
    }

    /**
     * The same of any count.
     *
     * @param vocabulary what the count waits for. It is not begun before: a thread that waited would hold the bytes, whoever
     *     cancels
     * @param estimate for whoever does not get the count
     */
    static LongSupplier begin(Call call, CompletableFuture<?> vocabulary, Callable<Long> counting, long estimate) {
        FutureTask<Long> count = new FutureTask<>(counting);
        call.atEnd(() -> count.cancel(false));
        var unused = vocabulary.whenComplete(
                (loaded, failed) -> Thread.ofVirtual().name("mehari-count").start(count));
        return () -> {
            try {
                return count.get(LONGEST_WAIT_MILLIS, TimeUnit.MILLISECONDS);
            } catch (TimeoutException | ExecutionException | CancellationException e) {
                return estimate;
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                return estimate;
            } finally {
                count.cancel(false);
            }
        };
    }

    static long byLength(byte[] body) {
        return body.length / 4 + 1L;
    }
}
