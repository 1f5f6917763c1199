package dev.mehari.edge;

import dev.mehari.call.Attempt;
import dev.mehari.call.ErrorKind;
import dev.mehari.call.Protocol;
import dev.mehari.usage.UsageRecord;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tag;
import io.micrometer.core.instrument.Tags;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/** Counts what calls did. Labels are aliases and upstreams, never what a caller made up. */
public final class CallMetrics {
    static final String NONE = "none";
    private static final String DIRECT = "direct";

    private final MeterRegistry registry;

    /** The registry finds a meter by all its labels, which costs more than to count. As few as there are meters. */
    private final Map<Labels, CallMeters> calls = new ConcurrentHashMap<>();

    private final Map<Outcome, Counter> outcomes = new ConcurrentHashMap<>();

    /** Whose calls are counted together. */
    private record Labels(String protocol, String operation, String alias, String upstream) {}

    /** How an attempt ended. */
    private record Outcome(String upstream, String error, String next) {}

    public CallMetrics(MeterRegistry registry) {
        this.registry = registry;
    }

    /**
     * Counts a call that has ended.
     *
     * @param aliases those of the configuration; {@code upstream/model} names a caller may make up without end
     */
    void ended(UsageRecord call, Set<String> aliases) {
        Labels labels =
                new Labels(call.protocol(), call.operation(), alias(call.alias(), aliases), or(call.upstream()));
        CallMeters meters = calls.get(labels);
        if (meters == null) {
            meters = calls.computeIfAbsent(
                    labels,
                    named -> new CallMeters(
                            registry,
                            Tags.of(
                                    Tag.of("protocol", named.protocol()),
                                    Tag.of("operation", named.operation()),
                                    Tag.of("alias", named.alias()),
                                    Tag.of("upstream", named.upstream()))));
        }
        meters.count(call);
    }

    /** Counts what was tried for a call that has ended: a few rows for each configured upstream. */
    void tried(List<Attempt> attempts) {
        for (Attempt attempt : attempts) {
            if (attempt.answeredHere()) {
                continue;
            }
            ErrorKind error = attempt.error();
            Attempt.Next next = attempt.next();
            Outcome outcome = new Outcome(
                    attempt.target().upstream(), error == null ? NONE : error.code(), next == null ? NONE : next.id());
            outcomes.computeIfAbsent(outcome, this::counter).increment();
        }
    }

    /** Counts what could not be said to upstreams, and back, by what became of it. */
    void lost(Protocol from, List<Attempt> attempts) {
        for (Attempt attempt : attempts) {
            Protocol to = attempt.translatedTo();
            for (String loss : to == null ? List.<String>of() : attempt.losses()) {
                registry.counter(
                                "mehari.losses",
                                Tags.of(
                                        Tag.of("from", from.id()),
                                        Tag.of("to", to == null ? NONE : to.id()),
                                        Tag.of("action", loss.substring(loss.lastIndexOf(':') + 1))))
                        .increment();
            }
        }
    }

    /** Counts a sign of life that was sent to a caller who waits. Any thread. */
    void keptAlive(Protocol protocol) {
        registry.counter("mehari.keepalives", Tags.of(Tag.of("protocol", protocol.id())))
                .increment();
    }

    private Counter counter(Outcome outcome) {
        return registry.counter(
                "mehari.upstream.attempts",
                Tags.of(
                        Tag.of("upstream", outcome.upstream()),
                        Tag.of("error", outcome.error()),
                        Tag.of("next", outcome.next())));
    }

    private static String alias(@Nullable String name, Set<String> aliases) {
        return name == null ? NONE : aliases.contains(name) ? name : DIRECT;
    }

    private static String or(@Nullable String value) {
        return value == null ? NONE : value;
    }
}
