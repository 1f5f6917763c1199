package dev.mehari.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Configuration files as text, for tests. */
final class Snippets {
    static final String UPSTREAMS = """
            upstreams:
              openai:
                protocol: openai
                base-url: https://api.openai.com/v1
            """;

    static final String MODELS = """
            models:
              fast: {targets: [openai/gpt-5]}
            """;

    private final Map<String, byte[]> files = new HashMap<>();
    private final Map<String, String> environment = new HashMap<>();

    /** Valid ones, without prices. */
    static Snippets valid() {
        return new Snippets().with("upstreams.yaml", UPSTREAMS).with("models.yaml", MODELS);
    }

    Snippets with(String file, String text) {
        files.put(file, text.getBytes(StandardCharsets.UTF_8));
        return this;
    }

    Snippets bytes(String file, byte[] bytes) {
        files.put(file, bytes);
        return this;
    }

    Snippets without(String file) {
        files.remove(file);
        return this;
    }

    /** Adds keys to the upstream {@code openai}; they start in line 5. */
    Snippets upstream(String keys) {
        return with("upstreams.yaml", UPSTREAMS + keys.stripTrailing().indent(4));
    }

    /** Adds keys to an alias {@code fast} with one target; they start in line 4. */
    Snippets alias(String keys) {
        return with(
                "models.yaml",
                "models:\n  fast:\n    targets: [openai/gpt-5]\n"
                        + keys.stripTrailing().indent(4));
    }

    Snippets set(String variable, String value) {
        environment.put(variable, value);
        return this;
    }

    /** Loads them; what the loader takes, the schemas must take. */
    Snapshot load() {
        Snapshot snapshot = ConfigLoader.load(ConfigSource.of("a test", files), environment);
        assertThat(schemaFaults())
                .as("of schemas, of files that the loader takes")
                .isEmpty();
        return snapshot;
    }

    /** Loads them with what admins wrote. */
    Snapshot load(Overlay overlay) {
        return ConfigLoader.load(ConfigSource.of("a test", files), environment, new References(), overlay);
    }

    /** What the schemas say, which do not look from one file into another. */
    List<String> schemaFaults() {
        return files.entrySet().stream()
                .filter(f -> ConfigSchemas.known(f.getKey()))
                .flatMap(f -> ConfigSchemas.faults(f.getKey(), f.getValue()).stream())
                .toList();
    }

    boolean refused() {
        return !faults().isEmpty();
    }

    Upstream openai() {
        Upstream upstream = load().upstreams().get("openai");
        if (upstream == null) {
            throw new AssertionError("no upstream openai");
        }
        return upstream;
    }

    /** The faults as lines, empty when there are none. */
    List<String> faults() {
        ConfigException thrown = catchThrowableOfType(ConfigException.class, this::load);
        return thrown == null
                ? List.of()
                : thrown.faults().stream().map(Fault::toString).toList();
    }
}
