package dev.mehari.protocol.anthropic;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.mehari.call.Capabilities;
import dev.mehari.call.ErrorKind;
import dev.mehari.call.Refusal;
import dev.mehari.protocol.chat.ChatRequest;
import dev.mehari.protocol.chat.Effort;
import dev.mehari.protocol.chat.Given;
import dev.mehari.protocol.chat.Loss;
import dev.mehari.protocol.chat.Losses;
import dev.mehari.protocol.chat.Option;
import dev.mehari.protocol.chat.Options;
import dev.mehari.protocol.chat.Reasoning;
import dev.mehari.protocol.chat.Tree;
import org.jspecify.annotations.Nullable;

/**
 * Brings a wish to think into the kinds that a model knows: {@code adaptive} with words for the effort on newer ones,
 * {@code enabled} with a budget of tokens, which is a part of the answer's cap, on older ones.
 */
final class ReasoningWriter {
    /** Cap of an answer where neither the caller nor the operator names one; the protocol needs one. */
    private static final int USUAL_CAP = 4096;

    private static final int LEAST_BUDGET = 1024;

    private final @Nullable Given<Reasoning> asked;
    private final Capabilities model;
    private final Losses losses;
    private final @Nullable Given<Integer> cap;

    ReasoningWriter(ChatRequest request, Capabilities model, Options options, Losses losses) {
        this.asked = request.reasoning();
        this.model = model;
        this.losses = losses;
        this.cap = cap(options.take(Option.MAX_TOKENS));
    }

    private static @Nullable Given<Integer> cap(@Nullable Given<JsonNode> given) {
        if (given == null) {
            return null;
        }
        if (!given.value().canConvertToExactIntegral() || given.value().asLong() <= 0) {
            throw Refusal.of(ErrorKind.UNSUPPORTED_VALUE, "\"" + given.at() + "\" must be greater than 0", given.at());
        }
        return new Given<>((int) Math.min(given.value().asLong(), Integer.MAX_VALUE), given.at());
    }

    /**
     * @param forced whether the model has to call a tool
     * @param headless whether thinking by a budget would have to go on from thinking that is not there
     */
    ReasoningPlan plan(boolean forced, boolean headless) {
        if (asked == null) {
            return without();
        }
        // A model that knows budgets, even beside newer ways, cannot think when it is forced.
        if (forced && model.thinking().contains("enabled") && !asked.value().off()) {
            return lost();
        }
        return switch (asked.value()) {
            case Reasoning.Word word when word.off() -> none();
            case Reasoning.Word(var effort, var shown) -> {
                if (model.thinking().contains("adaptive")) {
                    yield new ReasoningPlan(adaptive(shown), word(effort), usual());
                }
                if (model.thinking().contains("enabled")) {
                    yield budget(effort.budget(), headless);
                }
                String word = word(effort);
                yield word == null ? without() : new ReasoningPlan(null, word, usual());
            }
            case Reasoning.Budget(var tokens, var shown) -> {
                if (model.thinking().contains("enabled")) {
                    yield budget(tokens, headless);
                }
                if (model.thinking().contains("adaptive")) {
                    losses.add(asked.at(), Loss.Action.APPROXIMATED);
                    yield new ReasoningPlan(adaptive(shown), word(Effort.ofBudget(tokens)), usual());
                }
                yield lost();
            }
            case Reasoning.Adaptive(var shown) -> {
                if (model.thinking().contains("adaptive")) {
                    yield new ReasoningPlan(adaptive(shown), null, usual());
                }
                if (model.thinking().contains("enabled")) {
                    losses.add(asked.at(), Loss.Action.APPROXIMATED);
                    yield budget(Effort.MEDIUM.budget(), headless);
                }
                yield lost();
            }
        };
    }

    private ReasoningPlan without() {
        return new ReasoningPlan(null, null, usual());
    }

    private ReasoningPlan lost() {
        note(Loss.Action.DROPPED);
        return without();
    }

    /** Not to think is what a model without adaptive thinking does unless it is asked. */
    private ReasoningPlan none() {
        if (!model.thinking().contains("adaptive") && !model.thinking().contains("always")) {
            return without();
        }
        if (model.thinking().contains("disabled")) {
            return new ReasoningPlan(Tree.object().put("type", "disabled"), null, usual());
        }
        note(Loss.Action.APPROXIMATED);
        if (model.thinking().contains("between-tools")) {
            return new ReasoningPlan(Tree.object().put("type", "between_tools"), null, usual());
        }
        return new ReasoningPlan(null, model.effort().contains(Effort.LOW.id()) ? Effort.LOW.id() : null, usual());
    }

    private static ObjectNode adaptive(boolean shown) {
        return Tree.object().put("type", "adaptive").put("display", shown ? "summarized" : "omitted");
    }

    /** The model's word for an effort, or the next lower, or its lowest; null when it has none. */
    private @Nullable String word(Effort effort) {
        Effort wanted = effort == Effort.MINIMAL ? Effort.LOW : effort;
        if (model.effort().contains(wanted.id())) {
            return wanted.id();
        }
        Effort best = null;
        for (Effort known : Effort.values()) {
            if (model.effort().contains(known.id()) && (best == null || known.compareTo(wanted) < 0)) {
                best = known;
            }
        }
        note(best == null && !model.thinking().contains("adaptive") ? Loss.Action.DROPPED : Loss.Action.APPROXIMATED);
        return best == null ? null : best.id();
    }

    /** A cap that the caller set stays, and the budget fits into it; without one the budget is added to the usual cap. */
    private ReasoningPlan budget(int wanted, boolean headless) {
        if (headless) {
            return lost();
        }
        int limit = model.maxOutputTokens() > 0 ? model.maxOutputTokens() : Integer.MAX_VALUE;
        boolean most = wanted == Effort.MAX.budget();
        int finite = most && limit == Integer.MAX_VALUE ? Effort.XHIGH.budget() : wanted;
        int room;
        int total;
        if (cap != null) {
            total = usual();
            room = total - 1;
        } else {
            total = (int) Math.min((long) usual() + finite, limit);
            room = Math.max(total - usual(), LEAST_BUDGET);
        }
        if (room < LEAST_BUDGET || room >= total) {
            return lost();
        }
        int budget = Math.clamp(finite, LEAST_BUDGET, room);
        if (budget != wanted && !most) {
            note(Loss.Action.CLAMPED);
        }
        return new ReasoningPlan(Tree.object().put("type", "enabled").put("budget_tokens", budget), null, total);
    }

    /** The cap of the answer, as far as the model can go. */
    private int usual() {
        int named = model.defaultMaxTokens() > 0 ? model.defaultMaxTokens() : USUAL_CAP;
        int wanted = cap == null ? named : cap.value();
        if (model.maxOutputTokens() == 0 || wanted <= model.maxOutputTokens()) {
            return wanted;
        }
        if (cap != null) {
            losses.add(cap.at(), Loss.Action.CLAMPED);
        }
        return model.maxOutputTokens();
    }

    private void note(Loss.Action action) {
        if (asked != null) {
            losses.add(asked.at(), action);
        }
    }
}
