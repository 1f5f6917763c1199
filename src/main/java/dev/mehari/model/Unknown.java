package dev.mehari.model;

import dev.mehari.call.Caller;
import dev.mehari.call.ErrorKind;
import dev.mehari.call.Refusal;
import dev.mehari.config.Snapshot;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What a caller is told of a name that is nowhere. */
final class Unknown {
    private Unknown() {}

    static Refusal model(Snapshot snapshot, String model, @Nullable Caller caller) {
        List<String> near = snapshot.models().nearest(model).stream()
                .filter(name -> caller == null || caller.mayUse(name, name))
                .toList();
        return new Refusal(
                ErrorKind.MODEL_NOT_FOUND,
                "there is no model \"" + Names.shown(model) + "\""
                        + (near.isEmpty() ? "" : "; the nearest: " + String.join(", ", near)));
    }
}
