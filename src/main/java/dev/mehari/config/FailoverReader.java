package dev.mehari.config;

import dev.mehari.call.ErrorKind;
import dev.mehari.config.Failover.Meaning;
import dev.mehari.config.Failover.Retry;
import dev.mehari.config.Failover.Then;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Reads {@code failover.yaml}. What a file leaves out is as it is in the one inside the jar. */
final class FailoverReader {

    /** What holds below the shipped file: one attempt, and what nothing is said about is answered. */
    static final Failover NOTHING = new Failover(
            1,
            new Retry(1, Duration.ZERO, Duration.ZERO, Duration.ZERO),
            List.of(),
            FailoverKeys.KINDS.stream().collect(Collectors.toMap(kind -> kind, kind -> Then.ANSWER)));

    private FailoverReader() {}

    /** The table inside the jar, read once. */
    static Failover shipped() {
        return Shipped.TABLE;
    }

    /** @param base what holds where the file says nothing */
    static Failover read(@Nullable Value file, Failover base) {
        if (file == null) {
            return base;
        }
        Table root = file.table().strict(FailoverKeys.FILE);
        Table attempts = root.table("attempts", FailoverKeys.ATTEMPTS);
        Value written = root.get("meanings");
        List<Meaning> own = written == null ? List.of() : MeaningsReader.read(written.items());
        Value switchOn = root.table("failover", FailoverKeys.FAILOVER).get("switch-on");
        boolean any4xx = switchOn != null && FailoverKeys.ANY_4XX.equals(switchOn.choice(FailoverKeys.SWITCH_ON));
        // What the file says of a kind stands above the switch.
        Map<ErrorKind, Then> then =
                then(root.table("then", FailoverKeys.THEN), any4xx ? any4xx(base.then()) : base.then());
        if (switchOn != null && any4xx && answered(then).containsAll(answered(base.then()))) {
            switchOn.fault(Fault.quote(FailoverKeys.ANY_4XX)
                    + " changes nothing: \"answer\" names all that it would send to the next"
                    + " target, leave out of \"answer\" what is to go there");
        }
        return new Failover(
                attempts.integer("max", base.maxAttempts()),
                retry(root.table("retry", FailoverKeys.RETRY), base.retry()),
                Stream.concat(own.stream(), base.meanings().stream()).distinct().toList(),
                then);
    }

    /** With nothing answered any more. */
    private static Map<ErrorKind, Then> any4xx(Map<ErrorKind, Then> base) {
        Map<ErrorKind, Then> then = new EnumMap<>(ErrorKind.class);
        base.forEach((kind, what) -> then.put(kind, what == Then.ANSWER ? Then.NEXT : what));
        // What a 404 is under a wildcard, where the caller's own name for the model went upstream.
        then.put(ErrorKind.MODEL_NOT_FOUND, Then.NEXT);
        return then;
    }

    private static Set<ErrorKind> answered(Map<ErrorKind, Then> then) {
        return then.entrySet().stream()
                .filter(e -> e.getValue() == Then.ANSWER)
                .map(Map.Entry::getKey)
                .collect(Collectors.toUnmodifiableSet());
    }

    private static Retry retry(Table table, Retry base) {
        Duration delay = table.duration("delay", base.delay());
        Duration usual = delay.compareTo(base.maxDelay()) > 0 ? delay : base.maxDelay();
        Duration longest = table.duration("max-delay", usual);
        Value written = table.get("max-delay");
        if (written != null && delay.compareTo(longest) > 0) {
            written.fault("\"max-delay\" is shorter than the \"delay\" before the first retry");
        }
        return new Retry(
                table.integer("max-attempts", base.maxAttempts()),
                delay,
                longest,
                table.duration("max-wait", base.maxWait()));
    }

    private static Map<ErrorKind, Then> then(Table table, Map<ErrorKind, Then> base) {
        Map<ErrorKind, Value> first = new EnumMap<>(ErrorKind.class);
        Map<ErrorKind, Then> all = new EnumMap<>(ErrorKind.class);
        all.putAll(base);
        for (Then what : Then.values()) {
            for (Value item : table.items(what.name().toLowerCase(Locale.ROOT))) {
                kind(item).ifPresent(kind -> {
                    Value before = first.putIfAbsent(kind, item);
                    if (before != null) {
                        item.fault(Fault.quote(kind.code()) + " stands in " + before.label() + " already, line "
                                + before.keyLine());
                    }
                    if (what == Then.RETRY && kind == ErrorKind.UPSTREAM_UNAVAILABLE) {
                        // Such an attempt is not counted: retries would go on until the deadline.
                        item.fault(
                                Fault.quote(kind.code()) + " cannot be retried: an upstream left alone by its breaker"
                                        + " cannot be tried again at once");
                    }
                    all.put(kind, what);
                });
            }
        }
        return all;
    }

    /** The kind that a value names; a fault when there is none of that name. */
    static Optional<ErrorKind> kind(Value value) {
        String name = value.text();
        if (name == null) {
            return Optional.empty();
        }
        if (FailoverKeys.NAMES.contains(name)) {
            return Optional.of(ErrorKind.valueOf(name.toUpperCase(Locale.ROOT)));
        }
        List<String> near = Nearest.of(name, FailoverKeys.NAMES, 1);
        value.fault("unknown kind of error " + value.shown(name)
                + (near.isEmpty()
                        ? ", use " + Fault.either(FailoverKeys.NAMES, "or")
                        : ", did you mean " + Fault.either(near, "or") + "?"));
        return Optional.empty();
    }

    /** Loaded when first asked for. */
    private static final class Shipped {
        static final Failover TABLE = load();

        private static Failover load() {
            Faults faults = new Faults();
            try {
                byte[] bytes = ConfigSource.bundled().read(ConfigFiles.FAILOVER, Sheet.LARGEST);
                Failover table = read(new Sheet(ConfigFiles.FAILOVER, Map.of(), faults).parse(bytes), NOTHING);
                faults.throwIfAny();
                return table;
            } catch (IOException e) {
                throw new UncheckedIOException(ConfigFiles.FAILOVER, e);
            }
        }
    }
}
