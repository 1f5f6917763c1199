package dev.mehari.usage;

import dev.mehari.call.Decision;
import dev.mehari.call.Usage;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What one call was, used and cost: one for each call, made when it ends. It holds no body and no secret. Immutable.
 *
 * @param callId our request id; unique
 * @param time when the call came
 * @param keyId the virtual key, null when the caller stayed unknown; likewise the key's name and team
 * @param protocol id of the protocol that the caller spoke
 * @param operation id of a {@link dev.mehari.call.Operation}
 * @param alias null when the call was refused before it matched one
 * @param upstream the last one tried, null when none was; likewise its model, the provider's name for it
 * @param status what the caller got; 499 when the caller left
 * @param errorKind code of the error, null when all went well
 * @param errorOrigin {@code client}, {@code gateway} or {@code upstream}; null when all went well
 * @param firstByteMs milliseconds from arrival to the first event that holds something of an answer, null when none came
 * @param totalMs milliseconds from arrival to the end
 * @param usage of the last attempt; that of others stands with them, and likewise their cost
 * @param usageKnown whether the upstream reported usage, or it was counted here; else {@code usage} says nothing
 * @param estimated whether tokens were counted here: those of {@code usage}, or those that the caller asked for
 * @param costNanoUsd billionths of a US dollar; 0 when no upstream was reached or the last attempt cost nothing; null
 *     when there is no price or nobody knows
 * @param priceVersion the price list that was used, null when none was
 * @param streamed whether the caller asked for a stream
 * @param label the caller's own request id, null when none was sent
 * @param tags what rules and routes said about it; those that have room
 * @param decision why it went where it went, in the order in which it was decided
 * @param attempts in the order they were made
 */
public record UsageRecord(
        String callId,
        Instant time,
        @Nullable String keyId,
        @Nullable String keyName,
        @Nullable String team,
        String protocol,
        String operation,
        @Nullable String alias,
        @Nullable String upstream,
        @Nullable String model,
        int status,
        @Nullable String errorKind,
        @Nullable String errorOrigin,
        @Nullable Long firstByteMs,
        long totalMs,
        Usage usage,
        boolean usageKnown,
        boolean estimated,
        @Nullable Long costNanoUsd,
        @Nullable String priceVersion,
        boolean streamed,
        @Nullable String label,
        List<String> tags,
        List<Decision.Note> decision,
        List<AttemptRecord> attempts) {

    /** Characters of all tags together, a line feed between two. */
    private static final int LONGEST_TAGS = 1024;

    /** Times are cut to milliseconds; texts that came from outside are made fit to be stored. */
    public UsageRecord {
        time = time.truncatedTo(ChronoUnit.MILLIS);
        alias = Text.orNull(alias, Text.MODEL);
        model = Text.orNull(model, Text.MODEL);
        label = Text.orNull(label, Text.LABEL);
        tags = Text.lines(tags, LONGEST_TAGS);
        decision = Decisions.shared(decision);
        attempts = List.copyOf(attempts);
    }
}
