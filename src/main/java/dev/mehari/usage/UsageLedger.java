package dev.mehari.usage;

import java.util.List;
import java.util.Optional;

/** Where the records of calls are kept: insert-only. Any thread. */
public interface UsageLedger {
    /**
     * Keeps a batch. A record whose call is kept already is passed over, so a batch may be written again after a
     * failure. A record that the store cannot take is left out without harm to the others.
     *
     * @throws LedgerUnavailableException when the store is away; then any part of the batch may have been kept
     */
    void write(List<UsageRecord> batch);

    /**
     * @param callId our request id
     * @throws LedgerUnavailableException when the store is away
     */
    Optional<UsageRecord> find(String callId);
}
