package dev.mehari.golden;

import com.fasterxml.jackson.databind.JsonNode;
import dev.mehari.call.Capabilities;
import dev.mehari.call.Quirk;
import dev.mehari.call.Target;
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
        JsonNode config = golden.root().path("config");
        if (golden.upstream().equals("zai-chat")) {
            quirks.addAll(Quirk.named("zai"));
        }
        quirks.addAll(Quirk.named(config.path("upstream_profile").asText("")));
        if (config.path("reasoning_source").asText("").equals("think-tags")) {
            quirks.add(Quirk.THINK_TAGS);
        }
        return quirks;
    }
}
