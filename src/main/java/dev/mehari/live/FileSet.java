package dev.mehari.live;

import dev.mehari.config.ConfigSource;
import dev.mehari.config.Sha256;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;

/** The files that a generation is made of, as bytes: what is hashed, checked, shown and kept are the same bytes. */
public final class FileSet {
    private static final String CONFIG = "config/";

    private final String label;
    private final SortedMap<String, byte[]> config;
    private final SortedMap<String, byte[]> routes;
    private final String hash;

    /**
     * @param label what messages call the place of the configuration
     * @param config by name
     * @param routes by their path below {@code routes/}
     */
    public FileSet(String label, SortedMap<String, byte[]> config, SortedMap<String, byte[]> routes) {
        this.label = label;
        this.config = Collections.unmodifiableSortedMap(new TreeMap<>(config));
        this.routes = Collections.unmodifiableSortedMap(new TreeMap<>(routes));
        SortedMap<String, String> hashes = new TreeMap<>();
        for (Generation.Source source : sources()) {
            String name = source.file();
            // A change of these needs a restart: it must not look like one that could go live.
            if (!name.startsWith(CONFIG) || !ConfigSource.isReadOnce(name.substring(CONFIG.length()))) {
                hashes.put(name, source.sha256());
            }
        }
        this.hash = Sha256.of(hashes);
    }

    /** The configuration, to be loaded. */
    public ConfigSource source() {
        return ConfigSource.of(label, config);
    }

    SortedMap<String, byte[]> routes() {
        return routes;
    }

    /** One hash of all that may change while the gateway runs, hexadecimal. */
    public String hash() {
        return hash;
    }

    /** Each file with the hash of its bytes. */
    List<Generation.Source> sources() {
        List<Generation.Source> sources = new ArrayList<>();
        config.forEach((name, bytes) -> sources.add(new Generation.Source(CONFIG + name, Sha256.of(bytes))));
        routes.forEach(
                (name, bytes) -> sources.add(new Generation.Source(RouteLoader.FOLDER + name, Sha256.of(bytes))));
        return sources;
    }
}
