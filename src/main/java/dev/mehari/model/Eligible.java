package dev.mehari.model;

import dev.mehari.call.Call;
import dev.mehari.call.Caller;
import dev.mehari.call.Decision.Kind;
import dev.mehari.call.ErrorKind;
import dev.mehari.call.Refusal;
import dev.mehari.call.Target;
import dev.mehari.config.Candidate;
import dev.mehari.config.Snapshot;
import dev.mehari.config.Upstream;
import dev.mehari.model.Order.Named;
import java.util.List;

/** Which targets of a name may take a call; what is left out, and why, is noted in its decision. */
final class Eligible {
    private final Snapshot snapshot;

    Eligible(Snapshot snapshot) {
        this.snapshot = snapshot;
    }

    /**
     * Leaves those that the caller's key may use.
     *
     * @param byName those that it may use because it may use their alias
     * @throws Refusal when none is left
     */
    void allowed(Call call, List<Named> named, List<Candidate> byName, String model) {
        Caller caller = call.getCaller();
        if (caller == null) {
            return;
        }
        named.removeIf(one -> {
            boolean may = caller.mayUse(one.target())
                    || byName.stream().anyMatch(c -> c.named(model).equals(one.target()));
            if (!may) {
                leftOut(call, one.target(), "not in the key's list of models");
            }
            return !may;
        });
        if (named.isEmpty()) {
            throw new Refusal(ErrorKind.MODEL_NOT_ALLOWED, "this key may not use the model \"" + model + "\"");
        }
    }

    /**
     * Leaves those whose conditions the call fulfils.
     *
     * @throws Refusal when none is left
     */
    void fitting(Call call, View view, List<Named> named, ByRules.Chosen chosen) {
        boolean any = false;
        for (Named one : named) {
            any |= !one.written().when().isNone();
        }
        if (!any) {
            return;
        }
        view.of(chosen.model(), chosen.alias().name(), named.getFirst().target());
        named.removeIf(one -> {
            String failing = Conditions.failing(one.written().when(), view);
            if (failing != null) {
                leftOut(call, one.target(), failing);
            }
            return failing != null;
        });
        if (named.isEmpty()) {
            throw new Refusal(
                    ErrorKind.MODEL_NOT_FOUND,
                    "no target of the model \"" + chosen.model() + "\" takes this call: each is for other calls");
        }
    }

    /**
     * Leaves those whose upstream is on.
     *
     * @throws Refusal when none is left
     */
    void servable(Call call, List<Named> named, String model) {
        Target first = named.getFirst().target();
        named.removeIf(one -> {
            Upstream upstream = upstream(one.target());
            if (!upstream.on()) {
                leftOut(call, one.target(), off(upstream));
            }
            return !upstream.on();
        });
        if (named.isEmpty()) {
            throw off(model, upstream(first));
        }
    }

    /** @throws Refusal when the upstream of the only target is off */
    void refuseOff(Call call, String model, Target target) {
        Upstream upstream = upstream(target);
        if (!upstream.on()) {
            leftOut(call, target, off(upstream));
            throw off(model, upstream);
        }
    }

    boolean isOn(Target target) {
        return upstream(target).on();
    }

    private static Refusal off(String model, Upstream first) {
        String nowhere = first.route() == null ? "" : "No configured endpoint: ";
        return new Refusal(
                ErrorKind.MODEL_NOT_FOUND,
                nowhere + "the model \"" + model + "\" is configured, but its provider " + off(first) + ": "
                        + first.name() + " is off");
    }

    private static String off(Upstream upstream) {
        return upstream.standing().enabled() ? "has no credential" : "was switched off";
    }

    private Upstream upstream(Target target) {
        Upstream upstream = snapshot.upstreams().get(target.upstream());
        if (upstream == null) {
            throw new IllegalStateException("a valid configuration has no target without upstream: " + target);
        }
        return upstream;
    }

    private static void leftOut(Call call, Target target, String why) {
        call.decision().note(Kind.TARGET_LEFT_OUT, target.toString(), why);
    }
}
