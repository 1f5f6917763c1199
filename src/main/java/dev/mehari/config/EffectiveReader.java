package dev.mehari.config;

import dev.mehari.config.Effective.Branch;
import dev.mehari.config.Effective.Kind;
import dev.mehari.config.Effective.Leaf;
import dev.mehari.config.Effective.Rows;
import dev.mehari.config.Effective.Source;
import dev.mehari.config.Shape.Either;
import dev.mehari.config.Shape.Items;
import dev.mehari.config.Shape.Mapping;
import dev.mehari.config.Shape.Named;
import dev.mehari.config.Shape.Recurring;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Walks what is written along the shapes that readers and schemas know, so that no key can be missing here. */
final class EffectiveReader {
    private static final String MASK = "***";
    private static final String CAPABILITIES = "capabilities";
    /** Below these, operators put secrets although they should not. */
    private static final Set<String> MASKED = Set.of("headers");

    private final ConfigFiles config;
    private final Map<String, String> environment;
    private final OverlayValues overlay;

    EffectiveReader(ConfigSource files, Map<String, String> environment, Overlay overlay, Snapshot snapshot) {
        this.config = new ConfigFiles(files, environment, new Faults(), new References());
        this.environment = environment;
        Set<String> aside =
                snapshot.overlaid().setAside().stream().map(Fault::file).collect(Collectors.toSet());
        List<OverlayObject> live = overlay.objects().stream()
                .filter(object -> !aside.contains(object.place()))
                .toList();
        this.overlay = OverlayValues.of(live, overlay, new Faults(), new ArrayList<>());
    }

    Branch read() {
        Map<String, Effective> all = new LinkedHashMap<>();
        file(ConfigFiles.UPSTREAMS, UpstreamKeys.FILE, all);
        file(ConfigFiles.MODELS, ModelKeys.FILE, all);
        all.put(CAPABILITIES, capabilities(all.get(CAPABILITIES)));
        file(ConfigFiles.PRICES, PriceKeys.FILE, all);
        file(ConfigFiles.FAILOVER, FailoverKeys.FILE, all);
        Map<String, Effective> streams = new LinkedHashMap<>();
        Overrides.STREAMS.forEach((key, usual) -> streams.put(key, overridden("streams/" + key, usual)));
        all.put("streams", new Branch(streams));
        return new Branch(all);
    }

    /** The table inside the jar, and above it, key by key, what is written of the same models. */
    private Branch capabilities(@Nullable Effective written) {
        Map<String, Effective> all = new LinkedHashMap<>();
        Value shipped = CapabilitiesReader.shippedFile(new Faults());
        if (shipped != null
                && mapping("", shipped, CapabilityKeys.FILE).entries().get(CAPABILITIES) instanceof Branch of) {
            all.putAll(of.entries());
        }
        if (written instanceof Branch own) {
            own.entries().forEach((model, keys) -> all.merge(model, keys, EffectiveReader::above));
        }
        return new Branch(all);
    }

    private static Effective above(Effective shipped, Effective own) {
        if (!(shipped instanceof Branch low) || !(own instanceof Branch high)) {
            return own;
        }
        Map<String, Effective> keys = new LinkedHashMap<>(low.entries());
        keys.putAll(high.entries());
        return new Branch(keys);
    }

    private void file(String name, Keys keys, Map<String, Effective> into) {
        Value root = config.read(name, false);
        mapping("", root, keys).entries().forEach(into::put);
    }

    private Effective walk(String path, Value value, Shape shape) {
        return switch (fitting(value, shape)) {
            case Mapping of when value.isMapping() -> mapping(path, value, of.keys());
            case Named named when value.isMapping() -> names(path, value, named);
            case Items of when value.isList() -> rows(path, value, of.item());
            default -> asItStands(path, value);
        };
    }

    /** Of several shapes the first that has the form of what is written. */
    private static Shape fitting(Value value, Shape shape) {
        return switch (shape) {
            case Recurring again -> fitting(value, again.shape().get());
            case Either either -> {
                Shape one = fitting(value, either.one());
                yield hasForm(value, one) ? one : fitting(value, either.other());
            }
            default -> shape;
        };
    }

