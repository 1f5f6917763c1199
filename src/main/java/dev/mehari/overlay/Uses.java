package dev.mehari.overlay;

import com.fasterxml.jackson.databind.JsonNode;
import dev.mehari.config.OverlayObject;
import dev.mehari.config.OverlayObject.Kind;
import dev.mehari.key.VirtualKey;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;

/** Who names an object. Files name no object of the database: they hold without it. */
final class Uses {
    private Uses() {}

    /** Where a rule puts another model in place of the caller's. */
    private static final String MODEL = "model";

    private static final String UPSTREAM = "upstream";

    /** Ids of those that would name nothing if it were gone. */
    static List<String> of(Draft gone, List<OverlayObject> others, List<VirtualKey> keys) {
        // A model is named by itself, an upstream as the first part of a target.
        boolean upstream = gone.kind() == Kind.UPSTREAMS;
        Predicate<String> names = upstream ? text -> text.startsWith(gone.name() + "/") : gone.name()::equals;
        List<String> users = new ArrayList<>();
        for (OverlayObject other : others) {
            boolean uses = other.kind() != Kind.UPSTREAMS
                    && (upstream
                            ? asUpstream(Json.read(other.body()), names, gone.name())
                            : asModel(Json.read(other.body()), gone.name()));
            if (uses) {
                users.add(other.id());
            }
        }
        for (VirtualKey key : keys) {
            String usual = key.defaultModel();
            if ((usual != null && names.test(usual))
                    || key.allowedModels().stream().anyMatch(names)) {
                users.add("keys/" + key.id());
            }
        }
        return users;
    }

    private static boolean asUpstream(JsonNode node, Predicate<String> names, String name) {
        if (node.isTextual()) {
            return names.test(node.asText());
        }
        if (node.path(UPSTREAM).asText().equals(name)) {
            return true;
        }
        for (JsonNode child : node) {
            if (asUpstream(child, names, name)) {
                return true;
            }
        }
        return false;
    }

    /** Beside an upstream, a model is that upstream's. All other texts are names of rules, values, words. */
    private static boolean asModel(JsonNode node, String name) {
        if (node.path(MODEL).asText().equals(name) && !node.has(UPSTREAM)) {
            return true;
        }
        for (JsonNode child : node) {
            if (asModel(child, name)) {
                return true;
            }
        }
        return false;
    }
}
