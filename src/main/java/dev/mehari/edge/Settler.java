package dev.mehari.edge;

import dev.mehari.call.Call;
import dev.mehari.live.Generation;
import dev.mehari.live.Generations;
import dev.mehari.live.UsageQueue;
import dev.mehari.usage.AttemptRecord;
import dev.mehari.usage.Settlement;
import dev.mehari.usage.UsageRecord;
import java.time.Clock;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Makes the record of a call that has ended, counts it and hands it on. On the thread of the call. */
final class Settler {
    private static final Logger LOG = LoggerFactory.getLogger(Settler.class);

    private final Generations generations;
    private final CallMetrics metrics;
    private final UsageQueue queue;
    private final Clock clock;

    Settler(Generations generations, CallMetrics metrics, UsageQueue queue, Clock clock) {
        this.generations = generations;
        this.metrics = metrics;
        this.queue = queue;
        this.clock = clock;
    }

    void settle(Generation generation, Call call) {
        UsageRecord record = Settlement.settle(call, generation.snapshot().prices(), clock);
        metrics.ended(record, generation.snapshot().models().aliases().keySet());
        metrics.tried(call.attempts());
        for (int i = 0; i < call.attempts().size(); i++) {
            AttemptRecord attempt = record.attempts().get(i);
            call.attempts().get(i).watch().settled(attempt.usage(), attempt.costNanoUsd());
        }
        metrics.lost(call.getProtocol(), call.attempts());
        try {
            generations.tap(generation, record);
        } catch (RuntimeException e) {
            queue.drop(1);
            LOG.warn("the record of call {} is lost: {}", call.getId(), e.toString());
        }
    }
}
