package dev.mehari.config;

import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * What admins wrote, beside the files. Immutable.
 *
 * @param revision of the whole; grows with each change
 * @param secrets opened, by {@code upstream/credential}
 * @param unreadable credentials that are there and cannot be opened, named in the same way
 * @param refused why others were taken out before it is read, which are set aside like those that are found then
 */
public record Overlay(
        long revision,
        List<OverlayObject> objects,
        Map<String, Secret> secrets,
        Set<String> unreadable,
        List<Fault> refused) {
    public static final Overlay NONE = new Overlay(0, List.of(), Map.of(), Set.of());

    public Overlay {
        objects = List.copyOf(objects);
        secrets = Map.copyOf(secrets);
        unreadable = Set.copyOf(unreadable);
        refused = List.copyOf(refused);
    }

    /** Of which nothing was taken out. */
    public Overlay(long revision, List<OverlayObject> objects, Map<String, Secret> secrets, Set<String> unreadable) {
        this(revision, objects, secrets, unreadable, List.of());
    }

    /** All of it but these, which are set aside for what is said of them. */
    public Overlay without(Collection<OverlayObject> some, List<Fault> why) {
        return new Overlay(
                revision,
                objects.stream().filter(object -> !some.contains(object)).toList(),
                secrets,
                unreadable,
                why);
    }

    /** How the maps name a credential. */
    public static String credential(String upstream, String id) {
        return upstream + "/" + id;
    }

    /** Of all of it, hexadecimal; empty where there is nothing. */
    public String hash() {
        return objects.isEmpty() ? "" : Sha256.of(hashes());
    }

    /** Each object with the hash of its version; a change of a credential is a change of its upstream. */
    public SortedMap<String, String> hashes() {
        SortedMap<String, String> hashes = new TreeMap<>();
        objects.forEach(o -> {
            SortedMap<String, String> parts = new TreeMap<>();
            parts.put("version", Long.toString(o.version()));
            parts.put("body", o.body());
            hashes.put(o.place(), Sha256.of(parts));
        });
        return hashes;
    }
}
