package dev.mehari.golden;

import com.fasterxml.jackson.databind.JsonNode;
import dev.mehari.protocol.chat.Tree;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** One file of {@code golden/}; its README says what the members mean. */
public record GoldenCase(String file, JsonNode root) {
    private static final Path FOLDER = Path.of("src/test/resources/golden");
    private static final List<GoldenCase> ALL = read();

    /** Every case, by file name; nobody else holds them. */
    public static List<GoldenCase> all() {
        return ALL.stream().map(GoldenCase::copy).toList();
    }

    private static List<GoldenCase> read() {
        List<GoldenCase> cases = new ArrayList<>();
        try (Stream<Path> files = Files.list(FOLDER)) {
            for (Path file :
                    files.filter(f -> f.toString().endsWith(".json")).sorted().toList()) {
                cases.add(new GoldenCase(file.getFileName().toString(), Tree.read(Files.readAllBytes(file))));
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return cases;
    }

    /** The same, which whoever runs it may do with as it likes. */
    public GoldenCase copy() {
        return new GoldenCase(file, root.deepCopy());
    }

    /** A member that every case has. */
    public String text(String name) {
        return root.path(name).textValue();
    }

    public @Nullable JsonNode get(String name) {
        JsonNode value = root.get(name);
        return value == null || value.isNull() ? null : value;
    }

    public String inbound() {
        return text("inbound_protocol");
    }

    public String upstream() {
        return text("upstream_protocol");
    }

    public boolean streamed() {
        return root.path("expected_client_stream").isArray();
    }

    /** The upstream's stream as bytes, up to where it is cut. */
    public byte[] upstreamBytes() {
        StringBuilder out = new StringBuilder();
        for (JsonNode block : root.path("upstream_stream")) {
            if (block.has("$close")) {
                break;
            }
            if (block.has("$raw")) {
                out.append(block.get("$raw").textValue());
                continue;
            }
            if (block.has("event")) {
                out.append("event: ").append(block.get("event").textValue()).append('\n');
            }
            JsonNode data = block.get("data");
            out.append("data: ")
                    .append(data.isTextual() ? data.textValue() : Tree.text(data))
                    .append("\n\n");
        }
        return out.toString().getBytes(StandardCharsets.UTF_8);
    }

    @Override
    public String toString() {
        return file.replace(".json", "");
    }
}
