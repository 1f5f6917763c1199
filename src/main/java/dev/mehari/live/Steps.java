package dev.mehari.live;

import java.util.Map;
import org.apache.camel.spi.Registry;

/**
 * The beans that routes may name.
 *
 * @param beans by the name used in {@code ref:}
 */
public record Steps(Map<String, Object> beans) {
    public Steps {
        beans = Map.copyOf(beans);
    }

    void bind(Registry registry) {
        beans.forEach(registry::bind);
    }
}
