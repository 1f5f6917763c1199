package dev.mehari.live;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;

/** What generations have in common: made when the first one asks, over when the last one gave it back. Any thread. */
final class Shared<K, V> {
    private static final class Slot<V> {
        private final V value;
        private int users;

        Slot(V value) {
            this.value = value;
        }
    }

    private final Map<K, Slot<V>> slots = new LinkedHashMap<>();

    synchronized V take(K key, Supplier<V> make) {
        Slot<V> slot = slots.get(key);
        if (slot == null) {
            slot = new Slot<>(make.get());
            slots.put(key, slot);
        }
        slot.users++;
        return slot.value;
    }

    /** Gives it back, once for each {@link #take}; the value when nobody holds it any more. */
    synchronized Optional<V> give(K key) {
        Slot<V> slot = slots.get(key);
        if (slot == null || --slot.users > 0) {
            return Optional.empty();
        }
        slots.remove(key);
        return Optional.of(slot.value);
    }

    synchronized Map<K, V> all() {
        Map<K, V> all = new LinkedHashMap<>();
        slots.forEach((key, slot) -> all.put(key, slot.value));
        return all;
    }
}
