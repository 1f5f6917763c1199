package dev.mehari;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The shipped route files as texts: short, in the form that visual editors keep, and each route says what it is for. */
final class RouteFileTest {
    private static final CanonicalYaml SCHEMA = new CanonicalYaml();

    static Stream<Path> files() {
        try (Stream<Path> files = Files.walk(Path.of("routes"))) {
            return files.filter(Files::isRegularFile).sorted().toList().stream();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @ParameterizedTest
    @MethodSource("files")
    void fitsOnOneScreen(Path file) throws IOException {
        assertThat(Files.readAllLines(file)).hasSizeLessThanOrEqualTo(80);
        assertThat(file.toString()).endsWith(".camel.yaml");
        assertThat(Files.readAllLines(file).getFirst())
                .isEqualTo("# yaml-language-server: $schema=" + "../".repeat(file.getNameCount() - 1)
                        + "docs/schema/camel-yaml-dsl.json");
    }

    @ParameterizedTest
    @MethodSource("files")
    void isCanonical(Path file) throws IOException {
        assertThat(SCHEMA.faults(Files.readString(file))).isEmpty();
    }

    @Test
    void theExamplesAreCanonicalToo() throws IOException {
        String routing = Files.readString(Path.of("routes/routing.camel.yaml"));
        String both = RoutesDecideTest.uncommented(RoutesDecideTest.uncommented(routing, "Example 1: "), "Example 2: ");

        assertThat(SCHEMA.faults(both)).isEmpty();
        assertThat(CanonicalYaml.tree(both).findValues("when").getFirst()).hasSize(3);
    }

    /** The check itself can fail: each of these is right in Camel's own schema, and a shorthand. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "- from: {uri: 'direct:a', steps: []}",
                "- route: {id: a, from: {uri: 'direct:a', steps: [{to: 'direct:b'}]}}",
                "- route: {id: a, from: {uri: 'direct:a', steps: [{log: hello}]}}",
                "- route: {id: a, from: {uri: 'direct:a', steps: [{setBody: {simple: {expression: a}}}]}}",
                "- route: {id: a, from: {uri: 'direct:a', steps: [{setBody: {expression: {simple: a}}}]}}",
                "- route: {id: a, from: {uri: 'direct:a', steps: [{beam: {ref: a}}]}}",
                "- route: {id: a, from: {uri: 'direct:a', steps: [{bean: {ref: a, methid: b}}]}}",
            })
    void aShorthandOrMistakeIsFound(String yaml) {
        assertThat(SCHEMA.faults(yaml)).isNotEmpty();
    }

    @ParameterizedTest
    @MethodSource("files")
    void everyRouteHasAnIdAndSaysWhatItIsFor(Path file) throws IOException {
        List<String> seen = new ArrayList<>();
        for (JsonNode entry : CanonicalYaml.tree(Files.readString(file))) {
            JsonNode route = entry.elements().next();
            seen.add(route.path("id").asText());
            assertThat(route.path("id").asText()).as("id in %s", file).isNotBlank();
            assertThat(route.path("description").asText())
                    .as("description of %s", route.path("id"))
                    .isNotBlank();
        }
        assertThat(seen).isNotEmpty().doesNotHaveDuplicates();
    }

    @Test
    void everyDirectHasExactlyOneReader() {
        List<String> readers = new ArrayList<>(CanonicalYaml.all("from").stream()
                .map(from -> from.path("uri").asText())
                .filter(uri -> uri.startsWith("direct:"))
                .map(uri -> uri.replaceAll("\\{\\{.*?}}", "*"))
                .toList());
        List<String> writers = new ArrayList<>(List.of("direct:chat", "direct:passthrough", "direct:usage"));
        for (String step : new String[] {"to", "toD", "wireTap", "deadLetterChannel"}) {
            for (JsonNode send : CanonicalYaml.all(step)) {
                writers.add(send.path("uri")
                        .asText(send.path("deadLetterUri").asText())
                        .replaceAll("\\$\\{.*?}", "*"));
            }
        }
        writers.removeIf(uri -> !uri.startsWith("direct:"));
        // Those that answer for an upstream are named in config/upstreams.yaml, and there are two templates of
        // upstreams.
        readers.removeIf(uri -> uri.startsWith("direct:ask-"));
        assertThat(readers.remove("direct:upstream-*")).isTrue();

        assertThat(readers).doesNotHaveDuplicates().containsExactlyInAnyOrderElementsOf(Set.copyOf(writers));
    }

    /** A breakpoint, a trace and an error name a step by its id. A template has none: its steps are stamped many times. */
    @Test
    void noIdIsUsedTwice() throws IOException {
        List<String> ids = new ArrayList<>();
        for (Path file : files().toList()) {
            for (JsonNode entry : CanonicalYaml.tree(Files.readString(file))) {
                collect(entry, ids);
            }
        }
        assertThat(ids).contains("authenticate", "chat", "trial").doesNotHaveDuplicates();
    }

    private static void collect(JsonNode node, List<String> ids) {
        node.properties().forEach(e -> {
            if (e.getKey().equals("id") && e.getValue().isTextual()) {
                ids.add(e.getValue().asText());
            }
        });
        node.forEach(child -> collect(child, ids));
    }
}
