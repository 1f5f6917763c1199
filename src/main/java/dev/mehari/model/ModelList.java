package dev.mehari.model;

import dev.mehari.call.Caller;
import dev.mehari.call.Target;
import dev.mehari.config.Models;
import dev.mehari.config.Snapshot;
import dev.mehari.config.Upstream;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The models a key may use and that can be called now. */
public final class ModelList {
    private final Snapshot snapshot;

    public ModelList(Snapshot snapshot) {
        this.snapshot = snapshot;
    }

    /** A model by the name callers use. */
    public record Entry(String name, String upstream) {}

    /**
     * Exact aliases, and behind each wildcard alias the priced models it reaches, in file order.
     *
     * @param caller whose list it is
     */
    public List<Entry> of(Caller caller) {
        Map<String, Entry> list = new LinkedHashMap<>();
        for (Models.Alias alias : snapshot.models().aliases().values()) {
            if (!alias.wildcard()) {
                add(list, caller, alias.name(), alias);
                continue;
            }
            for (String name : reachable(alias)) {
                add(list, caller, name, alias);
            }
        }
        return new ArrayList<>(list.values());
    }

    /** One model by any name that a call could use, whether the list shows it or not. */
    public Optional<Entry> one(Caller caller, String name) {
        Models.Alias alias = Names.find(snapshot, name);
        Map<String, Entry> found = new LinkedHashMap<>();
        if (alias != null) {
            add(found, caller, name, alias);
        }
        return Optional.ofNullable(found.get(name));
    }

    private void add(Map<String, Entry> list, Caller caller, String name, Models.Alias alias) {
        for (Target target : alias.targetsFor(name)) {
            Upstream upstream = snapshot.upstreams().get(target.upstream());
            if (upstream != null && upstream.on() && (caller.mayUse(name, alias.name()) || caller.mayUse(target))) {
                list.putIfAbsent(name, new Entry(name, target.upstream()));
                return;
            }
        }
    }

    private List<String> reachable(Models.Alias alias) {
        String prefix = alias.name().substring(0, alias.name().length() - 1);
        return snapshot.prices().entries().keySet().stream()
                .filter(key -> !key.endsWith("*"))
                .map(Target::of)
                .filter(t -> t.model().startsWith(prefix)
                        && alias.targets().stream().anyMatch(a -> a.upstream().equals(t.upstream())))
                .map(Target::model)
                .sorted()
                .toList();
    }
}
