package dev.mehari.config;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The configuration as it holds, each value with where it came from. Secrets are masked. Immutable. */
public sealed interface Effective {
    /** A mapping, in the order of its keys. */
    record Branch(Map<String, Effective> entries) implements Effective {
        public Branch {
            entries = Collections.unmodifiableMap(new LinkedHashMap<>(entries));
        }
    }

    /** A list. */
    record Rows(List<Effective> items) implements Effective {
        public Rows {
            items = List.copyOf(items);
        }
    }

    /** @param value as it is read, with variables filled in; {@code ***} in place of a secret */
    record Leaf(String value, Source source) implements Effective {}

    /** Where a value came from. */
    enum Kind {
        FILE,
        DATABASE,
        ENVIRONMENT,
        DEFAULT
    }

    /**
     * @param file its name, with the folder; of a table inside the jar, the name there; null where there is none
     * @param line counted from 1; 0 where there is none
     * @param object of the database, such as {@code upstreams/foo}; else null
     * @param version of that object
     * @param variable that was set; else null
     */
    record Source(
            Kind kind,
            @Nullable String file,
            int line,
            @Nullable String object,
            long version,
            @Nullable String variable) {
        public static final Source SHIPPED = new Source(Kind.DEFAULT, null, 0, null, 0, null);

        public static Source variable(String name) {
            return new Source(Kind.ENVIRONMENT, null, 0, null, 0, name);
        }
    }

    /**
     * Of a configuration that is live.
     *
     * @param environment as it was loaded with
     * @param snapshot what came of it
     */
    static Branch of(ConfigSource files, Map<String, String> environment, Overlay overlay, Snapshot snapshot) {
        return new EffectiveReader(files, environment, overlay, snapshot).read();
    }
}
