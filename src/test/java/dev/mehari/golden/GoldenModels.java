package dev.mehari.golden;

import dev.mehari.call.Capabilities;
import dev.mehari.call.Quirk;
import java.util.Set;

/** What the cases take for granted of models and upstreams; replaced by the shipped table where a case says nothing. */
final class GoldenModels {
    private GoldenModels() {}

    static Capabilities of(String upstream, String model) {
        boolean gemini3 = model.startsWith("gemini-3");
        Set<String> thinking = upstream.startsWith("gemini") ? Set.of(gemini3 ? "level" : "budget") : Set.of();
        return new Capabilities(true, thinking, Set.of(), false, true, true, true, true, true, 0, 4096);
    }

    static Set<Quirk> quirks(GoldenCase golden) {
        return Pair.none();
    }
}
