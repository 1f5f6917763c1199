package dev.mehari.live;

import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.apache.camel.Exchange;
import org.apache.camel.component.seda.BlockingQueueFactory;

/** The bounded queue between calls and the ledger. It counts what it had no room for. */
public final class UsageQueue implements BlockingQueueFactory<Exchange> {
    private static final int DEFAULT_SIZE = 100_000;

    private final AtomicLong dropped = new AtomicLong();

    /** Records dropped since the start, by every generation together: full queues and batches given up. */
    public long dropped() {
        return dropped.get();
    }

    /** Counts records that will never be written. */
    public void drop(long records) {
        dropped.addAndGet(records);
    }

    @Override
    public BlockingQueue<Exchange> create() {
        return create(DEFAULT_SIZE);
    }

    @Override
    public BlockingQueue<Exchange> create(int capacity) {
        return new Counting(capacity);
    }

    private final class Counting extends LinkedBlockingQueue<Exchange> {
        private static final long serialVersionUID = 1L;

        Counting(int capacity) {
            super(capacity);
        }

        @Override
        public boolean offer(Exchange record) {
            boolean room = super.offer(record);
            if (!room) {
                drop(1);
            }
            return room;
        }

        /** The one that Camel's seda uses when it is told to discard. */
        @Override
        public boolean offer(Exchange record, long timeout, TimeUnit unit) throws InterruptedException {
            boolean room = super.offer(record, timeout, unit);
            if (!room) {
                drop(1);
            }
            return room;
        }
    }
}
