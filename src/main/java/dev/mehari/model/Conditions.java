package dev.mehari.model;

import dev.mehari.config.Condition;
import dev.mehari.config.Field;
import dev.mehari.config.Operand;
import dev.mehari.config.Operator;
import java.math.BigDecimal;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Whether conditions hold of a call. Nothing in here fails: what is not there, or of another type, meets no condition but
 * {@code exists: false} and {@code ne}.
 */
final class Conditions {
    /** Characters of a text in which an expression is looked for. */
    static final int LONGEST_TEXT = 32 << 10;

    /** Characters of a header that may be a number. */
    private static final int LONGEST_NUMBER = 30;

    private Conditions() {}

    /** Why it does not hold: the condition at which it ended, as it is written. Null when all holds. */
    static @Nullable String failing(Condition condition, View view) {
        return switch (condition) {
            case Condition.Test test -> holds(test, view.at(test.field())) ? null : test.failure();
            case Condition.Not not -> failing(not.of(), view) == null ? not.failure() : null;
            case Condition.All all -> {
                for (Condition one : all.of()) {
                    String failing = failing(one, view);
                    if (failing != null) {
                        yield failing;
                    }
                }
                yield null;
            }
            case Condition.Any any -> {
                for (Condition one : any.of()) {
                    if (failing(one, view) == null) {
                        yield null;
                    }
                }
                yield any.failure();
            }
        };
    }

    private static boolean holds(Condition.Test test, @Nullable Object is) {
        Operand wanted = test.operand();
        return switch (test.operator()) {
            case EXISTS -> wanted instanceof Operand.Flag flag && flag.flag() == (is != null);
            case NE -> !equal(wanted, is);
            case EQ -> equal(wanted, is);
            case IN -> in(wanted, is);
            case CONTAINS -> contains(wanted, is);
            case REGEX -> wanted instanceof Operand.Expression expression && finds(expression, is);
            case GT, GTE, LT, LTE -> ordered(test, is);
        };
    }

    private static boolean equal(Operand wanted, @Nullable Object is) {
        return switch (wanted) {
            case Operand.Text text -> text.text().equals(is);
            case Operand.Flag flag -> is instanceof Boolean given && given == flag.flag();
            case Operand.Amount number -> is instanceof Number given && compare(given, number) == 0;
            case Operand.OneOf one -> false;
            case Operand.Expression expression -> false;
        };
    }

    private static boolean in(Operand wanted, @Nullable Object is) {
        if (!(wanted instanceof Operand.OneOf one)) {
            return false;
        }
        for (Operand operand : one.operands()) {
            if (is instanceof List<?> list ? has(list, operand) : equal(operand, is)) {
                return true;
            }
        }
        return false;
    }

    private static boolean contains(Operand wanted, @Nullable Object is) {
        if (is instanceof List<?> list) {
            return has(list, wanted);
        }
        return is instanceof String text && wanted instanceof Operand.Text part && text.contains(part.text());
    }

    private static boolean has(List<?> list, Operand wanted) {
        for (Object element : list) {
            if (equal(wanted, element)) {
                return true;
            }
        }
        return false;
    }

    private static boolean finds(Operand.Expression expression, @Nullable Object is) {
        if (!(is instanceof String text)) {
            return false;
        }
        String looked = text.length() > LONGEST_TEXT ? text.substring(0, LONGEST_TEXT) : text;
        return expression.pattern().matcher(looked).find();
    }

    private static boolean ordered(Condition.Test test, @Nullable Object is) {
        Object given = test.field().kind() == Field.Kind.HEADER && is instanceof String text ? number(text) : is;
        if (!(given instanceof Number number) || !(test.operand() instanceof Operand.Amount wanted)) {
            return false;
        }
        int order = compare(number, wanted);
        Operator operator = test.operator();
        return switch (operator) {
            case GT -> order > 0;
            case GTE -> order >= 0;
            case LT -> order < 0;
            default -> order <= 0;
        };
    }

    private static int compare(Number given, Operand.Amount wanted) {
        return switch (given) {
            case Long whole -> BigDecimal.valueOf(whole).compareTo(wanted.number());
            case BigDecimal exact -> exact.compareTo(wanted.number());
            default -> Double.compare(given.doubleValue() + 0.0, wanted.nearest() + 0.0);
        };
    }

    private static @Nullable Number number(String text) {
        if (text.isEmpty() || text.length() > LONGEST_NUMBER) {
            return null;
        }
        for (int i = 0; i < text.length(); i++) {
            if ("+-.0123456789".indexOf(text.charAt(i)) < 0) {
                return null;
            }
        }
        try {
            return new BigDecimal(text);
        } catch (NumberFormatException e) {
            return null;
        }
    }
}
