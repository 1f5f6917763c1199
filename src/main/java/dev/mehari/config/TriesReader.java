package dev.mehari.config;

import dev.mehari.call.Target;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** Reads what an alias has its calls try. */
final class TriesReader {
    private final FailoverReader.Found failover;
    private final Function<Value, @Nullable Target> targets;

    /**
     * @param failover the table that holds where an alias has none of its own
     * @param targets reads a target without a wildcard; null, and a fault, when it is none
     */
    TriesReader(FailoverReader.Found failover, Function<Value, @Nullable Target> targets) {
        this.failover = failover;
        this.targets = targets;
    }

    Tries read(Table alias) {
        return new Tries(
                FailoverReader.ofAlias(alias, failover),
                onContextLength(alias.get("on-context-length")),
                alias.duration("hedge-after"),
                mirror(alias));
    }

    private @Nullable Mirror mirror(Table alias) {
        if (alias.get("mirror") == null) {
            return null;
        }
        Table table = alias.table("mirror", ModelKeys.MIRROR);
        Value named = table.require("target");
        Target target = named == null ? null : targets.apply(named);
        int percent = table.integer("percent", 100);
        return target == null ? null : new Mirror(target, percent);
    }

    private @Nullable Target onContextLength(@Nullable Value value) {
        String text = value == null ? null : value.text();
        if (value == null || text == null || text.equals(ModelKeys.ANSWER)) {
            return null;
        }
        if (text.indexOf('/') < 0) {
            value.fault("\"on-context-length\" must be \"answer\" or a target, \"upstream/model\", not "
                    + value.shown(text));
            return null;
        }
        return targets.apply(value);
    }
}
