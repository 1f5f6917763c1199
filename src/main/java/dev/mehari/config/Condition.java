package dev.mehari.config;

import java.util.List;
import java.util.stream.Collectors;

/**
 * What must hold of a call. Immutable.
 *
 * <p>{@code failure}: why a call is not taken when it ends there; made once, since most rules hold of few calls.
 */
public sealed interface Condition {
    /** What is written, on one line; of a header only its name and the operator, since its value may be a secret. */
    String shown();

    private static String failure(String shown) {
        return "not: " + shown;
    }

    /** All of them hold; none at all holds too. */
    record All(List<Condition> of, String shown) implements Condition {
        /** No condition, which every call meets. */
        public static final All NONE = new All(List.of(), "always");

        public All {
            of = List.copyOf(of);
        }
    }

    /** At least one of them holds. */
    record Any(List<Condition> of, String shown, String failure) implements Condition {
        public Any {
            of = List.copyOf(of);
        }

        Any(List<Condition> of, String shown) {
            this(of, shown, Condition.failure(shown));
        }
    }

    record Not(Condition of, String shown, String failure) implements Condition {
        Not(Condition of, String shown) {
            this(of, shown, Condition.failure(shown));
        }
    }

    record Test(Field field, Operator operator, Operand operand, String shown, String failure) implements Condition {
        Test(Field field, Operator operator, Operand operand, String shown) {
            this(field, operator, operand, shown, Condition.failure(shown));
        }
    }

    static Condition all(List<Condition> of) {
        if (of.isEmpty()) {
            return All.NONE;
        }
        return of.size() == 1 ? of.getFirst() : new All(of, joined(of, " and "));
    }

    static Condition any(List<Condition> of) {
        return of.size() == 1 ? of.getFirst() : new Any(of, joined(of, " or "));
    }

    static Condition not(Condition of) {
        return new Not(of, "not (" + of.shown() + ")");
    }

    /** Whether every call meets it. */
    default boolean isNone() {
        return this instanceof All all && all.of().isEmpty();
    }

    /** Gives each test in it to {@code each}. */
    default void tests(java.util.function.Consumer<Test> each) {
        switch (this) {
            case All all -> all.of().forEach(one -> one.tests(each));
            case Any any -> any.of().forEach(one -> one.tests(each));
            case Not not -> not.of().tests(each);
            case Test test -> each.accept(test);
        }
    }

    private static String joined(List<Condition> of, String word) {
        String all = of.stream()
                .map(one -> one instanceof Test ? one.shown() : "(" + one.shown() + ")")
                .collect(Collectors.joining(word));
        return all.length() > 200 ? all.substring(0, 200) + "..." : all;
    }
}
