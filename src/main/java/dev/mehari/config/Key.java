package dev.mehari.config;

import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * A key of a mapping.
 *
 * @param about what it is, in a sentence for whoever edits the file
 * @param usual what holds when it is not written: a number, a boolean or a text; null when nothing does
 */
record Key(String name, Shape shape, String about, @Nullable Object usual, boolean required) {
    static Key of(String name, Shape shape, String about) {
        return new Key(name, shape, about, null, false);
    }

    Key needed() {
        return new Key(name, shape, about, usual, true);
    }

    Key usually(Object value) {
        return new Key(name, shape, about, value instanceof Duration d ? text(d) : value, required);
    }

    private static String text(Duration duration) {
        long millis = duration.toMillis();
        return millis % 1000 == 0 ? millis / 1000 + "s" : millis + "ms";
    }
}
