package dev.mehari.config;

import dev.mehari.call.Capabilities;
import dev.mehari.call.Target;
import dev.mehari.call.Tokenizer;
import dev.mehari.call.Tokenizer.Vocabulary;
import java.util.Comparator;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What is said of the models that a name fits. What is null is not said.
 *
 * @param upstream name of an upstream, or {@code *}
 * @param model name of a model, or the beginning of one before a {@code *}
 */
record CapabilityEntry(
        String upstream,
        String model,
        @Nullable Boolean sampling,
        @Nullable Set<String> thinking,
        @Nullable Set<String> effort,
        @Nullable Boolean midSystem,
        @Nullable Boolean forcedTool,
        @Nullable Boolean streaming,
        @Nullable Boolean tools,
        @Nullable Boolean images,
        @Nullable Boolean toolsWithEffort,
        @Nullable Boolean jsonSchema,
        @Nullable Boolean jsonWithTools,
        @Nullable Boolean stops,
        @Nullable Boolean prefill,
        @Nullable Integer maxOutputTokens,
        @Nullable Integer defaultMaxTokens,
        @Nullable Integer maxThinkingBudget,
        @Nullable Vocabulary tokenizer,
        @Nullable Integer tokenizerPercent) {
    /** The less exact first: any upstream before one, a beginning before a whole name, a short one before a long. */
    static final Comparator<CapabilityEntry> BY_EXACTNESS = Comparator.comparing(
                    (CapabilityEntry entry) -> !entry.upstream.equals(CapabilityKeys.ANY))
            .thenComparing(entry -> !entry.open())
            .thenComparingInt(entry -> entry.model.length());

    CapabilityEntry {
        thinking = thinking == null ? null : Set.copyOf(thinking);
        effort = effort == null ? null : Set.copyOf(effort);
    }

    private boolean open() {
        return model.endsWith(CapabilityKeys.ANY);
    }

    /**
     * Whether it is of this target. Resellers put the vendor's name before that of its model: what is said of a model at
     * any upstream is said of {@code vendor/model} too.
     */
    boolean fits(Target target) {
        String name = target.model();
        if (!upstream.equals(CapabilityKeys.ANY)) {
            return upstream.equals(target.upstream()) && names(name);
        }
        return names(name) || (model.indexOf('/') < 0 && names(name.substring(name.lastIndexOf('/') + 1)));
    }

    private boolean names(String name) {
        return open() ? name.regionMatches(0, model, 0, model.length() - 1) : name.equals(model);
    }

    /** What it says, and where it says nothing the others. */
    Capabilities over(Capabilities others) {
        return new Capabilities(
                or(sampling, others.sampling()),
                or(thinking, others.thinking()),
                or(effort, others.effort()),
                or(midSystem, others.midSystem()),
                or(forcedTool, others.forcedTool()),
                or(streaming, others.streaming()),
                or(tools, others.tools()),
                or(images, others.images()),
                or(toolsWithEffort, others.toolsWithEffort()),
                or(jsonSchema, others.jsonSchema()),
                or(jsonWithTools, others.jsonWithTools()),
                or(stops, others.stops()),
                or(prefill, others.prefill()),
                or(maxOutputTokens, others.maxOutputTokens()),
                or(defaultMaxTokens, others.defaultMaxTokens()),
                or(maxThinkingBudget, others.maxThinkingBudget()),
                new Tokenizer(
                        or(tokenizer, others.tokenizer().vocabulary()),
                        or(tokenizerPercent, others.tokenizer().percent())));
    }

    private static <T> T or(@Nullable T said, T otherwise) {
        return said == null ? otherwise : said;
    }
}
