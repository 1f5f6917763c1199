package dev.mehari.config;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Puts the objects of the database above files that are valid by themselves. What a file names is the file's. An object
 * with a fault is set aside, and then what stands on it, until all that is left goes together.
 */
final class Merge {
    private final ConfigSource files;
    private final Map<String, String> environment;
    private final Overlay overlay;
    private final Set<Fault> setAside = new LinkedHashSet<>();

    Merge(ConfigSource files, Map<String, String> environment, Overlay overlay) {
        this.files = files;
        this.environment = environment;
        this.overlay = overlay;
        setAside.addAll(overlay.refused());
    }

    /** @param alone what the files say, without places of aliases */
    Snapshot onto(Snapshot alone) {
        Map<String, String> places = places();
        List<OverlayObject> left = new ArrayList<>(overlay.objects());
        left.removeIf(object -> isShadowed(object, places));
        while (!left.isEmpty()) {
            Faults faults = new Faults();
            List<Fault> notices = new ArrayList<>();
            ConfigFiles config = new ConfigFiles(files, environment, faults, new References());
            Snapshot merged =
                    ConfigLoader.read(config, environment, faults, OverlayValues.of(left, overlay, faults, notices));
            if (!faults.any()) {
                return merged.with(new Overlaid(places, List.copyOf(setAside), notices));
            }
            leaveOut(left, faults.inOrder());
        }
        return alone.with(new Overlaid(places, List.copyOf(setAside), List.of()));
    }

    private boolean isShadowed(OverlayObject object, Map<String, String> places) {
        String place = places.get(OverlayValues.rival(object));
        if (place != null) {
            setAside.add(new Fault(object.place(), 0, place + " has the same name, and files win"));
        }
        return place != null;
    }

    private void leaveOut(List<OverlayObject> left, List<Fault> faults) {
        Set<String> faulty = faults.stream().map(Fault::file).collect(Collectors.toCollection(HashSet::new));
        if (left.stream().noneMatch(object -> faulty.contains(object.place()))) {
            // A fault that shows at a file, or nowhere: whoever caused it, all of the overlay could have.
            left.forEach(object -> setAside.add(
                    new Fault(object.place(), 0, "does not go together with the files: " + faults.getFirst())));
            left.clear();
            return;
        }
        left.removeIf(object -> faulty.contains(object.place()));
        faults.stream()
                .filter(fault -> fault.file().startsWith(OverlayObject.place("")))
                .forEach(setAside::add);
    }

    /** Where files name upstreams and aliases; they are known to be readable. */
    private Map<String, String> places() {
        Map<String, String> places = new HashMap<>();
        ConfigFiles config = new ConfigFiles(files, environment, new Faults(), new References());
        names(config, ConfigFiles.UPSTREAMS, OverlayObject.Kind.UPSTREAMS, places);
        names(config, ConfigFiles.MODELS, OverlayObject.Kind.MODELS, places);
        return places;
    }

    private static void names(ConfigFiles config, String file, OverlayObject.Kind kind, Map<String, String> places) {
        Value root = config.read(file, true);
        Value all = root == null ? null : root.table().get(kind.id());
        if (all != null) {
            all.table()
                    .entries()
                    .forEach((name, value) ->
                            places.put(OverlayObject.id(kind, name), "config/" + file + ":" + value.keyLine()));
        }
    }
}
