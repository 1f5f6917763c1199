package dev.mehari.live;

import dev.mehari.config.ConfigException;
import dev.mehari.config.Fault;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileVisitOption;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Stream;

/** The route files: those of the folder {@code routes/}, or those inside the jar. */
public final class RouteFiles {
    private static final String SUFFIX = ".camel.yaml";

    /** What the jar holds; a folder may hold more, and fewer. */
    static final List<String> SHIPPED = List.of(
            "answer",
            "chat",
            "dispatch",
            "errors",
            "passthrough",
            "routing",
            "upstream",
            "upstream-route",
            "upstreams/codegen",
            "upstreams/web-chat",
            "usage");

    private RouteFiles() {}

    /**
     * The route files below a folder by their path in it; hidden files and folders are none.
     *
     * @throws ConfigException when the folder, or a file in it, cannot be read
     */
    public static SortedMap<String, byte[]> folder(Path folder) {
        SortedMap<String, byte[]> files = new TreeMap<>();
        List<Fault> faults = new ArrayList<>();
        for (Path path : walk(folder)) {
            Path name = folder.relativize(path);
            if (path.toString().endsWith(SUFFIX) && !isHidden(name) && Files.isRegularFile(path)) {
                try {
                    files.put(name.toString(), Files.readAllBytes(path));
                } catch (IOException e) {
                    String why = "cannot be read: " + e.getClass().getSimpleName();
                    faults.add(new Fault(RouteLoader.FOLDER + name, 0, why));
                }
            }
        }
        if (!faults.isEmpty()) {
            throw new ConfigException(faults);
        }
        return files;
    }

    private static List<Path> walk(Path folder) {
        try (Stream<Path> paths = Files.walk(folder, FileVisitOption.FOLLOW_LINKS)) {
            return paths.sorted().toList();
        } catch (UncheckedIOException e) {
            throw new ConfigException(List.of(unwalkable(e.getCause() == null ? e : e.getCause())));
        } catch (IOException e) {
            throw new ConfigException(List.of(unwalkable(e)));
        }
    }

    /** The message of these is the path. */
    private static Fault unwalkable(Exception e) {
        return new Fault("routes", 0, "cannot be read: " + e.getClass().getSimpleName() + ", " + e.getMessage());
    }

    /** A ConfigMap keeps the files that its links lead to in hidden folders beside them. */
    private static boolean isHidden(Path name) {
        for (Path part : name) {
            if (part.toString().startsWith(".")) {
                return true;
            }
        }
        return false;
    }

    /** The route files inside the jar. */
    public static SortedMap<String, byte[]> bundled() {
        SortedMap<String, byte[]> files = new TreeMap<>();
        for (String name : SHIPPED) {
            try (InputStream in = RouteFiles.class.getResourceAsStream("/mehari/routes/" + name + SUFFIX)) {
                if (in == null) {
                    throw new IllegalStateException("the jar lacks routes/" + name + SUFFIX);
                }
                files.put(name + SUFFIX, in.readAllBytes());
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
        return files;
    }

    static String text(byte[] bytes) {
        return new String(bytes, StandardCharsets.UTF_8);
    }
}
