package dev.mehari.admin;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.mehari.health.Health;
import dev.mehari.health.Subject;
import dev.mehari.health.Switchboard;
import dev.mehari.health.UnkeptSwitches;
import dev.mehari.live.Breakers;
import dev.mehari.sample.Samples;
import java.time.Clock;
import java.time.ZoneOffset;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

final class EndpointHealthTest {
    private final Clock clock = Clock.fixed(Samples.NOW, ZoneOffset.UTC);
    private final Health health = new Health(clock);
    private final Switchboard board = new Switchboard(health, new UnkeptSwitches(), clock);
    private final EndpointHealth page = new EndpointHealth(health, new Breakers(), clock);

    private JsonNode endpoint(String name) {
        for (JsonNode one : page.show(Samples.snapshot()).path("endpoints")) {
            if (one.path("name").asText().equals(name)) {
                return one;
            }
        }
        throw new IllegalArgumentException(name);
    }

    @Test
    @DisplayName("fault 2.10: what an operator has switched off is shown as disabled, and why")
    void switchedOff() {
        assertThat(endpoint("one").path("status").asText()).isEqualTo("healthy");

        board.disable(Subject.upstream("one"), "too dear", "admin");

        assertThat(endpoint("one").path("status").asText()).isEqualTo("disabled");
        assertThat(endpoint("one").path("reason").asText()).contains("switched off by an operator");
        assertThat(endpoint("two").path("status").asText()).isEqualTo("healthy");
        board.enable(Subject.upstream("one"), "admin");
        assertThat(endpoint("one").path("status").asText()).isEqualTo("healthy");
    }
}
