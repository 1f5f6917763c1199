package dev.mehari;

import dev.mehari.config.ConfigSource;
import dev.mehari.live.RouteFiles;
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

    SortedMap<String, byte[]> routeFiles() {
        Path routes = folder.resolve("routes");
        return Files.isDirectory(routes) ? RouteFiles.folder(routes) : RouteFiles.bundled();
    }

    /** Folder of the database file, the secret and what else must outlive a restart. */
    Path data() {
        String named = environment.get("MEHARI_DATA");
        return named == null || named.isBlank() ? folder.resolve("data") : Path.of(named);
    }
}
