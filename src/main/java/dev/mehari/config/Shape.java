package dev.mehari.config;

import java.math.BigDecimal;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;

/**
 * What may stand in a place of a file. Readers take their bounds and words from here, and so do the JSON schemas in {@code
 * docs/schema}: neither can know a key, a bound or a word that the other does not. What only a look at several places tells
 * (a name that is nowhere, a row that is never reached) is for the readers alone.
 *
 * <p>Patterns hold for the whole of a text and are read by Java and by editors, so they use what both know.
 */
sealed interface Shape {
    /** A whole number. */
    record Whole(int least, int most) implements Shape {}

    /** Nothing, or an amount between the bounds. */
    record Money(BigDecimal cheapest, BigDecimal dearest) implements Shape {}

    /** A number between the bounds. */
    record Decimal(BigDecimal least, BigDecimal most) implements Shape {
        static Decimal of(String least, String most) {
            return new Decimal(new BigDecimal(least), new BigDecimal(most));
        }
    }

    /** A key without a value. */
    record Nothing() implements Shape {}

    /** A duration, 24 hours at the most; {@code orZero}: or none. */
    record Time(boolean orZero) implements Shape {}

    /** True or false. */
    record Flag() implements Shape {}

    /** A date. */
    record Day() implements Shape {}

    /** One of the words of {@code now}; those of {@code later} are promised and refused. */
    record Choice(List<String> now, List<String> later) implements Shape {
        static Choice of(String... now) {
            return new Choice(List.of(now), List.of());
        }

        Choice later(String... words) {
            return new Choice(now, List.of(words));
        }
    }

    /** A text that is not blank. A number in the file is one too when {@code orNumber}. */
    record Text(String pattern, boolean orNumber) implements Shape {
        static final Text ANY = new Text("[\\s\\S]*\\S[\\s\\S]*", true);

        static Text like(String pattern) {
            return new Text(pattern, false);
        }
    }

    /** A text that is looked at as it stands in the file, before any variable is filled in. */
    record Verbatim(String pattern) implements Shape {}

    /** A list; {@code distinct}: of different ones. */
    record Items(Shape item, int least, int most, boolean distinct) implements Shape {
        static Items of(Shape item) {
            return new Items(item, 0, Integer.MAX_VALUE, false);
        }

        static Items some(Shape item) {
            return new Items(item, 1, Integer.MAX_VALUE, false);
        }

        static Items distinct(Shape item) {
            return new Items(item, 0, Integer.MAX_VALUE, true);
        }
    }

    /**
     * A mapping of fixed keys.
     *
     * @param oneOf of these keys at least one is needed; empty for no such need
     * @param orNothing whether it may have no key at all, whatever is required
     */
    record Mapping(Keys keys, List<String> oneOf, boolean orNothing) implements Shape {
        static Mapping of(Keys keys) {
            return new Mapping(keys, List.of(), false);
        }
    }

    /**
     * A mapping whose keys are names.
     *
     * @param values by the pattern of the name
     * @param taken names that cannot be used, upper and lower case alike
     */
    record Named(Map<String, Shape> values, List<String> taken) implements Shape {
        static Named of(String name, Shape value) {
            return new Named(Map.of(name, value), List.of());
        }
    }

    /** One or the other. */
    record Either(Shape one, Shape other) implements Shape {}

    /**
     * What may stand in itself again.
     *
     * @param name its own, the same for the same shape
     */
    record Recurring(String name, Supplier<Shape> shape) implements Shape {}
}
