package dev.mehari.health;

import java.util.List;

/**
 * Where switches outlive the process; all nodes on one database share them. Any thread. Every method throws {@link
 * SwitchStoreUnavailableException} when the store is away.
 */
public interface SwitchStore {
    List<Switch> all();

    /** Replaces what is kept of the subject. */
    void put(Switch now);
}
