package dev.mehari.model;

import dev.mehari.call.Call;
import dev.mehari.call.Caller;
import dev.mehari.call.ErrorKind;
import dev.mehari.call.Refusal;
import dev.mehari.call.Target;
import dev.mehari.config.Models;
import dev.mehari.config.Snapshot;
import dev.mehari.config.Upstream;
import java.util.ArrayList;
import java.util.List;

/** Step: the name a caller used becomes the plan of the call. */
public final class Resolve {
    private final Snapshot snapshot;

    public Resolve(Snapshot snapshot) {
        this.snapshot = snapshot;
    }

    /**
     * Finds the alias and starts the plan with those of its targets that can serve this call.
     *
     * @throws Refusal when there is no such model, the key may not use it, or none of its targets can serve the call
     */
    public void resolve(Call call) {
        Caller caller = call.getCaller();
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
        Models.Alias alias = Names.find(snapshot, model);
        if (alias == null) {
            throw unknown(model, caller);
        }
        List<Target> targets = alias.targetsFor(model);
        List<Target> allowed = caller == null || caller.mayUse(model, alias.name())
                ? targets
                : targets.stream().filter(caller::mayUse).toList();
        if (allowed.isEmpty()) {
            throw new Refusal(ErrorKind.MODEL_NOT_ALLOWED, "this key may not use the model \"" + model + "\"");
        }
        call.resolved(alias.name(), targets);
        call.plan(servable(model, allowed));
    }

    private List<Target> servable(String model, List<Target> targets) {
        List<Target> on = new ArrayList<>(targets);
        on.removeIf(target -> !upstream(target).on());
        if (on.isEmpty()) {
            throw new Refusal(
                    ErrorKind.MODEL_NOT_FOUND,
                    "the model \"" + model + "\" is configured, but its provider has no credential: "
                            + targets.getFirst().upstream() + " is off");
        }
        return on;
    }

    private Upstream upstream(Target target) {
        Upstream upstream = snapshot.upstreams().get(target.upstream());
        if (upstream == null) {
            throw new IllegalStateException("a valid configuration has no target without upstream: " + target);
        }
        return upstream;
    }

    private Refusal unknown(String model, @org.jspecify.annotations.Nullable Caller caller) {
        List<String> near = snapshot.models().nearest(model).stream()
                .filter(name -> caller == null || caller.mayUse(name, name))
                .toList();
        String shown = model.length() > 128 ? model.substring(0, 128) + "..." : model;
        return new Refusal(
                ErrorKind.MODEL_NOT_FOUND,
                "there is no model \"" + shown + "\""
                        + (near.isEmpty() ? "" : "; the nearest: " + String.join(", ", near)));
    }
}
