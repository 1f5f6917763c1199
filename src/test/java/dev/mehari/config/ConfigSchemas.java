package dev.mehari.config;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.util.DefaultIndenter;
import com.fasterxml.jackson.core.util.DefaultPrettyPrinter;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.networknt.schema.JsonSchema;
import com.networknt.schema.JsonSchemaFactory;
import com.networknt.schema.SpecVersion;
import com.networknt.schema.ValidationMessage;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** The JSON schemas of the configuration: as they are made of the readers' keys, and as they stand in {@code docs/schema}. */
final class ConfigSchemas {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final Map<String, Shape.Mapping> ROOTS = Map.of(
            ConfigFiles.UPSTREAMS, Shape.Mapping.of(UpstreamKeys.FILE),
            ConfigFiles.MODELS, Shape.Mapping.of(ModelKeys.FILE),
            ConfigFiles.PRICES, PriceKeys.ROOT,
            ConfigFiles.FAILOVER, Shape.Mapping.of(FailoverKeys.FILE));

    private static final Map<String, JsonSchema> COMMITTED = new TreeMap<>();

    private ConfigSchemas() {}

    /** The text of each schema by the path it has in the checkout. */
    static Map<Path, String> made() {
        Map<Path, String> made = new TreeMap<>();
        ROOTS.forEach((file, root) -> {
            try {
                // Line feeds on every system, or the files would differ from one to the next.
                DefaultPrettyPrinter printer =
                        new DefaultPrettyPrinter().withObjectIndenter(new DefaultIndenter("  ", "\n"));
                made.put(path(file), JSON.writer(printer).writeValueAsString(SchemaWriter.file(file, root)) + "\n");
            } catch (JsonProcessingException e) {
                throw new IllegalStateException(e);
            }
        });
        return made;
    }

    static Path path(String file) {
        return Path.of("docs", "schema", file.replace(".yaml", ".schema.json"));
    }

    /** What the committed schema of a file says against a text, empty when nothing. */
    static List<String> faults(String file, byte[] yaml) {
        JsonNode tree = YamlTree.of(new String(yaml, StandardCharsets.UTF_8));
        // An editor says nothing of a file without anything in it.
        return tree.isNull()
                ? List.of()
                : schema(file).validate(tree).stream()
                        .map(ValidationMessage::getMessage)
                        .toList();
    }

    static boolean known(String file) {
        return ROOTS.containsKey(file);
    }

    private static synchronized JsonSchema schema(String file) {
        return COMMITTED.computeIfAbsent(file, f -> {
            try {
                return JsonSchemaFactory.getInstance(SpecVersion.VersionFlag.V7).getSchema(Files.readString(path(f)));
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        });
    }
}
