package dev.mehari.live;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.mehari.call.ErrorKind;
import dev.mehari.call.Refusal;
import dev.mehari.config.Overlay;
import dev.mehari.config.OverlayObject;
import dev.mehari.config.OverlayObject.Kind;
import dev.mehari.key.StoreUnavailableException;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

@DisplayName("what an admin writes is kept and live, or neither")
final class OverlayEditTest {
    @RegisterExtension
    final Folder folder = new Folder();

    /** An upstream more, with an alias. */
    private record More(BooleanSupplier store) implements OverlayEdit {
        @Override
        public Overlay wanted() {
            OverlayObject upstream = new OverlayObject(
                    Kind.UPSTREAMS, "second", 1, "{\"protocol\":\"openai\",\"base-url\":\"https://second.example\"}");
            OverlayObject alias = new OverlayObject(Kind.MODELS, "b", 1, "{\"targets\":[\"second/m\"]}");
            return new Overlay(1, List.of(upstream, alias), Map.of(), Set.of());
        }

        @Override
        public Set<String> written() {
            return Set.of("upstreams/second", "models/b");
        }

        @Override
        public boolean keep() {
            return store.getAsBoolean();
        }
    }

    private void assertNothingOfItIsLeft() {
        assertThat(folder.live()).isEqualTo(1);
        assertThat(folder.alias()).isEqualTo("a");
        assertThat(folder.clients.stats()).containsOnlyKeys("first");
        assertThat(folder.breakers.registry().getAllCircuitBreakers()).hasSize(1);
        assertThat(folder.changes.status().degraded()).isFalse();
    }

    @Test
    void whatIsKeptIsLive() {
        Generation made = folder.changes.edit(new More(() -> {
            assertThat(folder.live()).as("not before it is kept").isEqualTo(1);
            return true;
        }));

        assertThat(folder.generations.live()).hasValue(made);
        assertThat(made.snapshot().models().find("b")).isPresent();
        assertThat(folder.clients.stats()).containsOnlyKeys("first", "second");
    }

    @Test
    void whoWasNotTheFirstIsToldAndNothingIsLive() {
        assertThatThrownBy(() -> folder.changes.edit(new More(() -> false)))
                .isInstanceOfSatisfying(
                        Refusal.class, refusal -> assertThat(refusal.kind()).isEqualTo(ErrorKind.CONFLICT));

        assertNothingOfItIsLeft();
    }

    @Test
    void whatTheStoreDoesNotTakeIsNotLiveAndTheNextChangeIs() {
        assertThatThrownBy(() -> folder.changes.edit(new More(() -> {
                    throw new StoreUnavailableException("away", new IllegalStateException());
                })))
                .isInstanceOf(StoreUnavailableException.class);

        assertNothingOfItIsLeft();
        assertThat(folder.changes.edit(new More(() -> true)).snapshot().models().find("b"))
                .isPresent();
    }
}
