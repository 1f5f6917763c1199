package dev.mehari.config;

import java.time.Duration;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.yaml.snakeyaml.nodes.MappingNode;
import org.yaml.snakeyaml.nodes.NodeTuple;
import org.yaml.snakeyaml.nodes.ScalarNode;
import org.yaml.snakeyaml.nodes.Tag;

/** The entries of a mapping, in file order. Getters report a wrong value and go on with the given one. */
final class Table {
    private final Value owner;
    private final Map<String, Value> entries;
    /** Whether it was read at all: a missing key is no news in what is no mapping. */
    private final boolean whole;
    /** What it may hold; nothing until {@link #strict}. */
    private final Keys keys;

    private Table(Value owner, Map<String, Value> entries, boolean whole, Keys keys) {
        this.owner = owner;
        this.entries = Collections.unmodifiableMap(entries);
        this.whole = whole;
        this.keys = keys;
    }

    static Table broken(Value owner) {
        return new Table(owner, Map.of(), false, Keys.of());
    }

    static Table of(Value owner, MappingNode node) {
        Map<String, Value> entries = new LinkedHashMap<>();
        for (NodeTuple tuple : node.getValue()) {
            int line = tuple.getKeyNode().getStartMark().getLine() + 1;
            if (!(tuple.getKeyNode() instanceof ScalarNode key)) {
                owner.fault(line, "a key must be a single value");
            } else if (key.getTag().equals(Tag.MERGE)) {
                owner.fault(line, "\"<<\" is not supported, repeat the lines");
            } else {
                Value value = owner.child(tuple.getValueNode(), key.getValue(), line);
                Value first = entries.putIfAbsent(key.getValue(), value);
                if (first != null) {
                    owner.fault(
                            line, Fault.quote(key.getValue()) + " is written twice, first in line " + first.keyLine());
                }
            }
        }
        return new Table(owner, entries, true, Keys.of());
    }

    /** The same with these keys, after it has answered those that do not belong here. */
    Table strict(Keys keys) {
        entries.forEach((key, value) -> {
            if (keys.later().contains(key)) {
                owner.fault(value.keyLine(), Fault.notYet(key));
            } else if (!keys.now().contains(key)) {
                owner.fault(value.keyLine(), keys.unknown(key));
            }
        });
        return new Table(owner, entries, whole, keys);
    }

    Map<String, Value> entries() {
        return entries;
    }

    @Nullable
    Value get(String key) {
        return entries.get(key);
    }

    /** Like {@link #get}; null is a fault. */
    @Nullable
    Value require(String key) {
        Value value = entries.get(key);
        if (value == null && whole && !isMisspelt(key)) {
            owner.fault(owner.keyLine(), owner.label() + " needs " + Fault.quote(key));
        }
        return value;
    }

    /** Then the one mistake has its fault already. */
    private boolean isMisspelt(String key) {
        return entries.keySet().stream()
                .anyMatch(written ->
                        !keys.now().contains(written) && keys.meant(written).contains(key));
    }

    /** Entries of a mapping of its own, none when there is none. */
    Table table(String key, Keys keys) {
        Value value = entries.get(key);
        return (value == null ? broken(owner) : value.table()).strict(keys);
    }

    List<Value> items(String key) {
        Value value = entries.get(key);
        return value == null ? List.of() : value.items();
    }

    int integer(String key, int otherwise) {
        Shape.Whole bounds = (Shape.Whole) keys.shape(key);
        Value value = entries.get(key);
        Integer number = value == null ? null : value.integer(bounds.least(), bounds.most());
        return number == null ? otherwise : number;
    }

    boolean flag(String key, boolean otherwise) {
        Value value = entries.get(key);
        Boolean flag = value == null ? null : value.flag();
        return flag == null ? otherwise : flag;
    }

    Duration duration(String key, Duration otherwise) {
        Duration duration = duration(key);
        return duration == null ? otherwise : duration;
    }

    /** Null when there is none. */
    @Nullable
    Duration duration(String key) {
        Value value = entries.get(key);
        boolean orZero = ((Shape.Time) keys.shape(key)).orZero();
        return value == null ? null : orZero ? value.durationOrZero() : value.duration();
    }
}
