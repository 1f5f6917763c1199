package dev.mehari.config;

import dev.mehari.call.Tokenizer.Vocabulary;
import dev.mehari.config.Shape.Choice;
import dev.mehari.config.Shape.Whole;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Reads {@code capabilities}. */
final class CapabilitiesReader {
    /** Inside the jar. */
    static final String FILE = "/mehari/capabilities.yaml";

    private final @Nullable Set<String> upstreams;

    /** @param upstreams names that entries may use; null when nobody knows them */
    CapabilitiesReader(@Nullable Set<String> upstreams) {
        this.upstreams = upstreams;
    }

    /** The table inside the jar, read once. */
    static CapabilityTable shipped() {
        return Shipped.TABLE;
    }

    /** @param file one with a key {@code capabilities}, or without; it answers for its other keys itself */
    List<CapabilityEntry> read(@Nullable Value file) {
        Value all = file == null ? null : file.table().get("capabilities");
        List<CapabilityEntry> entries = new ArrayList<>();
        if (all != null) {
            all.table().entries().forEach((name, value) -> {
                if (named(name, value)) {
                    entries.add(entry(name, value.table().strict(CapabilityKeys.CAPABILITY)));
                }
            });
        }
        return entries;
    }

    private boolean named(String name, Value value) {
        int slash = name.indexOf('/');
        if (slash <= 0 || slash == name.length() - 1 || name.chars().anyMatch(c -> c <= ' ' || c == 0x7f)) {
            value.fault(value.keyLine(), "capabilities are of \"upstream/model\", not " + Fault.quote(name));
            return false;
        }
        String upstream = name.substring(0, slash);
        if (!upstream.equals(CapabilityKeys.ANY)) {
            ModelsReader.checkUpstream(value, upstream, upstreams);
        }
        int star = name.indexOf('*', slash);
        if (star >= 0 && star < name.length() - 1) {
            value.fault(value.keyLine(), "capabilities " + Fault.quote(name) + " can have \"*\" only at the end");
            return false;
        }
        return true;
    }

    private static CapabilityEntry entry(String name, Table table) {
        Value date = table.get("date");
        if (date != null) {
            date.date();
        }
        Value source = table.get("source");
        if (source != null) {
            source.text();
        }
        int slash = name.indexOf('/');
        return new CapabilityEntry(
                name.substring(0, slash),
                name.substring(slash + 1),
                flag(table, "sampling"),
                words(table.get("thinking"), CapabilityKeys.THINKING),
                words(table.get("effort"), CapabilityKeys.EFFORT),
                flag(table, "mid-conversation-system"),
                flag(table, "forced-tool"),
                flag(table, "streaming"),
                flag(table, "tools"),
                flag(table, "images"),
                flag(table, "tools-with-effort"),
                flag(table, "json-schema"),
                flag(table, "json-with-tools"),
                flag(table, "stop-sequences"),
                flag(table, "prefill"),
                number(table, "max-output-tokens"),
                number(table, "default-max-tokens"),
                number(table, "max-thinking-budget"),
                vocabulary(table.get("tokenizer")),
                number(table, "tokenizer-percent"));
    }

    private static @Nullable Boolean flag(Table table, String key) {
        Value value = table.get(key);
        return value == null ? null : value.flag();
    }

    private static @Nullable Integer number(Table table, String key) {
        Value value = table.get(key);
        Whole bounds = (Whole) CapabilityKeys.CAPABILITY.shape(key);
        return value == null ? null : value.integer(bounds.least(), bounds.most());
    }

    private static @Nullable Vocabulary vocabulary(@Nullable Value value) {
        String word = value == null ? null : value.choice(CapabilityKeys.TOKENIZER);
        return Stream.of(Vocabulary.values())
                .filter(known -> known.id().equals(word))
                .findFirst()
                .orElse(null);
    }

    /** An empty list and no value are both no word at all. */
    private static @Nullable Set<String> words(@Nullable Value value, Choice known) {
        if (value == null) {
            return null;
        }
        Set<String> words = new LinkedHashSet<>();
        if (!value.isNothing()) {
            for (Value item : value.items()) {
                String word = item.choice(known);
                if (word != null && !words.add(word)) {
                    item.fault(item.shown(word) + " is written twice");
                }
            }
        }
        return words;
    }

    /**
     * The table inside the jar as it is written.
     *
     * @return null where it is not YAML
     */
    static @Nullable Value shippedFile(Faults faults) {
        try (InputStream in = CapabilitiesReader.class.getResourceAsStream(FILE)) {
            return new Sheet(FILE, Map.of(), faults).parse(in == null ? new byte[0] : in.readAllBytes());
        } catch (IOException e) {
            throw new UncheckedIOException(FILE, e);
        }
    }

    /** Loaded when first asked for. */
    private static final class Shipped {
        static final CapabilityTable TABLE = load();

        private static CapabilityTable load() {
            Faults faults = new Faults();
            Value file = shippedFile(faults);
            if (file != null) {
                file.table().strict(CapabilityKeys.FILE).require("capabilities");
            }
            List<CapabilityEntry> entries = new CapabilitiesReader(null).read(file);
            faults.throwIfAny();
            return new CapabilityTable(List.of()).with(entries);
        }
    }
}
