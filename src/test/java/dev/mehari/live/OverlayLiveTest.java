package dev.mehari.live;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.mehari.config.Fault;
import dev.mehari.config.Overlay;
import dev.mehari.config.OverlayObject;
import dev.mehari.config.OverlayObject.Kind;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@DisplayName("What admins wrote, beside files that change and routes that do not know it")
final class OverlayLiveTest {
    private static final String ASKED = """
            - routeTemplate:
                id: upstream-route
                parameters: [{name: name}, {name: route}]
                from:
                  uri: "direct:upstream-{{name}}"
                  steps: [{bean: {ref: kept, method: "keep('{{route}}')"}}]
            """;

    /** A text in the brackets of "keep" is an address, as one of "route.ask" is. */
    private final Folder folder = new Folder(
            Duration.ofMinutes(1), kept -> new Steps(Map.of("kept", kept), Map.of("kept.keep", text -> null)));

    @AfterEach
    void close() {
        folder.close();
    }

    private static Overlay overlay(long revision, OverlayObject... objects) {
        return new Overlay(revision, List.of(objects), Map.of(), Set.of());
    }

    private static OverlayObject alias(String name, String target) {
        return new OverlayObject(Kind.MODELS, name, 1, "{\"targets\": [\"" + target + "\"]}");
    }

    private static OverlayObject asks(String name, String route) {
        return new OverlayObject(
                Kind.UPSTREAMS,
                name,
                1,
                "{\"protocol\": \"route\", \"route\": \"" + route + "\", \"base-url\": \"http://203.0.113.1\"}");
    }

    /** An edit of an admin on this node. */
    private OverlayEdit edit(Overlay wanted) {
        return new OverlayEdit() {
            @Override
            public Overlay wanted() {
                return wanted;
            }

            @Override
            public Set<String> written() {
                return Set.of(wanted.objects().getLast().id());
            }

            @Override
            public boolean keep() {
                folder.overlay = wanted;
                return true;
            }
        };
    }

    private Stream<String> aliases() {
        return folder.generations.live().orElseThrow().snapshot().models().aliases().keySet().stream();
    }

    private List<String> aside() {
        return folder.generations.live().orElseThrow().snapshot().overlaid().setAside().stream()
                .map(Fault::file)
                .toList();
    }

    @Test
    @DisplayName("a look from before an edit does not take the edit back")
    void aLateLook() {
        folder.changes.start();
        Look before = folder.changes.look(true);
        Look beforeToo = folder.changes.look(false);

        var unused = folder.changes.edit(edit(overlay(1, alias("mine", "first/x"))));
        folder.changes.follow(before);
        folder.changes.follow(beforeToo);

        assertThat(aliases()).contains("mine");
        assertThat(folder.live()).as("once").isEqualTo(2);
    }

    @Test
    @DisplayName("a look at the database alone says nothing about files, also when they went live since")
    void aLateLookAtTheDatabase() {
        folder.changes.start();
        Look before = folder.changes.look(false);
        folder.route(
                "house.camel.yaml", "- route:\n    from: {uri: direct:house, steps: [{setBody: {constant: ok}}]}\n");
        folder.changes.reload();

        folder.changes.follow(before);

        assertThat(folder.live()).isEqualTo(2);
        assertThat(folder.changes.refused()).isZero();
    }

    @Test
    @DisplayName("fault 5.7: neither a start nor an edit of routes is refused for an upstream of the database")
    void routesThatAreGone() {
        folder.route("ask.camel.yaml", ASKED);
        folder.route(
                "house.camel.yaml", "- route:\n    from: {uri: direct:house, steps: [{setBody: {constant: ok}}]}\n");
        folder.overlay = overlay(
                3,
                asks("house", "direct:house"),
                asks("lost", "direct:gone"),
                alias("mine", "lost/x"),
                alias("other", "house/x"));

        folder.changes.start();

        assertThat(aside()).containsExactlyInAnyOrder("database: upstreams/lost", "database: models/mine");
        assertThat(aliases()).contains("a", "other").doesNotContain("mine");
        assertThat(folder.changes.status().degraded()).isTrue();

        folder.route("house.camel.yaml", "- route:\n    from: {uri: direct:hut, steps: [{setBody: {constant: ok}}]}\n");
        folder.watcher.look();
        folder.watcher.look();

        assertThat(folder.live()).as("the edit of a file went live").isGreaterThan(1);
        assertThat(aside()).hasSize(4);
        assertThat(aliases()).containsExactly("a");
    }

    @Test
    @DisplayName("an admin who enters such an upstream is told, and what is set aside already is in nobody's way")
    void enteredWithoutARoute() {
        folder.route("ask.camel.yaml", ASKED);
        folder.changes.start();

        RefusedChange refused = catchThrowableOfType(
                RefusedChange.class, () -> folder.changes.edit(edit(overlay(1, asks("lost", "direct:gone")))));

        assertThat(refused).isNotNull();
        assertThat(refused.faults()).singleElement().satisfies(fault -> {
            assertThat(fault.file()).isEqualTo("database: upstreams/lost");
            assertThat(fault.message()).contains("no route reads \"direct:gone\"");
        });
        assertThat(folder.live()).isEqualTo(1);
        folder.overlay = overlay(2, asks("lost", "direct:gone"));
        folder.watcher.look();
        folder.watcher.look();
        assertThat(aside()).containsExactly("database: upstreams/lost");

        var unused = folder.changes.edit(edit(overlay(3, asks("lost", "direct:gone"), alias("mine", "first/x"))));

        assertThat(aliases()).contains("mine");
        assertThat(aside()).containsExactly("database: upstreams/lost");
    }
}
