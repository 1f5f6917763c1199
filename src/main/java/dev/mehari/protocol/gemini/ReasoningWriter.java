package dev.mehari.protocol.gemini;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.mehari.call.Capabilities;
import dev.mehari.protocol.chat.Effort;
import dev.mehari.protocol.chat.Given;
import dev.mehari.protocol.chat.Loss;
import dev.mehari.protocol.chat.Losses;
import dev.mehari.protocol.chat.Reasoning;
import dev.mehari.protocol.chat.Tree;
import java.util.HashSet;
import java.util.Locale;
import java.util.Set;

/**
 * Writes {@code thinkingConfig}: a budget of tokens for models that count, a level for those that take words, and never
 * both. Which it is stands in the capabilities.
 */
final class ReasoningWriter {
    /** The most that all models with a budget take, for one of which nothing is said. */
    private static final int USUAL_LARGEST = 24_576;
    /** The least of those that cannot stop. */
    private static final int SMALLEST = 128;

    private static final Set<String> LEVELS = Set.of("minimal", "low", "medium", "high");
    private static final Set<String> USUAL = Set.of("low", "medium", "high");

    private final Capabilities capabilities;
    private final int largest;
    private final Losses losses;

    ReasoningWriter(Capabilities capabilities, Losses losses) {
        this.capabilities = capabilities;
        this.largest = capabilities.maxThinkingBudget() > 0 ? capabilities.maxThinkingBudget() : USUAL_LARGEST;
        this.losses = losses;
    }

    /** Empty when there is nothing to say. */
    ObjectNode write(Given<Reasoning> given) {
        Reasoning asked = given.value();
        ObjectNode out = Tree.object();
        if (capabilities.thinking().contains("level")) {
            level(given, out);
        } else if (capabilities.thinking().contains("budget")) {
            budget(given, out);
        } else {
            if (!asked.off()) {
                losses.dropped(given.at());
            }
            return out;
        }
        if (asked.shown() && !asked.off()) {
            out.put("includeThoughts", true);
        }
        return out;
    }

    private void budget(Given<Reasoning> given, ObjectNode out) {
        switch (given.value()) {
            case Reasoning.Adaptive adaptive -> out.put("thinkingBudget", -1);
            case Reasoning.Budget budget -> {
                out.put("thinkingBudget", Math.min(budget.tokens(), largest));
                if (budget.tokens() > largest) {
                    losses.add(given.at(), Loss.Action.CLAMPED);
                }
            }
            case Reasoning.Word word -> {
                boolean always = capabilities.thinking().contains("always");
                boolean none = word.effort() == Effort.NONE;
                out.put(
                        "thinkingBudget",
                        none && always ? SMALLEST : Math.min(word.effort().budget(), largest));
                boolean less = word.effort() != Effort.MAX && word.effort().budget() > largest;
                if ((none && always) || less) {
                    losses.add(given.at(), Loss.Action.APPROXIMATED);
                }
            }
        }
    }

    private void level(Given<Reasoning> given, ObjectNode out) {
        switch (given.value()) {
            case Reasoning.Adaptive adaptive -> {}
            case Reasoning.Budget budget -> {
                put(out, taken(Effort.ofBudget(budget.tokens())));
                losses.add(given.at(), Loss.Action.APPROXIMATED);
            }
            case Reasoning.Word word -> {
                Effort taken = taken(word.effort());
                put(out, taken);
                if (taken != word.effort()) {
                    losses.add(given.at(), Loss.Action.APPROXIMATED);
                }
            }
        }
    }

    private static void put(ObjectNode out, Effort effort) {
        out.put("thinkingLevel", effort.name().toUpperCase(Locale.ROOT));
    }

    /** The level that is nearest; those of another vendor's are no levels. */
    private Effort taken(Effort wanted) {
        Set<String> words = new HashSet<>(capabilities.effort().isEmpty() ? USUAL : capabilities.effort());
        words.retainAll(LEVELS);
        Effort nearest = Effort.nearest(wanted, words);
        return nearest == null ? Effort.HIGH : nearest;
    }
}
