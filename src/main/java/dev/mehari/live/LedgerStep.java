package dev.mehari.live;

import dev.mehari.usage.UsageLedger;
import dev.mehari.usage.UsageRecord;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Steps of {@code usage.camel.yaml}: a batch goes to the ledger, or is counted as lost. */
public final class LedgerStep {
    private static final Logger LOG = LoggerFactory.getLogger(LedgerStep.class);

    private final UsageLedger ledger;
    private final UsageQueue queue;

    public LedgerStep(UsageLedger ledger, UsageQueue queue) {
        this.ledger = ledger;
        this.queue = queue;
    }

    /** Step: writes a batch; a failure is for the route to repeat. */
    public void write(List<UsageRecord> batch) {
        ledger.write(batch);
    }

    /** Step: gives a batch up. */
    public void lost(List<UsageRecord> batch) {
        queue.drop(batch.size());
        LOG.error("{} usage records are lost: the database took none of them", batch.size());
    }
}
