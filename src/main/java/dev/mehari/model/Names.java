package dev.mehari.model;

import dev.mehari.call.ErrorKind;
import dev.mehari.call.Refusal;
import dev.mehari.call.Target;
import dev.mehari.config.Models;
import dev.mehari.config.Snapshot;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What a model's name stands for. */
final class Names {
    /** Characters of a name that a caller made up. */
    private static final int LONGEST = 128;

    /** What a row holds. States, figures and metrics are kept by name too, and callers make names up. */
    private static final int MOST = 256;

    private Names() {}

    /** @throws Refusal when nobody calls a model so */
    static void check(String model) {
        if (model.length() > MOST) {
            throw new Refusal(
                    ErrorKind.MODEL_NOT_FOUND,
                    "there is no model \"" + shown(model) + "\": a name has " + MOST + " characters at the most");
        }
    }

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
