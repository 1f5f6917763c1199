package dev.mehari.health;

import dev.mehari.call.ErrorKind;
import java.time.Instant;
import java.util.EnumMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What a credential did since the process began to know it. Any thread. */
public final class CredentialFigures {
    private static final int LAST = 100;

    private final Instant since;
    private final Window window = new Window(LAST);
    private final Map<ErrorKind, Long> errors = new EnumMap<>(ErrorKind.class);
    private long lastUsed;
    private int inFlight;
    private long attempts;
    private long successes;
    private long failures;
    private long successMillis;
    private long inputTokens;
    private long outputTokens;
    private long costNanoUsd;

    CredentialFigures(Instant since) {
        this.since = since;
    }

    /**
     * All of it at one moment.
     *
     * @param lastUsed null when it never was
     * @param attempts those that were sent, however they ended; of these, what went well and what failed: what ended by a
     *     mistake or the leaving of its caller is neither
     * @param errors failed attempts by what went wrong
     * @param averageMillis of the attempts that went well, from beginning to end; 0 without any
     * @param costNanoUsd billionths of a US dollar, as far as there are prices
     * @param successRate of the last 100 that went well or failed, from 0 to 1
     */
    public record Figures(
            Instant since,
            @Nullable Instant lastUsed,
            int inFlight,
            long attempts,
            long successes,
            long failures,
            Map<ErrorKind, Long> errors,
            double averageMillis,
            long inputTokens,
            long outputTokens,
            long costNanoUsd,
            double successRate) {}

    public synchronized Figures now() {
        return new Figures(
                since,
                lastUsed == 0 ? null : Instant.ofEpochMilli(lastUsed),
                inFlight,
                attempts,
                successes,
                failures,
                Map.copyOf(errors),
                successes == 0 ? 0 : (double) successMillis / successes,
                inputTokens,
                outputTokens,
                costNanoUsd,
                window.successRate());
    }

    synchronized int inFlight() {
        return inFlight;
    }

    /** Attempts so far, those in flight among them. */
    synchronized long load() {
        return attempts + inFlight;
    }

    synchronized long costNanoUsd() {
        return costNanoUsd;
    }

    synchronized double successRate() {
        return window.successRate();
    }

    synchronized void begun(long now) {
        lastUsed = now;
        inFlight++;
    }

    /** @param sent whether any of it may be with the upstream */
    synchronized void ended(boolean sent) {
        inFlight--;
        attempts += sent ? 1 : 0;
    }

    synchronized void over(Outcome outcome, @Nullable ErrorKind why, long millis) {
        if (outcome == Outcome.GOOD) {
            window.add(true);
            successes++;
            successMillis += millis;
        } else if (outcome.failed()) {
            window.add(false);
            failures++;
            errors.merge(why == null ? ErrorKind.UPSTREAM_ERROR : why, 1L, Long::sum);
        }
    }

    synchronized void used(long input, long output, long nanoUsd) {
        inputTokens += input;
        outputTokens += output;
        costNanoUsd += nanoUsd;
    }
}
