package dev.mehari.key;

import java.util.Optional;

/**
 * Named values that all nodes on one database share. Any thread. Every method throws {@link StoreUnavailableException}
 * when the store is away.
 */
public interface Settings {
    Optional<String> find(String name);

    /** @return true for exactly one of several processes that try it at once */
    boolean putIfAbsent(String name, String value);
}
