package dev.mehari.config;

/** A secret that no string conversion gives away. Compare by what it opens, never by {@code equals}. */
public final class Secret {
    private static final int LONGEST_MARK = 4;
    private static final int LONG = 24;
    private static final int LAST = 4;

    private final String value;

    public Secret(String value) {
        this.value = value;
    }

    /** The secret itself: for the one place that sends it. */
    public String reveal() {
        return value;
    }

    /** Enough of it for people to tell two from each other: its vendor's mark, and of a long one the last four characters. */
    public String masked() {
        int mark = value.indexOf('-') + 1;
        String first = mark > 0 && mark <= LONGEST_MARK ? value.substring(0, mark) : "";
        return first + "***...***" + (value.length() < LONG ? "" : value.substring(value.length() - LAST));
    }

    @Override
    public String toString() {
        return "***";
    }
}