    private static boolean hasForm(Value value, Shape shape) {
        if (shape instanceof Items) {
            return value.isList();
        }
        return (shape instanceof Mapping || shape instanceof Named) ? value.isMapping() : value.isScalar();
    }

    /** What no shape says more about. */
    private Effective asItStands(String path, Value value) {
        if (value.isList()) {
            List<Effective> items = new ArrayList<>();
            value.items().forEach(item -> items.add(asItStands(path, item)));
            return new Rows(items);
        }
        if (!value.isMapping()) {
            return leaf(path, value);
        }
        Map<String, Effective> entries = new LinkedHashMap<>();
        value.table().entries().forEach((name, own) -> entries.put(name, asItStands(path + "/" + name, own)));
        return new Branch(entries);
    }

    /** @param value null where nothing is written: then all of it is as it usually is */
    private Branch mapping(String path, @Nullable Value value, Keys keys) {
        Map<String, Effective> entries = new LinkedHashMap<>();
        Map<String, Value> written = value == null ? Map.of() : value.table().entries();
        for (Key key : keys.keys()) {
            String at = path + "/" + key.name();
            Value own = written.get(key.name());
            if (own != null) {
                entries.put(key.name(), walk(at, own, key.shape()));
            } else if (key.usual() != null) {
                entries.put(key.name(), overridden(at, key.usual().toString()));
            } else if (key.shape() instanceof Mapping of && !of.keys().keys().isEmpty()) {
                Branch usual = mapping(at, null, of.keys());
                if (!usual.entries().isEmpty()) {
                    entries.put(key.name(), usual);
                }
            }
        }
        // Of shapes of one form, the first was taken: what is written shows all the same.
        written.forEach((name, own) -> {
            if (!entries.containsKey(name)) {
                entries.put(name, asItStands(path + "/" + name, own));
            }
        });
        return new Branch(entries);
    }

    private Branch names(String path, Value value, Named named) {
        Map<String, Effective> entries = new LinkedHashMap<>();
        Map<String, Value> all = new LinkedHashMap<>(value.table().entries());
        switch (path) {
            case "/upstreams" -> overlay.upstreams().forEach(all::putIfAbsent);
            case "/models" -> overlay.models().forEach(all::putIfAbsent);
            default -> {}
        }
        all.forEach((name, own) -> named.values().entrySet().stream()
                .filter(shape -> name.matches(shape.getKey()))
                .findFirst()
                .ifPresent(shape -> entries.put(name, walk(path + "/" + name, own, shape.getValue()))));
        return new Branch(entries);
    }

    private Rows rows(String path, Value value, Shape item) {
        return new Rows(value.items().stream().map(own -> walk(path, own, item)).toList());
    }

    private Leaf leaf(String path, Value value) {
        if (!value.isScalar() || value.isNothing()) {
            return new Leaf("", source(value, null));
        }
        String raw = Objects.requireNonNullElse(value.raw(), "");
        String variable = Placeholders.first(raw, environment);
        String filled = Placeholders.fill(raw, value.environment(), fault -> {});
        boolean secret = raw.startsWith(Entered.STORED) || MASKED.stream().anyMatch(m -> path.contains("/" + m + "/"));
        Leaf written = new Leaf(
                secret ? MASK : Objects.requireNonNullElse(filled, raw),
                source(value, value.entered() == null ? variable : null));
        return overridden(path, written);
    }

    private static Source source(Value value, @Nullable String variable) {
        Entered entered = value.entered();
        if (entered != null) {
            return new Source(
                    Kind.DATABASE,
                    null,
                    0,
                    entered.object().id(),
                    entered.object().version(),
                    null);
        }
        Kind kind = variable != null ? Kind.ENVIRONMENT : value.isShipped() ? Kind.DEFAULT : Kind.FILE;
        return new Source(kind, value.file(), value.keyLine(), null, 0, variable);
    }

    private Leaf overridden(String path, String usual) {
        return overridden(path, new Leaf(usual, Source.SHIPPED));
    }

    /** A variable that stands above whatever is written. */
    private Leaf overridden(String path, Leaf otherwise) {
        String variable = Overrides.variable(path);
        String value =
                variable == null ? "" : environment.getOrDefault(variable, "").strip();
        return variable == null || value.isEmpty() ? otherwise : new Leaf(value, Source.variable(variable));
    }
}
