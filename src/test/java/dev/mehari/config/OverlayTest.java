package dev.mehari.config;

import static org.assertj.core.api.Assertions.assertThat;

import dev.mehari.config.OverlayObject.Kind;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The objects of a database above the files of {@link Snippets}. */
class OverlayTest {
    private static final String HOUSE =
            "{\"protocol\":\"openai-chat\",\"base-url\":\"https://house.example.com\",\"credentials\":[{\"id\":\"main\",\"key\":\"stored:main\"}]}";

    private static OverlayObject object(Kind kind, String name, String body) {
        return new OverlayObject(kind, name, 7, body);
    }

    private static Snapshot load(OverlayObject... objects) {
        return Snippets.valid()
                .load(new Overlay(7, List.of(objects), Map.of("house/main", new Secret("sk-1")), Set.of()));
    }

    private static Upstream upstream(Snapshot snapshot, String name) {
        return Objects.requireNonNull(snapshot.upstreams().get(name));
    }

    @Test
    void standsBesideTheFiles() {
        Snapshot snapshot = load(
                object(Kind.UPSTREAMS, "house", HOUSE),
                object(Kind.MODELS, "mine", "{\"targets\":[\"house/m\",\"openai/gpt-5\"]}"));
        assertThat(snapshot.overlaid().isWhole()).isTrue();
        Upstream house = upstream(snapshot, "house");
        assertThat(house.standing()).isEqualTo(new Standing(true, true));
        assertThat(house.credentials())
                .singleElement()
                .satisfies(c -> assertThat(c.key().reveal()).isEqualTo("sk-1"));
        assertThat(upstream(snapshot, "openai").standing().entered()).isFalse();
        assertThat(snapshot.models().find("mine")).isPresent();
        assertThat(snapshot.overlaid().place("upstreams/openai")).hasValue("config/upstreams.yaml:2");
        assertThat(snapshot.overlaid().place("models/fast")).hasValue("config/models.yaml:2");
    }

    @Test
    void filesWinAndWhatStandsOnSomethingGoneGoesWithIt() {
        Snapshot snapshot = load(
                object(Kind.UPSTREAMS, "openai", HOUSE),
                object(Kind.UPSTREAMS, "house", HOUSE.replace("openai-chat", "telepathy")),
                object(Kind.MODELS, "mine", "{\"targets\":[\"house/m\"]}"),
                object(Kind.MODELS, "good", "{\"targets\":[\"openai/m\"]}"));
        assertThat(snapshot.upstreams().keySet()).containsExactly("openai");
        assertThat(upstream(snapshot, "openai").standing().entered()).isFalse();
        assertThat(snapshot.models().aliases().keySet()).containsExactly("fast", "good");
        assertThat(snapshot.overlaid().setAside())
                .extracting(Fault::toString)
                .satisfiesExactly(
                        shadowed -> assertThat(shadowed)
                                .isEqualTo(
                                        "database: upstreams/openai: config/upstreams.yaml:2 has the same name, and files win"),
                        wrong -> assertThat(wrong).startsWith("database: upstreams/house: unknown protocol"),
                        left -> assertThat(left).startsWith("database: models/mine: unknown upstream \"house\""));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "\"proxy\":\"http://10.0.0.1:3128\"",
                "\"ca\":\"file:/etc/passwd\"",
                "\"credentials\":[{\"id\":\"main\",\"key\":\"env:HOME\"}]",
                "\"credentials\":[{\"id\":\"main\",\"key\":\"file:/etc/passwd\"}]",
                "\"headers\":{\"X-A\":\"${HOME}\"}",
                "\"nonsense\":1",
            })
    void cannotReachIntoTheGateway(String key) {
        String body = "{\"protocol\":\"openai-chat\",\"base-url\":\"https://house.example.com\"," + key + "}";
        Snapshot snapshot = load(object(Kind.UPSTREAMS, "house", body));
        assertThat(snapshot.upstreams()).doesNotContainKey("house");
        assertThat(snapshot.overlaid().setAside()).isNotEmpty();
    }

    @Test
    void aCredentialThatCannotBeOpenedIsSaidAndTheUpstreamIsOff() {
        Snapshot snapshot = Snippets.valid()
                .load(new Overlay(7, List.of(object(Kind.UPSTREAMS, "house", HOUSE)), Map.of(), Set.of("house/main")));
        assertThat(upstream(snapshot, "house").on()).isFalse();
        assertThat(snapshot.overlaid().isWhole()).isFalse();
        assertThat(snapshot.overlaid().notices().toString()).contains("MEHARI_SECRET", "upstreams/house", "main");
    }

    @Test
    void routingMakesTheAliasThatTakesEverything() {
        Snapshot snapshot = load(
                object(Kind.UPSTREAMS, "house", HOUSE),
                object(
                        Kind.SETTINGS,
                        "routing",
                        "{\"default_route\":\"house\",\"targets\":[\"house/m\"],\"fallbacks\":[\"openai/*\"],\"fallback_enabled\":true}"));
        assertThat(snapshot.overlaid().setAside()).isEmpty();
        assertThat(snapshot.models()
                        .find("whatever")
                        .orElseThrow()
                        .targetsFor("whatever")
                        .toString())
                .contains("house/m", "openai/whatever");
    }
}
