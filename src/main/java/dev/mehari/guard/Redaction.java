package dev.mehari.guard;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import com.google.re2j.Pattern;
import com.google.re2j.PatternSyntaxException;
import dev.mehari.call.Call;
import dev.mehari.call.ErrorKind;
import dev.mehari.call.Refusal;
import dev.mehari.call.RequestBody;
import dev.mehari.config.ExpressionSize;

/**
 * The step that takes out of a request what an expression finds. Any thread.
 *
 * <p>The expressions are those of RE2: no look-around and no back-references, and in exchange the time grows with the
 * length of the text only, whatever a caller writes to keep an expression busy.
 */
public final class Redaction {
    /** What stands in place of what was found. */
    public static final String REDACTED = "[redacted]";

    /** Expressions stand in route files, so there are few; a route that makes them up must not fill the memory. */
    private final Cache<String, Pattern> patterns =
            Caffeine.newBuilder().maximumSize(100).build();

    /**
     * Puts {@link #REDACTED} in place of whatever the expression finds in the texts of the request. What is sent from then
     * on, to whichever target, and what routes read is the changed request.
     *
     * @throws Refusal {@code INTERNAL_ERROR} when the expression is none, or too large: nothing is sent unredacted
     */
    public void redact(Call call, String expression) {
        Pattern pattern = patterns.get(expression, Redaction::compile);
        RequestBody request = call.request();
        if (request != null) {
            call.request(request.withTexts(text -> pattern.matcher(text).replaceAll(REDACTED)));
        }
    }

    private static Pattern compile(String expression) {
        try {
            Pattern pattern = ExpressionSize.compile(expression);
            if (pattern == null) {
                throw new Refusal(ErrorKind.INTERNAL_ERROR, "a route redacts by " + Expressions.TOO_LARGE);
            }
            return pattern;
        } catch (PatternSyntaxException e) {
            throw new Refusal(
                    ErrorKind.INTERNAL_ERROR, "a route redacts by an expression that is none: " + Expressions.why(e));
        }
    }
}
