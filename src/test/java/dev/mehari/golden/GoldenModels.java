package dev.mehari.golden;

import dev.mehari.call.Capabilities;
import dev.mehari.call.Quirk;
import dev.mehari.call.Target;
import dev.mehari.call.VendorQuirks;
import dev.mehari.config.CapabilityTable;
import java.util.EnumSet;
import java.util.Set;

/** What holds of models and upstreams where a case says nothing: what is shipped. */
final class GoldenModels {
    private GoldenModels() {}

    static Capabilities of(String upstream, String model) {
        return CapabilityTable.shipped().of(new Target(upstream, model));
    }

    static Set<Quirk> quirks(GoldenCase golden) {
        Set<Quirk> quirks = EnumSet.noneOf(Quirk.class);
        GoldenCases.quirks(golden).forEach(word -> quirks.addAll(VendorQuirks.named(word)));
        return quirks;
    }
}
