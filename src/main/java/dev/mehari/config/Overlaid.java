package dev.mehari.config;

import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What became of the two sources when they were put together.
 *
 * @param places of what files name, as {@code config/upstreams.yaml:12}, by the id an object of the database would have
 * @param setAside why objects of the database are not part of the configuration
 * @param notices why credentials of objects that are part of it are not used
 */
public record Overlaid(Map<String, String> places, List<Fault> setAside, List<Fault> notices) {
    public static final Overlaid NOTHING = new Overlaid(Map.of(), List.of(), List.of());

    public Overlaid {
        places = Map.copyOf(places);
        setAside = List.copyOf(setAside);
        notices = List.copyOf(notices);
    }

    /** Where a file names it: then nobody else can. */
    public Optional<String> place(String id) {
        return Optional.ofNullable(places.get(id));
    }

    /** Whether all that admins wrote is part of the configuration and can be used. */
    public boolean isWhole() {
        return setAside.isEmpty() && notices.isEmpty();
    }
}
