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

    /**
     * A table, and what of it aliases with a switch of their own begin with.
     *
     * @param listed what follows each kind whatever {@code switch-on} says
     * @param named kinds that the file itself has answered, which no switch moves
     */
    record Found(Failover failover, Map<ErrorKind, Then> listed, Set<ErrorKind> named) {
        Found with(Failover other) {
            return new Found(other, listed, named);
        }
    }

    /** @param base what holds where the file says nothing */
    static Found read(@Nullable Value file, Failover base) {
        if (file == null) {
            return new Found(base, base.then(), Set.of());
        }
        Table root = file.table().strict(FailoverKeys.FILE);
        Table attempts = root.table("attempts", FailoverKeys.ATTEMPTS);
        Value written = root.get("meanings");
        List<Meaning> own = written == null ? List.of() : MeaningsReader.read(written.items());
        Value switchOn = root.table("failover", FailoverKeys.FAILOVER).get("switch-on");
        boolean any4xx = any4xx(switchOn);
        Map<ErrorKind, Then> said = said(root.table("then", FailoverKeys.THEN));
        Map<ErrorKind, Then> listed = over(base.then(), said);
        // What the file says of a kind stands above the switch.
        Map<ErrorKind, Then> then = any4xx ? over(any4xx(base.then()), said) : listed;
        if (switchOn != null && any4xx && answered(then).containsAll(answered(base.then()))) {
            changesNothing(switchOn);
        }
        Failover failover = new Failover(
                attempts.integer("max", base.maxAttempts()),
                retry(root.table("retry", FailoverKeys.RETRY), base.retry()),
                Stream.concat(own.stream(), base.meanings().stream()).distinct().toList(),
                then);
        return new Found(failover, listed, answered(said));
    }

    /** What an alias says in its key {@code failover}, above the table of the file; null when it says nothing. */
    static @Nullable Failover ofAlias(Table alias, Found usual) {
        if (alias.get("failover") == null) {
            return null;
        }
        Failover base = usual.failover();
        Table own = alias.table("failover", FailoverKeys.ALIAS);
        Value switchOn = own.get("switch-on");
        boolean any4xx = any4xx(switchOn);
        Map<ErrorKind, Then> said = said(own.table("then", FailoverKeys.THEN));
        Map<ErrorKind, Then> switched = switchOn == null ? base.then() : usual.listed();
        if (any4xx) {
            switched = any4xx(usual.listed());
            for (ErrorKind kind : usual.named()) {
                switched.put(kind, Then.ANSWER);
            }
        }
        Map<ErrorKind, Then> then = over(switched, said);
        if (switchOn != null && any4xx && answered(then).containsAll(answered(usual.listed()))) {
            changesNothing(switchOn);
        }
        return new Failover(
                own.table("attempts", FailoverKeys.ATTEMPTS).integer("max", base.maxAttempts()),
                retry(own.table("retry", FailoverKeys.RETRY), base.retry()),
                base.meanings(),
                then);
    }

    private static boolean any4xx(@Nullable Value switchOn) {
        return switchOn != null && FailoverKeys.ANY_4XX.equals(switchOn.choice(FailoverKeys.SWITCH_ON));
    }

    private static void changesNothing(Value switchOn) {
        switchOn.fault(Fault.quote(FailoverKeys.ANY_4XX)
                + " changes nothing: \"answer\" names all that it would send to the next"
                + " target, leave out of \"answer\" what is to go there");
    }

    private static Map<ErrorKind, Then> over(Map<ErrorKind, Then> base, Map<ErrorKind, Then> said) {
        Map<ErrorKind, Then> all = new EnumMap<>(ErrorKind.class);
        all.putAll(base);
        all.putAll(said);
        return all;
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

    /** What a table {@code then} itself names. */
    private static Map<ErrorKind, Then> said(Table table) {
        Map<ErrorKind, Value> first = new EnumMap<>(ErrorKind.class);
        Map<ErrorKind, Then> all = new EnumMap<>(ErrorKind.class);
        for (Then what : Then.values()) {
            for (Value item : table.items(what.name().toLowerCase(Locale.ROOT))) {
                kind(item).ifPresent(kind -> {
                    Value before = first.putIfAbsent(kind, item);
                    if (before != null) {
                        item.fault(Fault.quote(kind.code()) + " stands in " + before.label() + " already, line "
                                + before.keyLine());
                    }
                    if (what == Then.RETRY && kind.keptBack()) {
                        // Such an attempt is not counted: retries would go on until the deadline.
                        item.fault(Fault.quote(kind.code()) + " cannot be retried: an upstream "
                                + (kind == ErrorKind.UPSTREAM_BUSY
                                        ? "without a free slot was waited for already"
                                        : "left alone by its breaker cannot be tried again at once"));
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
                Failover table = read(new Sheet(ConfigFiles.FAILOVER, Map.of(), faults).parse(bytes), NOTHING)
                        .failover();
                faults.throwIfAny();
                return table;
            } catch (IOException e) {
                throw new UncheckedIOException(ConfigFiles.FAILOVER, e);
            }
        }
    }
}
