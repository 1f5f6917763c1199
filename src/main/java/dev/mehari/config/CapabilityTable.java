package dev.mehari.config;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import dev.mehari.call.Capabilities;
import dev.mehari.call.Target;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;

/** What the models of upstreams can be asked for. Any thread. */
public final class CapabilityTable {
    private static final Capabilities USUAL =
            new Capabilities(true, Set.of(), Set.of(), false, true, true, true, true, true, 0, 4096);

    /** Those that count less before those that count more. */
    private final List<CapabilityEntry> entries;

    /** Callers choose the names of models: what is kept of them has an end. */
    private final Cache<Target, Capabilities> found =
            Caffeine.newBuilder().maximumSize(1_000).build();

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
        return found.get(target, this::search);
    }

    private Capabilities search(Target target) {
        Capabilities known = USUAL;
        for (CapabilityEntry entry : entries) {
            if (entry.fits(target)) {
                known = entry.over(known);
            }
        }
        return known;
    }
}
