package dev.mehari.fake;

import org.jspecify.annotations.Nullable;

/** Where in a body something is: each vendor writes it differently. */
record Path(@Nullable Path parent, Object step) {
    static final Path ROOT = new Path(null, "");

    Path to(Object next) {
        return new Path(this, next);
    }

    /** {@code messages[0].content}. */
    String indexed() {
        return written("[%d]");
    }

    /** {@code messages.0.content}. */
    String dotted() {
        return written(".%d");
    }

    private String written(String index) {
        if (parent == null) {
            return "";
        }
        String before = parent.written(index);
        if (step instanceof Integer number) {
            return before + String.format(index, number);
        }
        return before.isEmpty() ? step.toString() : before + "." + step;
    }

    /** The last name on the way. */
    String name() {
        return step.toString();
    }

    Path up() {
        return parent == null ? this : parent;
    }
}
