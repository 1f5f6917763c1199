package dev.mehari.live;

import java.util.Set;
import java.util.TreeSet;
import org.apache.camel.Exchange;
import org.apache.camel.spi.HeaderFilterStrategy;
import org.jspecify.annotations.Nullable;

/** Lets every header through that was put on the wire on purpose, and none of Camel's own. Any thread. */
final class WireHeaders implements HeaderFilterStrategy {
    private static final String CAMEL = "Camel";

    /** What the client writes itself. */
    private static final Set<String> CLIENTS = clients();

    @Override
    public boolean applyFilterToCamelHeaders(String name, @Nullable Object value, Exchange exchange) {
        return camels(name) || CLIENTS.contains(name);
    }

    @Override
    public boolean applyFilterToExternalHeaders(String name, @Nullable Object value, Exchange exchange) {
        return camels(name);
    }

    private static boolean camels(String name) {
        return name.regionMatches(true, 0, CAMEL, 0, CAMEL.length());
    }

    private static Set<String> clients() {
        Set<String> names = new TreeSet<>(String.CASE_INSENSITIVE_ORDER);
        names.addAll(Set.of("Content-Type", "Content-Length", "Host"));
        return names;
    }
}
