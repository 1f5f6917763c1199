package dev.mehari.edge;

import dev.mehari.usage.UsageRecord;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tags;
import io.micrometer.core.instrument.Timer;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** The meters of the calls of one protocol, alias and upstream. Each appears when it is first counted. Any thread. */
final class CallMeters {
    private static final String DURATION = "mehari.call.duration";
    private static final String FIRST = "gen_ai.server.time_to_first_token";
    private static final String COST = "mehari.cost.usd";
    private static final String ESTIMATED = "mehari.calls.estimated";
    private static final String UNPRICED = "mehari.calls.unpriced";

    private final MeterRegistry registry;
    private final Tags tags;
    private final Map<Ending, Counter> endings = new ConcurrentHashMap<>();
    private final Map<String, Counter> tokens = new ConcurrentHashMap<>();
    private final Map<String, Counter> counters = new ConcurrentHashMap<>();
    private final Map<String, Timer> timers = new ConcurrentHashMap<>();

    private record Ending(int status, @Nullable String error) {}

    CallMeters(MeterRegistry registry, Tags tags) {
        this.registry = registry;
        this.tags = tags;
    }

    void count(UsageRecord call) {
        of(endings, new Ending(call.status(), call.errorKind()), this::ending).increment();
        of(timers, DURATION, this::timer).record(call.totalMs(), TimeUnit.MILLISECONDS);
        if (call.firstByteMs() != null) {
            of(timers, FIRST, this::timer).record(call.firstByteMs(), TimeUnit.MILLISECONDS);
        }
        if (call.usageKnown()) {
            tokens("input", call.usage().input());
            tokens("cached_input", call.usage().cachedInput());
            tokens("cache_creation", call.usage().cacheCreation() + call.usage().cacheCreationLong());
            tokens("output", call.usage().output());
            tokens("reasoning", call.usage().reasoning());
        }
        if (call.estimated()) {
            of(counters, ESTIMATED, this::counter).increment();
        }
        if (call.costNanoUsd() != null) {
            of(counters, COST, this::counter).increment(call.costNanoUsd() / 1e9);
        } else if (call.usageKnown()) {
            of(counters, UNPRICED, this::counter).increment();
        }
    }

    private void tokens(String kind, long count) {
        if (count > 0) {
            of(tokens, kind, this::tokenCounter).increment((double) count);
        }
    }

    private Counter ending(Ending ending) {
        String error = ending.error() == null ? CallMetrics.NONE : ending.error();
        return registry.counter("mehari.calls", tags.and("status", Integer.toString(ending.status()), "error", error));
    }

    private Counter tokenCounter(String kind) {
        return registry.counter("gen_ai.client.token.usage", tags.and("gen_ai.token.type", kind));
    }

    private Counter counter(String name) {
        return registry.counter(name, tags);
    }

    private Timer timer(String name) {
        return registry.timer(name, tags);
    }

    /** Looked up first: computing locks, and the functions are made only when there is something to make. */
    private static <K, M> M of(Map<K, M> meters, K key, Function<K, M> made) {
        M known = meters.get(key);
        return known == null ? meters.computeIfAbsent(key, made) : known;
    }
}
