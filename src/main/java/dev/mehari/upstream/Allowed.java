package dev.mehari.upstream;

import dev.mehari.call.Call;
import dev.mehari.call.Caller;
import dev.mehari.call.ErrorKind;
import dev.mehari.call.Refusal;
import dev.mehari.call.Target;
import dev.mehari.config.Models;
import java.util.List;

/** Whether a key may use the target of an attempt. */
final class Allowed {
    private final Models models;

    Allowed(Models models) {
        this.models = models;
    }

    /**
     * Holds a target against the key's list, and with it the models to which its vendor may go over by itself.
     *
     * @throws Refusal when one of them is not allowed; nothing more is tried then
     */
    void check(Call call, Target target) {
        Caller caller = call.getCaller();
        if (caller == null) {
            throw new Refusal(ErrorKind.INVALID_API_KEY, "the call reached its dispatch without a checked key");
        }
        if (!written(call, target, caller)
                && !pinned(call, target, caller)
                && !passes(call, target)
                && !caller.mayUse(target)) {
            throw notAllowed(call, target);
        }
        if (caller.allowedModels().isEmpty()) {
            return;
        }
        for (String name : OtherModels.in(call)) {
            Target other = new Target(target.upstream(), name);
            if (!models.allows(caller, other)) {
                throw notAllowed(call, other);
            }
        }
    }

    /** Whether the alias leads there, and the key may use the alias. */
    private static boolean written(Call call, Target target, Caller caller) {
        String alias = call.getAlias();
        return alias != null
                && call.aliasTargets().contains(target)
                && caller.mayUse(call.getModel() == null ? alias : call.getModel(), alias);
    }

    private boolean pinned(Call call, Target target, Caller caller) {
        return call.pinned() != null && call.pinned().equals(target.upstream()) && models.allows(caller, target);
    }

    /** Whether the call passes through to this upstream; its models are held against the key's list as it names them. */
    private static boolean passes(Call call, Target target) {
        return call.passthrough() != null
                && target.upstream().equals(call.passthrough().upstream());
    }

    private static Refusal notAllowed(Call call, Target target) {
        call.plan(List.of());
        call.recovered();
        return new Refusal(ErrorKind.MODEL_NOT_ALLOWED, "this key may not use the model \"" + target + "\"");
    }
}
