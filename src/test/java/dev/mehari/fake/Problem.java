package dev.mehari.fake;

/** The first thing wrong with a body; a vendor puts it into its own words. */
final class Problem extends RuntimeException {
    /** What is wrong. */
    enum Kind {
        UNKNOWN,
        MISSING,
        TYPE,
        ABOVE,
        BELOW,
        VALUE,
        PATTERN,
        TOO_LONG,
        TOO_SHORT,
        TOO_MANY,
        TOO_FEW,
        /** A rule between fields; the detail is the whole message. */
        RULE
    }

    private final Kind kind;
    private final transient Path path;
    private final String detail;
    private final String found;

    Problem(Kind kind, Path path, String detail, String found) {
        super(kind + " at " + path.indexed() + ": " + detail + " (found " + found + ")", null, false, false);
        this.kind = kind;
        this.path = path;
        this.detail = detail;
        this.found = found;
    }

    static Problem rule(Path path, String message) {
        return new Problem(Kind.RULE, path, message, "");
    }

    static Problem missing(Path path) {
        return new Problem(Kind.MISSING, path, path.name(), "nothing");
    }

    static Problem unknown(Path path) {
        return new Problem(Kind.UNKNOWN, path, path.name(), "");
    }

    Kind kind() {
        return kind;
    }

    Path path() {
        return path;
    }

    /** The limit, the expected type, the allowed values or the message: what the kind calls for. */
    String detail() {
        return detail;
    }

    String found() {
        return found;
    }
}
