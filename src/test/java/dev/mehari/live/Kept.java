package dev.mehari.live;

import dev.mehari.usage.UsageRecord;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;

/** A ledger for tests, as a step of the usage route; it may be away. */
public final class Kept {
    private final List<UsageRecord> records = new CopyOnWriteArrayList<>();
    private volatile CountDownLatch back = new CountDownLatch(0);

    /** Step. */
    public void keep(UsageRecord usage) throws InterruptedException {
        back.await();
        records.add(usage);
    }

    int count() {
        return records.size();
    }

    void goAway() {
        back = new CountDownLatch(1);
    }

    void comeBack() {
        back.countDown();
    }
}
