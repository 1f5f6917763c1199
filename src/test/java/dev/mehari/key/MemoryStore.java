package dev.mehari.key;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.BiPredicate;

/** Keys and settings in memory, which can be away and counts how often it was asked. */
final class MemoryStore implements KeyStore, Settings {
    final AtomicInteger reads = new AtomicInteger();
    volatile boolean away;
    /** Runs between reading a key and handing it out. */
    volatile Runnable afterRead = () -> {};
    /** Whether two hashes are the same to this database. */
    volatile BiPredicate<String, String> alike = String::equals;

    private final Map<String, VirtualKey> byId = new ConcurrentHashMap<>();
    private final Map<String, String> settings = new ConcurrentHashMap<>();

    @Override
    public Optional<VirtualKey> findByHash(String hash) {
        reads.incrementAndGet();
        answer();
        Optional<VirtualKey> found =
                byId.values().stream().filter(k -> alike.test(k.hash(), hash)).findFirst();
        afterRead.run();
        return found;
    }

    @Override
    public Optional<VirtualKey> findById(String id) {
        answer();
        return Optional.ofNullable(byId.get(id));
    }

    @Override
    public List<VirtualKey> list() {
        answer();
        return new ArrayList<>(byId.values());
    }

    @Override
    public boolean insert(VirtualKey key) {
        answer();
        return byId.values().stream().noneMatch(k -> k.hash().equals(key.hash()))
                && byId.putIfAbsent(key.id(), key) == null;
    }

    @Override
    public boolean update(VirtualKey key) {
        answer();
        VirtualKey now = byId.get(key.id());
        if (now == null || now.version() != key.version()) {
            return false;
        }
        byId.put(key.id(), versioned(key, key.version() + 1));
        return true;
    }

    /** As another node would, behind the back of this one's cache. */
    void changeElsewhere(String id, KeyDraft to) {
        VirtualKey now = findById(id).orElseThrow();
        byId.put(id, versioned(now.changed(to, now.updatedAt()), now.version() + 1));
    }

    void deleteElsewhere(String id) {
        byId.remove(id);
    }

    @Override
    public Optional<String> find(String name) {
        answer();
        return Optional.ofNullable(settings.get(name));
    }

    @Override
    public boolean putIfAbsent(String name, String value) {
        answer();
        return settings.putIfAbsent(name, value) == null;
    }

    private void answer() {
        if (away) {
            throw new StoreUnavailableException("away", new IllegalStateException("test"));
        }
    }

    private static VirtualKey versioned(VirtualKey k, long version) {
        return new VirtualKey(
                k.id(),
                k.hash(),
                k.last4(),
                k.name(),
                k.team(),
                k.tags(),
                k.role(),
                k.allowedModels(),
                k.defaultModel(),
                k.expiresAt(),
                k.disabled(),
                k.createdAt(),
                k.updatedAt(),
                version);
    }
}
