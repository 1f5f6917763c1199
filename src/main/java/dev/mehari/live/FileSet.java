package dev.mehari.live;

import dev.mehari.config.ConfigSource;
import dev.mehari.config.Overlay;
import dev.mehari.config.Sha256;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * What a generation is made of: files, as bytes, and what admins wrote. What is hashed, checked, shown and kept are the same
 * bytes.
 */
public final class FileSet {
    private static final String CONFIG = "config/";

    private final String label;
    private final SortedMap<String, byte[]> config;
    private final SortedMap<String, byte[]> routes;
    private final Overlay overlay;
    private final String filesHash;
    private final String hash;

    /**
     * @param label what messages call the place of the configuration
     * @param config by name
     * @param routes by their path below {@code routes/}
     */
    public FileSet(String label, SortedMap<String, byte[]> config, SortedMap<String, byte[]> routes) {
        this(label, config, routes, Overlay.NONE);
    }

    private FileSet(String label, SortedMap<String, byte[]> config, SortedMap<String, byte[]> routes, Overlay overlay) {
        this.label = label;
        this.config = Collections.unmodifiableSortedMap(new TreeMap<>(config));
        this.routes = Collections.unmodifiableSortedMap(new TreeMap<>(routes));
        SortedMap<String, String> hashes = new TreeMap<>();
        for (Generation.Source source : files()) {
            String name = source.file();
            // A change of these needs a restart: it must not look like one that could go live.
            if (!name.startsWith(CONFIG) || !ConfigSource.isReadOnce(name.substring(CONFIG.length()))) {
                hashes.put(name, source.sha256());
            }
        }
        this.overlay = overlay;
        this.filesHash = Sha256.of(hashes);
        this.hash = hash(filesHash, overlay.hash());
    }

    /** The same files with what admins wrote. */
    FileSet with(Overlay other) {
        return new FileSet(label, config, routes, other);
    }

    /** Of the hashes of files and overlay; that of the files where there is no overlay. */
    static String hash(String files, String overlay) {
        return overlay.isEmpty() ? files : Sha256.of(new TreeMap<>(Map.of("files", files, "overlay", overlay)));
    }

    /** The configuration, to be loaded. */
    public ConfigSource source() {
        return ConfigSource.of(label, config);
    }

    /** What admins wrote. */
    public Overlay overlay() {
        return overlay;
    }

    SortedMap<String, byte[]> routes() {
        return routes;
    }

    /** One hash of all that may change while the gateway runs, hexadecimal. */
    public String hash() {
        return hash;
    }

    /** The same of the files alone. */
    String filesHash() {
        return filesHash;
    }

    /** Each file with the hash of its bytes, and each object of the database. */
    List<Generation.Source> sources() {
        List<Generation.Source> sources = files();
        overlay.hashes().forEach((place, hash) -> sources.add(new Generation.Source(place, hash)));
        return sources;
    }

    private List<Generation.Source> files() {
        List<Generation.Source> sources = new ArrayList<>();
        config.forEach((name, bytes) -> sources.add(new Generation.Source(CONFIG + name, Sha256.of(bytes))));
        routes.forEach(
                (name, bytes) -> sources.add(new Generation.Source(RouteLoader.FOLDER + name, Sha256.of(bytes))));
        return sources;
    }
}
