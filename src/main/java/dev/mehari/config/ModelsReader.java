package dev.mehari.config;

import dev.mehari.call.Target;
import dev.mehari.call.ThinkingShown;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Reads {@code models.yaml}. */
final class ModelsReader {
    private final @Nullable Set<String> upstreams;

    /** @param upstreams names that targets may use; null when nobody knows them */
    ModelsReader(@Nullable Set<String> upstreams) {
        this.upstreams = upstreams;
    }

    Models read(@Nullable Value file) {
        Map<String, Models.Alias> aliases = new LinkedHashMap<>();
        if (file == null) {
            return new Models(aliases, null);
        }
        Table root = file.table().strict(ModelKeys.FILE);
        Value all = root.require("models");
        if (all != null) {
            all.table().entries().forEach((name, value) -> aliases.put(name, alias(name, value)));
        }
        Value named = root.get("default-model");
        String usual = named == null ? null : named.text();
        Models models = new Models(aliases, usual);
        if (named != null && usual != null && usual.contains("*")) {
            named.fault("\"default-model\" must be a name without \"*\"");
        } else if (named != null && usual != null && models.find(usual).isEmpty()) {
            named.fault("\"default-model\" " + named.shown(usual) + " matches no alias"
                    + didYouMean(models.nearest(usual)));
        }
        return models;
    }

    private Models.Alias alias(String name, Value value) {
        int star = name.indexOf('*');
        if (star >= 0 && star < name.length() - 1) {
            value.fault(value.keyLine(), "alias " + Fault.quote(name) + " can have \"*\" only at its end");
        } else if (name.isEmpty() || name.chars().anyMatch(c -> c <= ' ' || c == 0x7f)) {
            value.fault(value.keyLine(), "alias " + Fault.quote(name) + " is empty or has spaces");
        }
        Table table = value.table().strict(ModelKeys.ALIAS);
        table.choice("strategy");
        onContextLength(table.get("on-context-length"));
        table.emptyOnly("rules");
        return new Models.Alias(name, targets(table.require("targets"), star >= 0), patience(table), manner(table));
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
                table.duration("keepalive"));
    }

    /** Anything but {@code answer} names a target, so there is nothing to suggest. */
    private static void onContextLength(@Nullable Value value) {
        String text = value == null ? null : value.text();
        if (value != null && text != null && !text.equals("answer")) {
            value.fault(Fault.onlyNow("on-context-length: " + value.raw(), List.of("answer")));
        }
    }

    private List<Target> targets(@Nullable Value value, boolean wildcard) {
        List<Target> targets = new ArrayList<>();
        if (value == null) {
            return targets;
        }
        List<Value> items = value.items();
        if (items.isEmpty() && value.isList()) {
            value.fault("\"targets\" needs at least one target");
        }
        for (Value item : items) {
            Target target = target(item, wildcard);
            if (target != null) {
                targets.add(target);
            }
        }
        return targets;
    }

    private @Nullable Target target(Value item, boolean wildcard) {
        if (item.isScalar()) {
            return target(item, item.text(), wildcard);
        }
        Table table = item.table().strict(ModelKeys.TARGET);
        Value weight = table.get("weight");
        Integer share = weight == null ? null : weight.integer(0, 1_000_000);
        if (weight != null && share != null && share != 1) {
            weight.fault(Fault.onlyNow("weight: " + weight.raw(), List.of("1")));
        }
        table.emptyOnly("when");
        Value named = table.require("target");
        return named == null ? null : target(named, named.text(), wildcard);
    }

    private @Nullable Target target(Value value, @Nullable String text, boolean wildcard) {
        if (text == null) {
            return null;
        }
        int slash = text.indexOf('/');
        if (slash <= 0 || slash == text.length() - 1 || text.chars().anyMatch(c -> c <= ' ' || c == 0x7f)) {
            value.fault("a target is \"upstream/model\", not " + value.shown(text));
            return null;
        }
        Target target = Target.of(text);
        checkUpstream(value, target.upstream(), upstreams);
        if (target.upstream().contains("*")) {
            return target;
        }
        if (target.model().contains("*")) {
            if (!target.model().equals("*")) {
                value.fault("target " + value.shown(text) + " can have \"*\" only as its whole model");
            } else if (!wildcard) {
                value.fault("target " + value.shown(text) + " can have \"*\" only under an alias that ends in \"*\"");
            }
        }
        return target;
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
