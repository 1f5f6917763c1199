package dev.mehari.live;

import dev.mehari.config.Fault;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * What became of changes so far. Immutable.
 *
 * @param degraded whether the last change was refused
 * @param followsFiles whether the live generation is made of the files as they were last tried; not so after a rollback
 * @param lastError the last refusal, also when a later change went well; null when there was none
 * @param history generations that went live, the newest last
 * @param rollbackTo number of the generation whose files a rollback brings back, null when there is none
 */
public record LiveStatus(
        boolean degraded,
        boolean followsFiles,
        @Nullable LastError lastError,
        List<Past> history,
        @Nullable Integer rollbackTo) {
    public LiveStatus {
        history = List.copyOf(history);
    }

    /** What a change came from. */
    public enum Why {
        START,
        FILE,
        ADMIN,
        ROLLBACK,
        /** What an admin wrote, on this node or another. */
        DATABASE;

        /** In small letters, as it is shown. */
        public String id() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    /** A refusal with all its faults. */
    public record LastError(Instant when, Why why, List<Fault> faults) {
        public LastError {
            faults = List.copyOf(faults);
        }
    }

    /** @param hash of its files */
    public record Past(int number, String hash, Instant since, Why why) {}
}
