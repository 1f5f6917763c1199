package dev.mehari.model;

import dev.mehari.call.Call;
import dev.mehari.call.Caller;
import dev.mehari.call.Decision.Kind;
import dev.mehari.call.Refusal;
import dev.mehari.call.Target;
import dev.mehari.config.Canary;
import dev.mehari.config.Candidate;
import dev.mehari.config.Models;
import dev.mehari.config.Routing;
import dev.mehari.config.Snapshot;
import dev.mehari.model.Order.Named;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Where a name leads for a call: through rules and conditions to targets in the order in which they are tried. */
final class Ways {
    private final Snapshot snapshot;
    private final ByRules rules;
    private final Eligible eligible;
    private final Order order;

    Ways(Snapshot snapshot, ByRules rules, Eligible eligible, Order order) {
        this.snapshot = snapshot;
        this.rules = rules;
        this.eligible = eligible;
        this.order = order;
    }

    /**
     * @param alias what the name is in the end, a name of its own where none is written for it
     * @param model the name itself, or the one that a rule put in its place
     * @param targets at least one; the key may use each of them
     */
    record Way(Models.Alias alias, String model, List<Target> targets) {}

    /** How a call came to a name. */
    enum Asked {
        BY_NAME,
        BY_DEFAULT,
        /** The caller named it for when others fail: it takes no turns, and leaves no tags. */
        AS_FALLBACK
    }

    /**
     * Finds the way of a name.
     *
     * @throws Refusal when there is no such model, a rule refuses it, the key may not use it, or no target takes the call
     */
    Way of(Call call, View view, String model, Asked asked) {
        boolean fallback = asked == Asked.AS_FALLBACK;
        Models.Alias alias = Names.find(snapshot, model);
        if (alias != null) {
            call.decision().note(Kind.ALIAS, alias.name(), why(model, alias, asked));
        }
        ByRules.Chosen chosen = rules.of(call, view, model, alias, !fallback);
        Models.Alias found = chosen.alias();
        Routing routing = found.routing();
        List<Candidate> candidates = chosen.candidates() == null ? routing.candidates() : chosen.candidates();
        List<Named> named = new ArrayList<>(candidates.size());
        for (Candidate candidate : candidates) {
            named.add(Named.of(candidate, chosen.model(), chosen.weights()));
        }
        boolean byName = byName(call.getCaller(), chosen);
        if (!byName || !chosen.own()) {
            eligible.allowed(call, named, byName ? routing.candidates() : List.of(), chosen.model());
        }
        eligible.fitting(call, view, named, chosen);
        eligible.servable(call, named, chosen.model());
        List<Target> targets = order.of(call, found, named, fallback);
        if (chosen.candidates() == null && routing.canary() != null && byName && !fallback) {
            canary(call, routing.canary(), found, chosen.model(), targets);
        }
        return new Way(found, chosen.model(), targets);
    }

    private String why(String model, Models.Alias alias, Asked asked) {
        return switch (asked) {
            case BY_DEFAULT -> "the call names no model: it is a default";
            case AS_FALLBACK -> "a fallback that the caller names";
            case BY_NAME -> {
                if (alias.wildcard()) {
                    yield "the longest name that \"" + Names.shown(model) + "\" fits";
                }
                yield snapshot.models().aliases().containsKey(model)
                        ? "the name that was asked for"
                        : "an upstream and the name of its model";
            }
        };
    }

    private static boolean byName(@Nullable Caller caller, ByRules.Chosen chosen) {
        return caller == null || caller.mayUse(chosen.model(), chosen.alias().name());
    }

    private void canary(Call call, Canary canary, Models.Alias alias, String model, List<Target> targets) {
        Target target = canary.candidate().named(model);
        if (!order.canary(call, alias, canary.share(), false)
                || !eligible.isOn(target)
                || order.leftAlone(call, target)) {
            return;
        }
        targets.remove(target);
        targets.addFirst(target);
        call.decision().note(Kind.STRATEGY, "canary", target + " first");
    }
}
