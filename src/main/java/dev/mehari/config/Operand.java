package dev.mehari.config;

import com.google.re2j.Pattern;
import java.math.BigDecimal;
import java.util.List;

/** What a condition compares with. */
public sealed interface Operand {
    record Text(String text) implements Operand {}

    /**
     * A number, also a time of the day in minutes and a date in days since 1970.
     *
     * @param nearest the same as a double
     */
    record Amount(BigDecimal number, double nearest) implements Operand {
        public Amount(BigDecimal number) {
            this(number, number.doubleValue());
        }
    }

    record Flag(boolean flag) implements Operand {}

    record OneOf(List<Operand> operands) implements Operand {
        public OneOf {
            operands = List.copyOf(operands);
        }
    }

    /** Of RE2: the time it takes grows with the length of the text only. */
    record Expression(Pattern pattern) implements Operand {}
}
