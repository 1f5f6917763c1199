package dev.mehari;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Map;
import java.util.TreeMap;

/** The JSON schemas inside the jar, for an editor of a home folder that has no checkout around it. */
final class Schemas {
    private static final String FOLDER = "/mehari/schema/";
    /** Camel's own, in Camel's own jar. */
    private static final Map<String, String> FILES = new TreeMap<>(Map.of(
            "upstreams.schema.json", FOLDER + "upstreams.schema.json",
            "models.schema.json", FOLDER + "models.schema.json",
            "prices.schema.json", FOLDER + "prices.schema.json",
            "failover.schema.json", FOLDER + "failover.schema.json",
            "camel-yaml-dsl.json", "/schema/camelYamlDsl.json"));

    private Schemas() {}

    /**
     * Writes them into a folder, which is made; those that stand there already are replaced.
     *
     * @return what was written, in one line
     */
    static String write(Path folder) throws IOException {
        Files.createDirectories(folder);
        for (Map.Entry<String, String> file : FILES.entrySet()) {
            try (InputStream in = Schemas.class.getResourceAsStream(file.getValue())) {
                if (in == null) {
                    throw new IllegalStateException("the jar lacks " + file.getValue());
                }
                Files.copy(in, folder.resolve(file.getKey()), StandardCopyOption.REPLACE_EXISTING);
            }
        }
        return "schemas in " + folder + ": " + String.join(", ", FILES.keySet());
    }
}
