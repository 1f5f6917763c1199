package dev.mehari.model;

import dev.mehari.call.Target;
import dev.mehari.config.Models;
import dev.mehari.config.Snapshot;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What a model's name stands for. */
final class Names {
    /** Characters of a name that a caller made up. */
    private static final int LONGEST = 128;

    private Names() {}

    /** A name as it is told to others. */
    static String shown(String model) {
        return model.length() > LONGEST ? model.substring(0, LONGEST) + "..." : model;
    }

    /** An exact alias, then {@code upstream/model} as it stands, then the longest wildcard; null when nothing matches. */
    static Models.@Nullable Alias find(Snapshot snapshot, String model) {
        Models models = snapshot.models();
        Models.Alias exact = models.aliases().get(model);
        if (exact != null && !exact.wildcard()) {
            return exact;
        }
        int slash = model.indexOf('/');
        if (slash > 0 && slash < model.length() - 1 && snapshot.upstreams().containsKey(model.substring(0, slash))) {
            return new Models.Alias(model, List.of(Target.of(model)));
        }
        return models.find(model).orElse(null);
    }
}
