package dev.mehari.usage;

import dev.mehari.call.Attempt;
import dev.mehari.call.ErrorKind;
import dev.mehari.call.Target;
import dev.mehari.call.Usage;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One try of a call, as it is kept. Immutable.
 *
 * @param number from 1, in the order they were made
 * @param model the provider's name for it
 * @param credentialId null when the upstream needs none
 * @param firstByteAt null when no byte came
 * @param endedAt null when the call ended before the attempt did
 * @param status the upstream's HTTP status, 0 when none came
 * @param errorKind code of an {@link ErrorKind}, null when it went well
 * @param next id of an {@link Attempt.Next}, null when nobody said and it cannot be told
 * @param usage null when the upstream reported none and nobody counted
 * @param estimated whether {@code usage} was counted here, all of it or in part
 * @param costNanoUsd billionths of a US dollar, see {@link Charge}; null when it has no price or nobody knows
 * @param priceVersion the price list that was used, null when none was
 * @param stopReason the upstream's own word for why a translated answer ended, null when it said none
 * @param losses what could not be said to the upstream or back, as {@code path:action}; those that have room
 */
public record AttemptRecord(
        int number,
        String upstream,
        String model,
        @Nullable String credentialId,
        Instant startedAt,
        @Nullable Instant firstByteAt,
        @Nullable Instant endedAt,
        int status,
        @Nullable String errorKind,
        @Nullable String upstreamRequestId,
        @Nullable String next,
        @Nullable Usage usage,
        boolean estimated,
        @Nullable Long costNanoUsd,
        @Nullable String priceVersion,
        @Nullable String stopReason,
        List<String> losses) {
    /** Characters of all losses together, a line feed between two. */
    private static final int LONGEST_LOSSES = 4096;

    /** Times are cut to milliseconds; names that came from outside are made fit to be stored. */
    public AttemptRecord {
        model = Text.of(model, Text.MODEL);
        startedAt = startedAt.truncatedTo(ChronoUnit.MILLIS);
        firstByteAt = firstByteAt == null ? null : firstByteAt.truncatedTo(ChronoUnit.MILLIS);
        endedAt = endedAt == null ? null : endedAt.truncatedTo(ChronoUnit.MILLIS);
        upstreamRequestId = Text.orNull(upstreamRequestId, Text.LABEL);
        stopReason = Text.orNull(stopReason, Text.LABEL);
        losses = Text.lines(losses, LONGEST_LOSSES);
    }

    static AttemptRecord of(int number, Attempt attempt, Attempt.@Nullable Next next, Charge charge) {
        Target target = attempt.target();
        ErrorKind error = attempt.error();
        return new AttemptRecord(
                number,
                target.upstream(),
                target.model(),
                attempt.credentialId(),
                attempt.startedAt(),
                attempt.firstByteAt(),
                attempt.endedAt(),
                attempt.status(),
                error == null ? null : error.code(),
                attempt.upstreamRequestId(),
                next == null ? null : next.id(),
                attempt.usage(),
                attempt.estimated(),
                charge.nanoUsd(),
                charge.priceVersion(),
                attempt.stopReason(),
                attempt.losses());
    }
}
