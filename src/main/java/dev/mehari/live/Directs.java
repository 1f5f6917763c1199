package dev.mehari.live;

import dev.mehari.config.Nearest;
import java.util.Collection;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Addresses of routes inside a generation: {@code direct:name}. */
final class Directs {
    private static final String SCHEME = "direct:";

    private Directs() {}

    static boolean is(String address) {
        return address.startsWith(SCHEME);
    }

    /**
     * Why nobody takes what is sent there, on one line; null when somebody does, when it is no address of a route, and when
     * it is made for each call.
     *
     * @param read the addresses that routes read
     */
    static @Nullable String fault(String address, Collection<String> read) {
        if (!is(address) || address.contains("${") || read.contains(address)) {
            return null;
        }
        List<String> names = read.stream()
                .filter(Directs::is)
                .map(known -> known.substring(SCHEME.length()))
                .toList();
        List<String> near = Nearest.of(address.substring(SCHEME.length()), names, 1);
        return "no route reads \"" + address + "\""
                + (near.isEmpty() ? "" : ", did you mean \"" + SCHEME + near.getFirst() + "\"?");
    }
}
