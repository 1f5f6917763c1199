package dev.mehari.golden;

import com.fasterxml.jackson.databind.JsonNode;
import dev.mehari.call.Capabilities;
import dev.mehari.call.Quirk;
import java.util.EnumSet;
import java.util.Set;

/** What the cases take for granted of models and upstreams; replaced by the shipped table where a case says nothing. */
final class GoldenModels {
    private GoldenModels() {}

    static Capabilities of(String upstream, String model) {
        boolean gemini3 = model.startsWith("gemini-3");
        Set<String> thinking = upstream.startsWith("gemini") ? Set.of(gemini3 ? "level" : "budget") : Set.of();
        Set<String> effort =
                upstream.equals("openai-chat") || upstream.equals("zai-chat") || upstream.equals("openai-responses")
                        ? Set.of("none", "minimal", "low", "medium", "high", "xhigh", "max")
                        : Set.of();
        return new Capabilities(true, thinking, effort, false, true, true, true, true, true, 0, 4096);
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
