package dev.mehari.protocol.gemini;

import dev.mehari.call.ErrorKind;
import dev.mehari.call.Refusal;
import dev.mehari.protocol.chat.Effort;
import dev.mehari.protocol.chat.Fields;
import dev.mehari.protocol.chat.Given;
import dev.mehari.protocol.chat.Reasoning;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** Reads {@code thinkingConfig}. */
final class ReasoningReader {
    private ReasoningReader() {}

    static @Nullable Given<Reasoning> read(Fields thinking) {
        boolean shown = thinking.isTrue("includeThoughts");
        Given<Integer> budget = thinking.integer("thinkingBudget");
        String level = thinking.text("thinkingLevel");
        if (budget != null && level != null) {
            throw Refusal.of(
                    ErrorKind.INVALID_REQUEST,
                    "\"" + budget.at() + "\" and \"" + thinking.at("thinkingLevel") + "\" exclude each other",
                    budget.at());
        }
        if (budget != null) {
            return new Given<>(ofBudget(budget, shown), budget.at());
        }
        if (level != null && !level.endsWith("_UNSPECIFIED")) {
            Effort effort = Effort.of(level.toLowerCase(Locale.ROOT))
                    .orElseThrow(() -> Fields.wrong(thinking.at("thinkingLevel"), "MINIMAL, LOW, MEDIUM or HIGH"));
            return new Given<>(new Reasoning.Word(effort, shown), thinking.at("thinkingLevel"));
        }
        return shown ? new Given<>(new Reasoning.Adaptive(true), thinking.at("includeThoughts")) : null;
    }

    private static Reasoning ofBudget(Given<Integer> budget, boolean shown) {
        int tokens = budget.value();
        if (tokens < -1) {
            throw Fields.wrong(budget.at(), "at least -1");
        }
        return switch (tokens) {
            case -1 -> new Reasoning.Adaptive(shown);
            case 0 -> new Reasoning.Word(Effort.NONE, false);
            default -> new Reasoning.Budget(tokens, shown);
        };
    }
}
