package dev.mehari.upstream;

import dev.mehari.call.Call;
import dev.mehari.call.Caller;
import dev.mehari.call.ErrorKind;
import dev.mehari.call.Refusal;
import dev.mehari.call.Target;
import dev.mehari.config.Models;
import java.util.List;
import org.jspecify.annotations.Nullable;

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
        Target refused = refused(call, caller, target);
        if (refused != null) {
            throw notAllowed(call, refused);
        }
    }

    /** Whether a target may be added to the plan of a call. */
    boolean permits(Call call, Target target) {
        Caller caller = call.getCaller();
        return caller != null && refused(call, caller, target) == null;
    }

    private @Nullable Target refused(Call call, Caller caller, Target target) {
        if (!call.course().isGranted(target)
                && !written(call, target, caller)
                && !pinned(call, target, caller)
                && !passes(call, target)
                && !caller.mayUse(target)) {
            return target;
        }
        if (caller.allowedModels().isEmpty()) {
            return null;
        }
        for (String name : OtherModels.in(call)) {
            Target other = new Target(target.upstream(), name);
            if (!models.allows(caller, other)) {
                return other;
            }
        }
        return null;
    }

    /** Whether the alias leads there, and the key may use the alias. */
    private static boolean written(Call call, Target target, Caller caller) {
        String alias = call.getAlias();
        return alias != null
                && call.course().aliasTargets().contains(target)
                && caller.mayUse(name(call, alias), alias);
    }

    /** The name that the call has under its alias: the caller's own, unless a rule has put another alias in its place. */
    private static String name(Call call, String alias) {
        String model = call.getModel();
        boolean wildcard = alias.endsWith("*");
        return model != null && wildcard && model.startsWith(alias.substring(0, alias.length() - 1)) ? model : alias;
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
        call.course().plan(List.of());
        call.recovered();
        return new Refusal(ErrorKind.MODEL_NOT_ALLOWED, "this key may not use the model \"" + target + "\"");
    }
}
