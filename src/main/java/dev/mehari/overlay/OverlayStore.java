package dev.mehari.overlay;

import dev.mehari.key.StoreUnavailableException;
import java.util.List;

/**
 * What admins wrote, on one database that all nodes share. Any thread. Every method throws
 * {@link StoreUnavailableException} when the store is away.
 */
public interface OverlayStore {
    /** Of what is there now: another number is another content. */
    long revision();

    /** All of it, as it was at one moment. */
    Stored read();

    /**
     * Writes and notes who did, all of it or nothing. What is written gets the next revision as its version.
     *
     * @param expected revision that the commit was made for
     * @return false when there is another one by now: then nothing was written
     */
    boolean commit(long expected, Commit commit);

    /** What was changed, the newest first. */
    List<AuditEntry> audit(int most);
}
