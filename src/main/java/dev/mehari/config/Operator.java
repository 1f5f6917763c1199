package dev.mehari.config;

import java.util.Locale;

/** How a condition compares what a call has with what is written. */
public enum Operator {
    EQ,
    /** Not {@link #EQ}: it also holds of what is not there, and of what is of another type. */
    NE,
    GT,
    LT,
    GTE,
    LTE,
    /** A text has this part, a list this element. */
    CONTAINS,
    /** An RE2 expression finds something. */
    REGEX,
    /** It is one of several. */
    IN,
    EXISTS;

    /** The word for it in files. */
    public String id() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** Whether it asks for more or less. */
    boolean isOrder() {
        return this == GT || this == LT || this == GTE || this == LTE;
    }
}
