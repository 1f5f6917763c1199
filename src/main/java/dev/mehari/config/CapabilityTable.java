package dev.mehari.config;

import dev.mehari.call.Capabilities;
import dev.mehari.call.Target;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Stream;

/** What the models of upstreams can be asked for. Does not change; any thread. */
public final class CapabilityTable {
    private static final Capabilities USUAL =
            new Capabilities(true, Set.of(), Set.of(), false, true, true, true, true, true, 0, 4096);
    /** Callers may name any model of an upstream: more than these are looked up again. */
    private static final int REMEMBERED = 1_000;

    private final List<CapabilityEntry> entries;
    private final Map<Target, Capabilities> found = new ConcurrentHashMap<>();

    /** @param entries those that count less before those that count more */
    CapabilityTable(List<CapabilityEntry> entries) {
        this.entries = List.copyOf(entries);
    }

    /** The table that is shipped with the gateway. */
    public static CapabilityTable shipped() {
        return CapabilitiesReader.shipped();
    }

    /** With entries that stand above all of these, whatever their names. */
    CapabilityTable with(List<CapabilityEntry> own) {
        return new CapabilityTable(Stream.concat(entries.stream(), own.stream().sorted(CapabilityEntry.BY_EXACTNESS))
                .toList());
    }

    /** What a target can be asked for; the usual where the table says nothing. */
    public Capabilities of(Target target) {
        Capabilities known = found.get(target);
        if (known == null) {
            known = find(target);
            if (found.size() < REMEMBERED) {
                found.put(target, known);
            }
        }
        return known;
    }

    private Capabilities find(Target target) {
        Capabilities known = USUAL;
        for (CapabilityEntry entry : entries) {
            if (entry.fits(target)) {
                known = entry.over(known);
            }
        }
        return known;
    }
}
