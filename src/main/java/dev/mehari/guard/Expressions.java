package dev.mehari.guard;

import com.google.re2j.Pattern;
import com.google.re2j.PatternSyntaxException;
import org.jspecify.annotations.Nullable;

/** What an expression of {@code request.redact} must be, known before a call comes. Any thread. */
public final class Expressions {
    private Expressions() {}

    /** Why this is no expression, on one line; null when it is one. */
    public static @Nullable String fault(String expression) {
        try {
            Pattern.compile(expression);
            return null;
        } catch (PatternSyntaxException e) {
            return "an expression that RE2 does not take: " + why(e);
        }
    }

    /** As said by RE2, with the part that it stumbled over. */
    static String why(PatternSyntaxException fault) {
        return fault.getDescription() + ": `" + fault.getPattern() + "`";
    }
}
