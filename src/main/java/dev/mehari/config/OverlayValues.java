package dev.mehari.config;

import dev.mehari.config.OverlayObject.Kind;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * The objects of an overlay as the readers of files take them.
 *
 * @param upstreams what stands at each name
 * @param models the same
 */
record OverlayValues(Map<String, Value> upstreams, Map<String, Value> models) {
    static final OverlayValues NONE = new OverlayValues(Map.of(), Map.of());

    /**
     * @param notices gets what keeps credentials from being used
     */
    static OverlayValues of(List<OverlayObject> objects, Overlay overlay, Faults faults, List<Fault> notices) {
        Map<String, Value> upstreams = new LinkedHashMap<>();
        Map<String, Value> models = new LinkedHashMap<>();
        for (OverlayObject object : objects) {
            // Without variables: what the environment holds must not come into an address.
            Sheet sheet = new Sheet(
                    object.place(), Map.of(), faults, new References(), new Entered(object, overlay, notices));
            Value value = sheet.parse(object.body().getBytes(StandardCharsets.UTF_8));
            if (value == null) {
                continue;
            }
            if (object.kind() == Kind.UPSTREAMS) {
                upstreams.put(object.name(), value.named(object.name()));
            } else if (object.kind() == Kind.MODELS) {
                models.put(object.name(), value.named(object.name()));
            } else if (object.name().equals(RoutingKeys.NAME)) {
                Value alias = RoutingReader.alias(value, sheet);
                if (alias != null) {
                    models.putIfAbsent(RoutingKeys.ALIAS, alias.named(RoutingKeys.ALIAS));
                }
            } else {
                value.fault("unknown setting " + Fault.quote(object.name()));
            }
        }
        return new OverlayValues(upstreams, models);
    }

    /** The id under which a file would name the same thing. */
    static String rival(OverlayObject object) {
        return object.kind() == Kind.SETTINGS ? OverlayObject.id(Kind.MODELS, RoutingKeys.ALIAS) : object.id();
    }
}
