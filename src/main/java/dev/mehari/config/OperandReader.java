package dev.mehari.config;

import com.google.re2j.Pattern;
import com.google.re2j.PatternSyntaxException;
import java.math.BigDecimal;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Reads what a condition compares with, as its field and its operator want it. */
final class OperandReader {
    /** Characters of an expression. */
    static final int LONGEST_EXPRESSION = 1000;

    private static final List<String> DAYS = List.of("mon", "tue", "wed", "thu", "fri", "sat", "sun");
    private static final java.util.regex.Pattern CLOCK =
            java.util.regex.Pattern.compile("([01][0-9]|2[0-3]):([0-5][0-9])");

    private OperandReader() {}

    /** @param test where the condition stands; null after a fault */
    static @Nullable Operand read(Value test, Field field, Operator operator, @Nullable Value value) {
        if (operator == Operator.EXISTS) {
            Boolean flag = value == null ? Boolean.TRUE : value.flag();
            return flag == null ? null : new Operand.Flag(flag);
        }
        String wrong = misfit(field.kind(), operator);
        if (wrong != null) {
            test.fault(wrong);
            return null;
        }
        if (value == null) {
            return null;
        }
        return switch (operator) {
            case IN -> oneOf(field.kind(), value);
            case REGEX -> expression(value);
            case GT, LT, GTE, LTE -> ordered(field.kind(), value);
            case CONTAINS -> field.kind() == Field.Kind.ANY ? any(value) : text(value);
            default -> single(field.kind(), value);
        };
    }

    /** Why the operator says nothing about such a field; null when it does. */
    private static @Nullable String misfit(Field.Kind kind, Operator operator) {
        boolean orders = switch (kind) {
            case NUMBER, TIME_OF_DAY, DATE, HEADER, ANY -> true;
            case TEXT, FLAG, LIST, DAY -> false;
        };
        boolean reads = switch (kind) {
            case TEXT, HEADER, ANY -> true;
            case NUMBER, FLAG, LIST, DAY, TIME_OF_DAY, DATE -> false;
        };
        boolean fits = switch (operator) {
            case GT, LT, GTE, LTE -> orders;
            case REGEX -> reads;
            case CONTAINS -> reads || kind == Field.Kind.LIST;
            case EQ, NE -> kind != Field.Kind.LIST;
            case IN, EXISTS -> true;
        };
        if (fits) {
            return null;
        }
        return "\"" + operator.id() + "\" says nothing about "
                + switch (kind) {
                    case LIST -> "a list, use \"contains\" or \"in\"";
                    case TEXT -> "a text, use \"eq\", \"in\", \"contains\" or \"regex\"";
                    case FLAG -> "true or false, use \"eq\"";
                    case DAY -> "a day of the week, use \"eq\" or \"in\"";
                    default -> "a number, use \"eq\", \"gte\" or \"lt\"";
                };
    }

    private static @Nullable Operand oneOf(Field.Kind kind, Value value) {
        List<Operand> all = new ArrayList<>();
        List<Value> items = value.items();
        if (items.isEmpty() && value.isList()) {
            value.fault("\"value\" needs at least one of what \"in\" looks for");
        }
        for (Value item : items) {
            Operand one = single(kind, item);
            if (one != null) {
                all.add(one);
            }
        }
        return all.isEmpty() ? null : new Operand.OneOf(all);
    }

    private static @Nullable Operand single(Field.Kind kind, Value value) {
        return switch (kind) {
            case TEXT, HEADER, LIST -> text(value);
            case FLAG -> flag(value);
            case NUMBER -> number(value);
            case TIME_OF_DAY, DATE -> time(kind, value);
            case DAY -> day(value);
            case ANY -> any(value);
        };
    }

    private static @Nullable Operand ordered(Field.Kind kind, Value value) {
        return kind == Field.Kind.TIME_OF_DAY || kind == Field.Kind.DATE ? time(kind, value) : number(value);
    }

    private static @Nullable Operand text(Value value) {
        String text = value.text();
        return text == null ? null : new Operand.Text(text);
    }

    private static @Nullable Operand flag(Value value) {
        Boolean flag = value.flag();
        return flag == null ? null : new Operand.Flag(flag);
    }

    private static @Nullable Operand number(Value value) {
        BigDecimal number = value.decimal();
        return number == null ? null : new Operand.Amount(number);
    }

    /** A number or true and false where they are written without quotes, else a text. */
    private static @Nullable Operand any(Value value) {
        String raw = value.isScalar() ? value.raw() : null;
        Boolean flag = (raw != null && value.isFlag()) ? Scalars.flag(raw) : null;
        if (flag != null) {
            return new Operand.Flag(flag);
        }
        return (raw != null && value.isNumber() && !raw.contains(":")) ? number(value) : text(value);
    }

    private static @Nullable Operand time(Field.Kind kind, Value value) {
        if (kind == Field.Kind.DATE) {
            LocalDate date = value.date();
            return date == null ? null : new Operand.Amount(BigDecimal.valueOf(date.toEpochDay()));
        }
        String text = value.text();
        java.util.regex.Matcher clock = CLOCK.matcher(text == null ? "" : text);
        if (text != null && !clock.matches()) {
            value.fault(value.label() + " must be a time of the day such as \"22:30\", not "
                    + Fault.quote(String.valueOf(value.raw())));
        }
        return text == null || !clock.matches()
                ? null
                : new Operand.Amount(
                        BigDecimal.valueOf(Integer.parseInt(clock.group(1)) * 60L + Integer.parseInt(clock.group(2))));
    }

    private static @Nullable Operand day(Value value) {
        String day = value.choice(new Shape.Choice(DAYS, List.of()));
        return day == null ? null : new Operand.Text(day);
    }

    private static @Nullable Operand expression(Value value) {
        String text = value.text();
        if (text == null) {
            return null;
        }
        if (text.length() > LONGEST_EXPRESSION) {
            value.fault("an expression has " + LONGEST_EXPRESSION + " characters at the most");
            return null;
        }
        try {
            Pattern pattern = ExpressionSize.compile(text);
            if (pattern != null) {
                return new Operand.Expression(pattern);
            }
            value.fault("the expression " + value.shown(text) + " is too large: its repetitions come to more than "
                    + ExpressionSize.LARGEST + " steps");
        } catch (PatternSyntaxException e) {
            value.fault("RE2 does not take the expression " + value.shown(text) + ": " + e.getDescription());
        }
        return null;
    }
}
