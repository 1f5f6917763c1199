package dev.mehari.edge;

import dev.mehari.call.Attempt;
import dev.mehari.call.ErrorKind;
import dev.mehari.call.Protocol;
import dev.mehari.usage.UsageRecord;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tag;
import io.micrometer.core.instrument.Tags;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Counts what calls did. Labels are aliases and upstreams, never what a caller made up. */
public final class CallMetrics {
    private static final String NONE = "none";
    private static final String DIRECT = "direct";

    private final MeterRegistry registry;

    public CallMetrics(MeterRegistry registry) {
        this.registry = registry;
    }

    /**
     * Counts a call that has ended.
     *
     * @param aliases those of the configuration; {@code upstream/model} names a caller may make up without end
     */
    void ended(UsageRecord call, Set<String> aliases) {
        Tags tags = Tags.of(
                Tag.of("protocol", call.protocol()),
                Tag.of("operation", call.operation()),
                Tag.of("alias", alias(call.alias(), aliases)),
                Tag.of("upstream", or(call.upstream())));
        registry.counter(
                        "mehari.calls",
                        tags.and("status", Integer.toString(call.status()), "error", or(call.errorKind())))
                .increment();
        registry.timer("mehari.call.duration", tags).record(Duration.ofMillis(call.totalMs()));
        if (call.firstByteMs() != null) {
            registry.timer("gen_ai.server.time_to_first_token", tags).record(Duration.ofMillis(call.firstByteMs()));
        }
        if (call.usageKnown()) {
            tokens(tags, "input", call.usage().input());
            tokens(tags, "cached_input", call.usage().cachedInput());
            tokens(
                    tags,
                    "cache_creation",
                    call.usage().cacheCreation() + call.usage().cacheCreationLong());
            tokens(tags, "output", call.usage().output());
            tokens(tags, "reasoning", call.usage().reasoning());
        }
        if (call.estimated()) {
            registry.counter("mehari.calls.estimated", tags).increment();
        }
        if (call.costNanoUsd() != null) {
            registry.counter("mehari.cost.usd", tags).increment(call.costNanoUsd() / 1e9);
        } else if (call.usageKnown()) {
            registry.counter("mehari.calls.unpriced", tags).increment();
        }
    }

    /** Counts what was tried for a call that has ended: a few rows for each configured upstream. */
    void tried(List<Attempt> attempts) {
        for (Attempt attempt : attempts) {
            if (attempt.answeredHere()) {
                continue;
            }
            ErrorKind error = attempt.error();
            Attempt.Next next = attempt.next();
            registry.counter(
                            "mehari.upstream.attempts",
                            Tags.of(
                                    Tag.of("upstream", attempt.target().upstream()),
                                    Tag.of("error", error == null ? NONE : error.code()),
                                    Tag.of("next", next == null ? NONE : next.id())))
                    .increment();
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

    private void tokens(Tags tags, String kind, long count) {
        if (count > 0) {
            registry.counter("gen_ai.client.token.usage", tags.and("gen_ai.token.type", kind))
                    .increment((double) count);
        }
    }

    private static String alias(@Nullable String name, Set<String> aliases) {
        return name == null ? NONE : aliases.contains(name) ? name : DIRECT;
    }

    private static String or(@Nullable String value) {
        return value == null ? NONE : value;
    }
}
