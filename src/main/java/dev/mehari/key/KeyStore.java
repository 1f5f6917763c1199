package dev.mehari.key;

import java.util.List;
import java.util.Optional;

/**
 * Where virtual keys are kept. Any thread. Every method throws {@link StoreUnavailableException} when the store is away
 * or does not answer in time; {@link #findByHash} must do so within about half a second, for calls wait for it.
 */
public interface KeyStore {
    Optional<VirtualKey> findByHash(String hash);

    Optional<VirtualKey> findById(String id);

    /** All keys, oldest first. */
    List<VirtualKey> list();

    /** @return false when a key of this id or hash is there already; it stays as it is */
    boolean insert(VirtualKey key);

    /**
     * Stores a changed key and counts its version up. Id, hash, last4 and createdAt never change.
     *
     * @param key carries the version that it was read with
     * @return false when the key is gone or was changed since; nothing is stored then
     */
    boolean update(VirtualKey key);
}
