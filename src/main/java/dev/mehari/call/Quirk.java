package dev.mehari.call;

import java.util.Locale;
import java.util.Optional;
import java.util.stream.Stream;

/** A deviation from its protocol that an upstream is known for. */
public enum Quirk {
    /** Reports usage in every stream and refuses to be asked for it. */
    USAGE_ALWAYS;

    /** The word for it in {@code upstreams.yaml}: {@code usage-always}. */
    public String id() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    /** The quirk of that word. */
    public static Optional<Quirk> of(String id) {
        return Stream.of(values()).filter(q -> q.id().equals(id)).findFirst();
    }
}
