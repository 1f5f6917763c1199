package dev.mehari.model;

import dev.mehari.call.Call;
import dev.mehari.call.Caller;
import dev.mehari.call.Decision.Kind;
import dev.mehari.call.ErrorKind;
import dev.mehari.call.FieldTree;
import dev.mehari.call.Refusal;
import dev.mehari.call.Target;
import dev.mehari.call.TargetStates;
import dev.mehari.config.Candidate;
import dev.mehari.config.Snapshot;
import java.time.Clock;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Step: the name a caller used becomes the plan of the call. */
public final class Resolve {
    private final Snapshot snapshot;
    private final UpstreamOf upstreams;
    private final FieldTree paths;
    private final InputTokens tokens;
    private final Clock clock;
    private final ByRules rules;
    private final Eligible eligible;
    private final Ways ways;
    private final Fallbacks fallbacks;

    /**
     * @param turns those of the process
     * @param tokens asked when a rule wants to know
     */
    public Resolve(Snapshot snapshot, Turns turns, TargetStates states, InputTokens tokens, Clock clock) {
        this.snapshot = snapshot;
        this.upstreams = new UpstreamOf(snapshot);
        this.paths = FieldTree.of(snapshot.models().paths());
        this.tokens = tokens;
        this.clock = clock;
        this.rules = new ByRules(snapshot);
        this.eligible = new Eligible(snapshot);
        this.ways = new Ways(snapshot, rules, eligible, new Order(snapshot.prices(), turns, states));
        this.fallbacks = new Fallbacks(ways);
    }

    /**
     * Finds the alias, looks through its rules, and starts the plan with those of its targets that can serve this call, in
     * the order of its strategy; behind them the fallbacks that the caller named.
     *
     * @throws Refusal when there is no such model, a rule refuses the call, the key may not use it, or none of its targets
     *     can serve the call
     */
    public void resolve(Call call) {
        Caller caller = call.getCaller();
        boolean named = call.getModel() != null;
        if (caller != null && caller.defaultModel() != null) {
            call.defaultModel(caller.defaultModel());
        }
        if (snapshot.models().defaultModel() != null) {
            call.defaultModel(snapshot.models().defaultModel());
        }
        String model = call.getModel();
        if (model == null || model.isBlank()) {
            throw new Refusal(ErrorKind.INVALID_REQUEST, "the call names no model, and no default model is set");
        }
        Names.check(model);
        View view = new View(call, paths, tokens, clock);
        if (call.pinned() != null) {
            pinned(call, view, new Target(call.pinned(), model), caller);
            return;
        }
        Ways.Way way = ways.of(call, view, model, named ? Ways.Asked.BY_NAME : Ways.Asked.BY_DEFAULT);
        String header = call.header(Fallbacks.HEADER);
        List<Target> plan = header == null ? way.targets() : with(way.targets(), fallbacks.of(call, view, header));
        List<Target> known = known(way, plan);
        call.course().resolved(way.alias().name(), known);
        if (!known.equals(plan)) {
            call.course().plan(plan);
        }
        call.course().grant(plan);
    }

    private static List<Target> with(List<Target> targets, List<Target> more) {
        Set<Target> all = new LinkedHashSet<>(targets);
        all.addAll(more);
        return new ArrayList<>(all);
    }

    /** All that the call, or an earlier one of its conversation, may have gone to. */
    private static List<Target> known(Ways.Way way, List<Target> plan) {
        if (way.alias().isPlain() && holdsAll(plan, way)) {
            return plan;
        }
        Set<Target> all = new LinkedHashSet<>(way.alias().writtenFor(way.model()));
        all.addAll(plan);
        return new ArrayList<>(all);
    }

    private static boolean holdsAll(List<Target> plan, Ways.Way way) {
        for (Candidate candidate : way.alias().routing().candidates()) {
            if (!plan.contains(candidate.named(way.model()))) {
                return false;
            }
        }
        return true;
    }

    /** Behind the name of an upstream, models have the upstream's names and no others. */
    private void pinned(Call call, View view, Target target, @Nullable Caller caller) {
        rules.refusals(call, view, target.toString(), target);
        if (caller != null && !snapshot.models().allows(caller, target)) {
            throw new Refusal(ErrorKind.MODEL_NOT_ALLOWED, "this key may not use the model \"" + target + "\"");
        }
        call.course().resolved(target.toString(), List.of(target));
        call.decision().note(Kind.ALIAS, target.toString(), "the path begins with the upstream");
        eligible.refuseOff(call, target.toString(), target);
    }

    /**
     * Step: finds the upstream of a call that passes through, and holds the models that it names against the key's list.
     *
     * @throws Refusal when there is no such upstream, or the key may not use what is asked
     */
    public void passthrough(Call call) {
        upstreams.find(call);
    }
}
