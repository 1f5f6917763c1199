package dev.mehari;

import dev.mehari.config.ConfigSource;
import dev.mehari.config.Sha256;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Stream;

/** The files that are read once, at the start: {@code .env} and {@code application.yaml}. Any thread. */
final class StartFiles {
    private final Home home;
    private final Map<String, String> atStart;

    StartFiles(Home home) {
        this.home = home;
        this.atStart = now();
    }

    /** Those that are not as they were at the start. */
    List<String> changed() {
        Map<String, String> now = now();
        Set<String> names = new TreeSet<>(atStart.keySet());
        names.addAll(now.keySet());
        List<String> changed = new ArrayList<>();
        for (String name : names) {
            if (!Objects.equals(atStart.get(name), now.get(name))) {
                changed.add(name);
            }
        }
        return changed;
    }

    private Map<String, String> now() {
        Map<String, String> hashes = new TreeMap<>();
        hash(hashes, ".env", home.folder().resolve(".env"));
        try (Stream<Path> files = Files.list(home.config())) {
            for (Path file : files.toList()) {
                String name = file.getFileName().toString();
                if (ConfigSource.isReadOnce(name)) {
                    hash(hashes, "config/" + name, file);
                }
            }
        } catch (IOException | UncheckedIOException e) {
            // A folder that is not there has no files, and one that cannot be read says so when it is watched.
            return hashes;
        }
        return hashes;
    }

    private static void hash(Map<String, String> hashes, String name, Path file) {
        try {
            hashes.put(name, Sha256.of(Files.readAllBytes(file)));
        } catch (IOException e) {
            // Not there, or nobody can read it: the same for a start.
        }
    }
}
