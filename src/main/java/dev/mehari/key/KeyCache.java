package dev.mehari.key;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import com.github.benmanes.caffeine.cache.Ticker;
import dev.mehari.call.ErrorKind;
import dev.mehari.call.Refusal;
import java.time.Clock;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;

/**
 * Virtual keys as they were when last read. Two ages matter, both counted from the moment <em>before</em> the read that
 * made the entry: up to 10 seconds an entry is used as it is, so that a key revoked on another node dies in that time;
 * older ones are read again first. Only while the store is away an old entry goes on working, up to the time to live.
 *
 * <p>One thread reads a key, the others that ask for it meanwhile wait for that read; while the store is away nobody
 * waits but the one that tries. Any thread.
 */
final class KeyCache {
    static final long FRESH_MS = 10_000;
    static final long UNKNOWN_MS = 2_000;
    private static final int UNKNOWN_SIZE = 1_000;
    /** The store's own limits end a read long before; this is for the read that they do not end. */
    private static final long LONGEST_WAIT_MS = 2_000;

    private record Entry(Optional<VirtualKey> key, long readAt) {
        boolean isYounger(long ms, long now) {
            // Also old: an entry from the future, which a clock that was set back leaves behind.
            return now >= readAt && now - readAt < ms;
        }
    }

    private final KeyStore store;
    private final Clock clock;
    private final long liveMs;
    private final long freshMs;
    private final StoreWatch watch = new StoreWatch();
    private final Cache<String, Entry> known;
    private final Cache<String, Entry> unknown;
    private final ConcurrentMap<String, CompletableFuture<Optional<Entry>>> reads = new ConcurrentHashMap<>();

    KeyCache(KeyStore store, int size, Duration timeToLive, Clock clock) {
        this.store = store;
        this.clock = clock;
        this.liveMs = timeToLive.toMillis();
        this.freshMs = Math.min(FRESH_MS, liveMs);
        Ticker ticker = () -> TimeUnit.MILLISECONDS.toNanos(clock.millis());
        this.known = cache(size, timeToLive, ticker);
        // Apart, so that guessed keys cannot push real ones out.
        this.unknown = cache(UNKNOWN_SIZE, Duration.ofMillis(UNKNOWN_MS), ticker);
    }

    private static Cache<String, Entry> cache(int size, Duration timeToLive, Ticker ticker) {
        return Caffeine.newBuilder()
                .maximumSize(size)
                .expireAfterWrite(timeToLive)
                .ticker(ticker)
                .executor(Runnable::run)
                .build();
    }

    /**
     * @return empty when there is no such key
     * @throws Refusal {@code AUTH_STORE_UNAVAILABLE} when the store is away and the key is not known well enough
     */
    Optional<VirtualKey> find(String hash) {
        long now = clock.millis();
        Entry entry = known.getIfPresent(hash);
        if (entry != null && entry.isYounger(freshMs, now)) {
            return entry.key();
        }
        Entry missing = unknown.getIfPresent(hash);
        if (missing != null && missing.isYounger(UNKNOWN_MS, now)) {
            return missing.key();
        }
        if (!watch.mayTry(now)) {
            return withoutStore(entry, now);
        }
        CompletableFuture<Optional<Entry>> mine = new CompletableFuture<>();
        CompletableFuture<Optional<Entry>> theirs = reads.putIfAbsent(hash, mine);
        Optional<Entry> read = theirs == null ? read(hash, mine) : await(theirs);
        return read.isPresent() ? read.get().key() : withoutStore(entry, now);
    }

    /** Forgets a key that was changed, and keeps a read that is under way from bringing the old one back. */
    void drop(String hash) {
        reads.compute(hash, (h, read) -> {
            known.invalidate(h);
            unknown.invalidate(h);
            return null;
        });
    }

    @SuppressWarnings("ReferenceEquality") // whether it is this very read is the question
    private Optional<Entry> read(String hash, CompletableFuture<Optional<Entry>> mine) {
        try {
            long before = clock.millis();
            Entry entry = new Entry(store.findByHash(hash), before);
            watch.worked();
            reads.computeIfPresent(hash, (h, current) -> {
                if (current == mine) {
                    keep(h, entry);
                }
                return current;
            });
            mine.complete(Optional.of(entry));
            return Optional.of(entry);
        } catch (StoreUnavailableException e) {
            watch.failed(clock.millis(), e);
            return Optional.empty();
        } finally {
            reads.remove(hash, mine);
            mine.complete(Optional.empty());
        }
    }

    private void keep(String hash, Entry entry) {
        if (entry.key().isPresent()) {
            known.put(hash, entry);
            unknown.invalidate(hash);
        } else {
            known.invalidate(hash);
            unknown.put(hash, entry);
        }
    }

    private static Optional<Entry> await(CompletableFuture<Optional<Entry>> read) {
        try {
            return read.get(LONGEST_WAIT_MS, TimeUnit.MILLISECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return Optional.empty();
        } catch (ExecutionException | TimeoutException e) {
            return Optional.empty();
        }
    }

    private Optional<VirtualKey> withoutStore(@Nullable Entry entry, long now) {
        if (entry != null && entry.isYounger(liveMs, now)) {
            return entry.key();
        }
        throw new Refusal(
                ErrorKind.AUTH_STORE_UNAVAILABLE,
                "the API key could not be checked because the key store is away: try again in a moment",
                Duration.ofMillis(2 * StoreWatch.PAUSE_MS));
    }
}
