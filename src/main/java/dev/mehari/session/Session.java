package dev.mehari.session;

import dev.mehari.config.Secret;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/** One guest at an upstream. It serves several calls at the same time; its token is fetched by whoever needs it first. */
public final class Session {
    /**
     * A guest token.
     *
     * @param expires when it will be refused
     */
    public record Token(Secret value, Instant expires) {}

    /** Asks the upstream for a guest token, on the thread of the call that needs it. */
    @FunctionalInterface
    public interface Fetch {
        Token fetch();
    }

    private final ReentrantLock fetching = new ReentrantLock();
    private final Clock clock;
    private final Duration refreshBefore;
    private @Nullable Token token;
    private int refused;

    /** Guarded by the pool. */
    int calls;

    /** Guarded by the pool: no more calls, and closed when the last is over. */
    boolean retired;

    Session(Clock clock, Duration refreshBefore) {
        this.clock = clock;
        this.refreshBefore = refreshBefore;
    }

    /**
     * A token that holds for a while, and how often one was refused before it.
     *
     * @throws InterruptedException when the call ends while another fetches it
     */
    public Held token(Fetch fetch) throws InterruptedException {
        fetching.lockInterruptibly();
        try {
            Token known = token;
            if (known == null || !clock.instant().isBefore(known.expires().minus(refreshBefore))) {
                known = fetch.fetch();
                token = known;
            }
            return new Held(known.value(), refused);
        } finally {
            fetching.unlock();
        }
    }

    /** The upstream refused a token before its time: the next is another. Of several calls that were told so, one counts. */
    public void refused(Held held) {
        fetching.lock();
        try {
            if (held.number() == refused) {
                refused++;
                token = null;
            }
        } finally {
            fetching.unlock();
        }
    }

    /** @param number of tokens that were refused before it */
    public record Held(Secret value, int number) {}
}
