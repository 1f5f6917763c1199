package dev.mehari.config;

import java.util.Locale;

/**
 * One entry of the configuration that an admin wrote, kept in the database.
 *
 * @param version of what it is now; grows with each change and is never used again
 * @param body YAML or JSON, as it would stand in a file below the name; no secret is in it
 */
public record OverlayObject(Kind kind, String name, long version, String body) {
    /** Where such an entry would stand. */
    public enum Kind {
        UPSTREAMS,
        MODELS,
        SETTINGS;

        /** In small letters, as it is in files and paths. */
        public String id() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    /** {@code upstreams/foo}: what tells it from every other. */
    public String id() {
        return id(kind, name);
    }

    public static String id(Kind kind, String name) {
        return kind.id() + "/" + name;
    }

    /** What stands in faults in place of a file and a line. */
    public String place() {
        return place(id());
    }

    public static String place(String id) {
        return "database: " + id;
    }
}
