package dev.mehari.health;

import dev.mehari.call.Target;
import java.util.Locale;

/**
 * What can be left alone.
 *
 * @param name {@code upstream}, {@code upstream/model} or {@code upstream:credential}
 */
public record Subject(Kind kind, String name) {
    /** What it is. */
    public enum Kind {
        UPSTREAM,
        TARGET,
        CREDENTIAL;

        /** The word for it in JSON, metrics and rows. */
        public String id() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    public static Subject upstream(String name) {
        return new Subject(Kind.UPSTREAM, name);
    }

    public static Subject of(Target target) {
        return new Subject(Kind.TARGET, target.toString());
    }

    public static Subject credential(String upstream, String id) {
        return new Subject(Kind.CREDENTIAL, upstream + ":" + id);
    }

    @Override
    public String toString() {
        return kind.id() + " \"" + name + "\"";
    }
}
