package dev.mehari.call;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What a call that is only explained finds at one target, and what would become of it there: told by those who decide it for
 * every call.
 *
 * @param leftAlone why nothing is sent there now, null when calls are
 * @param inFlight attempts at the target that have not ended
 * @param room of an upstream with a limit of its own, null when it has none
 * @param credentials in the order in which they would be tried if each were refused; those that are left alone last
 * @param limits null for a target that would not be tried
 * @param sequences what would follow if every attempt there failed in the same way; empty for a target that would not be tried
 */
public record Outlook(
        Target target,
        @Nullable Alone leftAlone,
        int inFlight,
        @Nullable Room room,
        List<Credential> credentials,
        @Nullable Limits limits,
        List<Sequence> sequences) {
    public Outlook {
        credentials = List.copyOf(credentials);
        sequences = List.copyOf(sequences);
    }

    /**
     * @param kind what a caller is told for whom nothing else is left
     * @param cause in one word
     * @param until null when nobody knows
     */
    public record Alone(
            ErrorKind kind, String cause, @Nullable Instant until, String why) {}

    /** Attempts that an upstream may have, has, and has waiting. */
    public record Room(int max, int used, int waiting) {}

    /**
     * @param status in one word: available, in_use, degraded, blacklisted
     * @param leftAlone why no call for the target's model is sent with it now, null when calls are
     * @param passedOver whether it is used only where no other is well
     * @param checkedAt when the upstream was last asked whether it takes it, null when it never was
     * @param check what was wrong then, null when nothing was, {@code NOT_READY} when the answer said nothing
     */
    public record Credential(
            String id,
            String status,
            @Nullable Alone leftAlone,
            boolean passedOver,
            @Nullable Instant checkedAt,
            @Nullable ErrorKind check) {}

    /**
     * @param attempts of the call, over all its targets
     * @param here of these at the target, the first included, where a failure is retried
     * @param longestWait for a time that an upstream names, when nothing else is left
     * @param deadline of the call, from its arrival
     * @param hedgeAfter when the next target is asked too, null for never
     */
    public record Limits(
            int attempts,
            int here,
            Duration longestWait,
            Duration deadline,
            @Nullable Duration hedgeAfter) {}

    /** What would follow failures of these kinds, one after the other. */
    public record Sequence(List<ErrorKind> kinds, List<Step> steps) {
        public Sequence {
            kinds = List.copyOf(kinds);
            steps = List.copyOf(steps);
        }
    }

    /**
     * @param pause before the next attempt; the middle of what is drawn for a retry
     * @param target where that goes, null when there is none
     */
    public record Step(
            Attempt.Next next, Duration pause, @Nullable Target target) {}
}
