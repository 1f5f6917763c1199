package dev.mehari.config;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Stream;

/** Where the configuration files are: a folder, or what is packed into the jar. */
public interface ConfigSource {
    /** What messages call it. */
    String label();

    /**
     * Names of the files in it that somebody reads, without folders.
     *
     * @throws IOException when it cannot be listed
     */
    SortedSet<String> names() throws IOException;

    /**
     * A file's bytes, at most {@code limit} and one more: who gets more than the limit knows that it is too large.
     *
     * @param name one of {@link #names}
     * @throws IOException when it cannot be read
     */
    byte[] read(String name, int limit) throws IOException;

    /**
     * All files with their bytes, so that what is loaded and what is shown of it are the same bytes.
     *
     * @throws ConfigException with a fault for each that cannot be read, the one that loading them finds
     * @throws IOException when they cannot be listed
     */
    default SortedMap<String, byte[]> files() throws IOException {
        SortedMap<String, byte[]> files = new TreeMap<>();
        Faults faults = new Faults();
        for (String name : names()) {
            try {
                files.put(name, read(name, Sheet.LARGEST));
            } catch (IOException e) {
                faults.add(name, 0, ConfigFiles.unreadable(e));
            }
        }
        faults.throwIfAny();
        return files;
    }

    /** Whether a file of {@code config/} is read at the start only. */
    static boolean isReadOnce(String name) {
        return ConfigFiles.isApplication(name);
    }

    /** A folder on disk, usually {@code config/}. Files whose name starts with a dot belong to editors, not to us. */
    static ConfigSource folder(Path folder) {
        return new ConfigSource() {
            @Override
            public String label() {
                return folder.toString();
            }

            @Override
            public SortedSet<String> names() throws IOException {
                try (Stream<Path> files = Files.list(folder)) {
                    return files.filter(Files::isRegularFile)
                            .map(f -> f.getFileName().toString())
                            .filter(n -> !n.startsWith(".") && ConfigFiles.isRead(n))
                            .collect(TreeSet::new, TreeSet::add, TreeSet::addAll);
                } catch (UncheckedIOException e) {
                    throw e.getCause();
                }
            }

            @Override
            public byte[] read(String name, int limit) throws IOException {
                try (InputStream in = Files.newInputStream(folder.resolve(name))) {
                    return in.readNBytes(limit + 1);
                }
            }
        };
    }

    /** The files in the jar, which a working directory without {@code config/} falls back to. */
    static ConfigSource bundled() {
        return new ConfigSource() {
            private static final String FOLDER = "/mehari/config/";

            @Override
            public String label() {
                return "the defaults inside the jar";
            }

            @Override
            public SortedSet<String> names() {
                TreeSet<String> names = new TreeSet<>(ConfigFiles.READ);
                names.removeIf(n -> ConfigSource.class.getResource(FOLDER + n) == null);
                return names;
            }

            @Override
            public byte[] read(String name, int limit) throws IOException {
                try (InputStream in = ConfigSource.class.getResourceAsStream(FOLDER + name)) {
                    if (in == null) {
                        throw new IOException("not in the jar");
                    }
                    return in.readNBytes(limit + 1);
                }
            }
        };
    }

    /** Files that are in memory already, by name. */
    static ConfigSource of(String label, Map<String, byte[]> files) {
        TreeMap<String, byte[]> copy = new TreeMap<>(files);
        return new ConfigSource() {
            @Override
            public String label() {
                return label;
            }

            @Override
            public SortedSet<String> names() {
                return new TreeSet<>(copy.keySet());
            }

            @Override
            public byte[] read(String name, int limit) throws IOException {
                byte[] bytes = copy.get(name);
                if (bytes == null) {
                    throw new IOException("no such file");
                }
                return bytes.clone();
            }
        };
    }
}
