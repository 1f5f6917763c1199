package dev.mehari.config;

import dev.mehari.call.Capabilities;
import dev.mehari.call.Target;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;

/**
 * What the models of upstreams can be asked for. Immutable.
 *
 * @param entries those that count less before those that count more
 */
public record CapabilityTable(List<CapabilityEntry> entries) {
    private static final Capabilities USUAL =
            new Capabilities(true, Set.of(), Set.of(), false, true, true, true, true, true, 0, 4096);

    public CapabilityTable {
        entries = List.copyOf(entries);
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

    /** What a target can be asked for; the usual where the table says nothing. Well below a microsecond to a few. */
    public Capabilities of(Target target) {
        Capabilities known = USUAL;
        for (CapabilityEntry entry : entries) {
            if (entry.fits(target)) {
                known = entry.over(known);
            }
        }
        return known;
    }
}
