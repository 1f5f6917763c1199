package dev.mehari.config;

import dev.mehari.call.Target;
import java.math.BigDecimal;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Reads how calls of an alias find their targets. */
final class AliasReader {
    private final TargetReader targets;
    private final RuleReader rules;

    AliasReader(TargetReader targets, RuleReader rules) {
        this.targets = targets;
        this.rules = rules;
    }

    Routing read(String alias, Table table, boolean wildcard) {
        Value chosen = table.get("strategy");
        String word = chosen == null ? null : chosen.choice(ModelKeys.STRATEGY);
        Strategy strategy = word == null ? Strategy.ORDERED : Strategy.of(word);
        boolean known = chosen == null || word != null;
        List<Candidate> candidates = targets.read(
                table.require("targets"),
                wildcard,
                !known || strategy.weighs(),
                "under \"strategy: " + strategy.id() + "\", use \"weighted\"");
        if (chosen != null
                && strategy == Strategy.PRIORITY
                && candidates.stream().map(Candidate::priority).distinct().count() == 1
                && candidates.size() > 1) {
            chosen.fault("\"strategy: priority\" needs targets with different \"priority\"");
        }
        return new Routing(
                strategy,
                candidates,
                sticky(table, strategy, known),
                canary(table, wildcard),
                rules.read(table.get("rules"), alias, candidates, !known || strategy.weighs()));
    }

    private static Affinity sticky(Table table, Strategy strategy, boolean known) {
        Value value = table.get("sticky");
        Table keys = table.table("sticky", ModelKeys.STICKY);
        if (value != null && known && strategy != Strategy.STICKY) {
            value.fault("\"sticky\" changes nothing under \"strategy: " + strategy.id() + "\"");
        }
        Affinity by = affinity(keys.get("by"), "key", "conversation");
        return by == null ? Affinity.KEY : by;
    }

    private @Nullable Canary canary(Table table, boolean wildcard) {
        if (table.get("canary") == null) {
            return null;
        }
        Table keys = table.table("canary", ModelKeys.CANARY);
        Value named = keys.require("target");
        Target target = named == null ? null : targets.target(named, named.text(), wildcard);
        Value percent = keys.require("percent");
        BigDecimal share =
                percent == null ? null : percent.decimal(ModelKeys.PERCENT.least(), ModelKeys.PERCENT.most());
        Affinity by = affinity(keys.get("by"), "call", "key", "conversation");
        return target == null || share == null
                ? null
                : new Canary(new Candidate(target), share.doubleValue() / 100, by == null ? Affinity.CALL : by);
    }

    private static @Nullable Affinity affinity(@Nullable Value value, String... words) {
        String text = value == null ? null : value.text();
        if (value == null || text == null) {
            return null;
        }
        boolean header = text.startsWith(Affinity.PREFIX)
                && text.substring(Affinity.PREFIX.length()).matches(RuleKeys.HEADER);
        if (header || List.of(words).contains(text)) {
            return Affinity.of(text);
        }
        List<String> near = Nearest.of(text, List.of(words), 1);
        value.fault("unknown " + value.label() + " " + value.shown(text)
                + (near.isEmpty()
                        ? ", use " + Fault.either(List.of(words), "or") + " or \"header:NAME\""
                        : ", did you mean " + Fault.quote(near.getFirst()) + "?"));
        return null;
    }
}
