package dev.mehari.config;

import com.google.re2j.Pattern;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.regex.Matcher;
import org.jspecify.annotations.Nullable;

/**
 * About how many steps an expression comes to, known before it is compiled: counted repetitions within others multiply, and
 * compiling a few of them takes more memory than there is. Any thread.
 */
public final class ExpressionSize {
    /** Steps of a compiled expression: each is tried at each character of a text. */
    public static final int LARGEST = 2000;

    private static final java.util.regex.Pattern COUNT =
            java.util.regex.Pattern.compile("\\{([0-9]{1,9})(?:,([0-9]{0,9}))?}");

    private ExpressionSize() {}

    /**
     * The expression, ready for use.
     *
     * @return null when it comes to more than {@link #LARGEST} steps
     * @throws com.google.re2j.PatternSyntaxException when RE2 does not take it
     */
    public static @Nullable Pattern compile(String expression) {
        Pattern pattern = of(expression) > 10 * LARGEST ? null : Pattern.compile(expression);
        return pattern == null || pattern.programSize() > LARGEST ? null : pattern;
    }

    static double of(String expression) {
        Deque<Double> open = new ArrayDeque<>();
        double size = 0;
        double last = 0;
        Matcher count = COUNT.matcher(expression);
        for (int at = 0; at < expression.length(); at++) {
            char c = expression.charAt(at);
            if (c == '(') {
                open.push(size);
                size = 0;
                last = 0;
            } else if (c == ')' && !open.isEmpty()) {
                last = size + 2;
                size = open.pop() + last;
            } else if (c == '{' && count.region(at, expression.length()).lookingAt()) {
                String most = count.group(2);
                double times = Math.max(number(count.group(1)), number(most)) + 1;
                size += last * (times - 1);
                last *= times;
                at = count.end() - 1;
            } else {
                at = c == '\\' ? at + 1 : c == '[' ? Math.max(at, expression.indexOf(']', at + 2)) : at;
                last = 1;
                size++;
            }
        }
        return size;
    }

    private static double number(@Nullable String digits) {
        return digits == null || digits.isEmpty() ? 0 : Double.parseDouble(digits);
    }
}
