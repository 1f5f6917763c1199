package dev.mehari.live;

import java.util.Map;
import org.apache.camel.spi.Registry;
import org.jspecify.annotations.Nullable;

/**
 * The beans that routes may name.
 *
 * @param beans by the name used in {@code ref:}
 * @param texts by {@code bean.method}: what the texts must be that a route writes into its brackets
 */
public record Steps(Map<String, Object> beans, Map<String, Text> texts) {
    /** Says what is wrong with a text before a call comes to it. Any thread. */
    @FunctionalInterface
    public interface Text {
        /** One line without a full stop; null when nothing is. */
        @Nullable
        String fault(String text);
    }

    public Steps {
        beans = Map.copyOf(beans);
        texts = Map.copyOf(texts);
    }

    /** Of steps that take any text. */
    public Steps(Map<String, Object> beans) {
        this(beans, Map.of());
    }

    void bind(Registry registry) {
        beans.forEach(registry::bind);
    }
}
