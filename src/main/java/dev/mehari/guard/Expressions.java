package dev.mehari.guard;

import com.google.re2j.PatternSyntaxException;
import dev.mehari.config.ExpressionSize;
import org.jspecify.annotations.Nullable;

/** What an expression of {@code request.redact} must be, known before a call comes. Any thread. */
public final class Expressions {
    /** What is said of one that would take too much time for each text, and perhaps more memory than there is. */
    static final String TOO_LARGE =
            "an expression that is too large: its repetitions come to more than " + ExpressionSize.LARGEST + " steps";

    private Expressions() {}

    /** Why this is no expression, on one line; null when it is one. */
    public static @Nullable String fault(String expression) {
        try {
            return ExpressionSize.compile(expression) == null ? TOO_LARGE : null;
        } catch (PatternSyntaxException e) {
            return "an expression that RE2 does not take: " + why(e);
        }
    }

    /** As said by RE2, with the part that it stumbled over. */
    static String why(PatternSyntaxException fault) {
        return fault.getDescription() + ": `" + fault.getPattern() + "`";
    }
}
