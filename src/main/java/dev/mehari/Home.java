package dev.mehari;

import dev.mehari.config.ConfigException;
import dev.mehari.config.ConfigSource;
import dev.mehari.live.FileSet;
import dev.mehari.live.FileSource;
import dev.mehari.live.RouteFiles;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.SortedMap;

/**
 * The folder an operator edits: {@code config/} and {@code routes/} in {@code MEHARI_HOME}, by default the working
 * directory. What it lacks is taken from the jar.
 *
 * @param environment the process's variables over those of {@code .env}
 */
record Home(Path folder, Map<String, String> environment) {
    Home {
        environment = Map.copyOf(environment);
    }

    static Path folder(Map<String, String> environment) {
        return Path.of(environment.getOrDefault("MEHARI_HOME", ".")).normalize();
    }

    Path config() {
        return folder.resolve("config");
    }

    ConfigSource configSource() {
        return Files.isDirectory(config()) ? ConfigSource.folder(config()) : ConfigSource.bundled();
    }

    /** @throws ConfigException when one cannot be read */
    SortedMap<String, byte[]> routeFiles() {
        return Files.isDirectory(routes()) ? RouteFiles.folder(routes()) : RouteFiles.bundled();
    }

    /**
     * The files of generations. Which folders there are is decided here: one that is gone later is a fault, and what is in
     * the jar does not take its place.
     */
    FileSource files() {
        boolean ownConfig = Files.isDirectory(config());
        boolean ownRoutes = Files.isDirectory(routes());
        return new FileSource() {
            @Override
            public FileSet read() throws IOException {
                // A folder that is a link is resolved once: all files come from the same side of a swap.
                ConfigSource config = ownConfig ? ConfigSource.folder(config().toRealPath()) : ConfigSource.bundled();
                return new FileSet(
                        configSource().label(),
                        config.files(),
                        ownRoutes ? RouteFiles.folder(routes().toRealPath()) : RouteFiles.bundled());
            }

            @Override
            public boolean canChange() {
                return ownConfig || ownRoutes;
            }
        };
    }

    private Path routes() {
        return folder.resolve("routes");
    }

    /** Folder of the database file, the secret and what else must outlive a restart. */
    Path data() {
        String named = environment.get("MEHARI_DATA");
        return named == null || named.isBlank() ? folder.resolve("data") : Path.of(named);
    }
}
