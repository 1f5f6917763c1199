package dev.mehari.config;

import dev.mehari.call.ThinkingShown;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Reads {@code models.yaml}. */
final class ModelsReader {
    private final @Nullable Set<String> upstreams;
    private final TriesReader tries;

    /**
     * @param upstreams names that targets may use; null when nobody knows them
     * @param failover the table of failures for aliases without one
     */
    ModelsReader(@Nullable Set<String> upstreams, FailoverReader.Found failover) {
        this.upstreams = upstreams;
        TargetReader plain = new TargetReader(upstreams, new ConditionReader(ZoneOffset.UTC));
        this.tries = new TriesReader(failover, value -> plain.target(value, value.text(), false));
    }

    /** @param more what stands at the names of others, beside those of the file */
    Models read(@Nullable Value file, Map<String, Value> more) {
        Map<String, Models.Alias> aliases = new LinkedHashMap<>();
        if (file == null) {
            return new Models(aliases, null);
        }
        Table root = file.table().strict(ModelKeys.FILE);
        Value where = root.get("time-zone");
        ZoneId zone = where == null ? null : ConditionReader.zoneOf(where);
        ConditionReader conditions = new ConditionReader(zone == null ? ZoneOffset.UTC : zone);
        TargetReader targets = new TargetReader(upstreams, conditions);
        Overridings overridings = new Overridings(upstreams);
        RuleReader rules = new RuleReader(conditions, targets, overridings);
        AliasReader routing = new AliasReader(targets, rules);
        Value all = root.require("models");
        if (all != null) {
            Map<String, Value> entries = new LinkedHashMap<>(all.table().entries());
            more.forEach(entries::putIfAbsent);
            entries.forEach((name, value) -> aliases.put(name, alias(name, value, routing)));
        }
        Value named = root.get("default-model");
        String usual = named == null ? null : named.text();
        Models models = new Models(aliases, usual, book(root, rules));
        overridings.check(models);
        if (named != null && usual != null && usual.contains("*")) {
            named.fault("\"default-model\" must be a name without \"*\"");
        } else if (named != null && usual != null && models.find(usual).isEmpty()) {
            named.fault("\"default-model\" " + named.shown(usual) + " matches no alias"
                    + didYouMean(models.nearest(usual)));
        }
        return models;
    }

    private Models.Alias alias(String name, Value value, AliasReader routing) {
        int star = name.indexOf('*');
        if (star >= 0 && star < name.length() - 1) {
            value.fault(value.keyLine(), "alias " + Fault.quote(name) + " can have \"*\" only at its end");
        } else if (name.isEmpty() || name.chars().anyMatch(c -> c <= ' ' || c == 0x7f)) {
            value.fault(value.keyLine(), "alias " + Fault.quote(name) + " is empty or has spaces");
        }
        Table table = value.table().strict(ModelKeys.ALIAS);
        return new Models.Alias(
                name, routing.read(name, table, star >= 0), patience(table), manner(table), tries.read(table));
    }

    private static Rulebook book(Table root, RuleReader rules) {
        return new Rulebook(
                byName(root.get("keys"), rules),
                byName(root.get("teams"), rules),
                rules.read(root.get("rules"), null, List.of(), true));
    }

    private static Map<String, List<Rule>> byName(@Nullable Value value, RuleReader rules) {
        Map<String, List<Rule>> byName = new LinkedHashMap<>();
        if (value != null) {
            value.table().entries().forEach((name, one) -> {
                if (name.isBlank()) {
                    one.fault(one.keyLine(), "the name in " + value.label() + " is empty");
                }
                Table table = one.table().strict(ModelKeys.OWN_RULES);
                byName.put(name, rules.read(table.require("rules"), null, List.of(), true));
            });
        }
        return byName;
    }

    private static Manner manner(Table alias) {
        Value thinking = alias.get("thinking");
        String shown = thinking == null ? null : thinking.choice(ModelKeys.THINKING);
        Value onLoss = alias.get("on-loss");
        String lost = onLoss == null ? null : onLoss.choice(ModelKeys.ON_LOSS);
        return new Manner(
                shown == null ? ThinkingShown.FIELD : ThinkingShown.of(shown).orElseThrow(),
                "refuse".equals(lost),
                DefaultsReader.read(alias));
    }

    private static Patience patience(Table alias) {
        Table table = alias.table("timeouts", ModelKeys.TIMEOUTS);
        return new Patience(
                table.duration("response-headers"),
                table.duration("first-event"),
                table.duration("gap"),
                table.duration("total"),
                table.duration("keepalive"),
                UpstreamNumbers.minimumRate(table));
    }

    /** Whether {@code name} is an upstream's; a fault if it is known not to be. */
    static void checkUpstream(Value value, String name, @Nullable Set<String> upstreams) {
        if (upstreams != null && !upstreams.contains(name)) {
            value.fault(
                    value.keyLine(),
                    "unknown upstream " + value.shown(name) + didYouMean(Nearest.of(name, List.copyOf(upstreams), 1)));
        }
    }

    private static String didYouMean(List<String> near) {
        return near.isEmpty() ? "" : ", did you mean " + Fault.either(near, "or") + "?";
    }
}
