package dev.mehari.live;

import dev.mehari.usage.LedgerUnavailableException;
import dev.mehari.usage.UsageLedger;
import dev.mehari.usage.UsageRecord;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.camel.processor.aggregate.GroupedBodyAggregationStrategy;
import org.apache.camel.util.concurrent.SynchronousExecutorService;

/** A database that may be away, behind the shipped usage routes. */
final class Fragile implements UsageLedger {
    private static final String CHAT = """
            - route:
                id: chat
                from: {uri: direct:chat, steps: [{setBody: {constant: ok}}]}
            - routeTemplate:
                id: upstream
                parameters: [{name: name}, {name: url}]
                from: {uri: "direct:upstream-{{name}}", steps: [{setBody: {constant: ok}}]}
            """;

    final UsageQueue queue = new UsageQueue();
    final AtomicInteger tries = new AtomicInteger();
    final AtomicInteger written = new AtomicInteger();
    private volatile boolean away;

    void away(boolean now) {
        away = now;
    }

    @Override
    public void write(List<UsageRecord> batch) {
        tries.incrementAndGet();
        if (away) {
            throw new LedgerUnavailableException("away", new IllegalStateException());
        }
        written.addAndGet(batch.size());
    }

    @Override
    public Optional<UsageRecord> find(String callId) {
        return Optional.empty();
    }

    /** The beans that the shipped routes name. */
    Steps steps() {
        return new Steps(Map.of(
                "ledger", new LedgerStep(this, queue),
                "records", new GroupedBodyAggregationStrategy(),
                "usageQueue", queue,
                "callersThread", new SynchronousExecutorService()));
    }

    /** Has a folder use the shipped usage routes. */
    static Folder in(Folder folder) {
        return folder.route(CHAT).route("usage.camel.yaml", shipped());
    }

    static String shipped() {
        try {
            return Files.readString(Path.of("routes/usage.camel.yaml"));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
