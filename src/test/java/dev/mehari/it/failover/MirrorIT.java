package dev.mehari.it.failover;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.mehari.fake.Answer;
import dev.mehari.fake.RawClient;
import dev.mehari.it.wire.Eventually;
import java.time.Duration;
import java.util.Collections;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

@DisplayName("mirror: a copy of a call that nobody waits for, and nobody notices")
class MirrorIT extends OnChain {
    private static final Duration PATIENCE = Duration.ofSeconds(10);

    private JsonNode copyOf(RawClient.Response response) {
        return chain.row(response.headers().first("x-request-id") + "-mirror");
    }

    @ParameterizedTest
    @EnumSource
    @DisplayName("both targets get the question; the caller gets the first one's answer, the copy a row of its own")
    void copied(Way way) {
        RawClient.Response response = chain.call(way, "mirrored");

        servedBy(way, 1, response, 1);
        JsonNode row = chain.row(response);
        assertThat(Chain.attempts(row)).containsExactly("1 done");
        assertThat(row.path("operation").asText()).isEqualTo("chat");
        JsonNode copy = copyOf(response);
        assertThat(copy.path("operation").asText()).isEqualTo("mirror");
        assertThat(copy.path("label").asText()).isEqualTo(row.path("request_id").asText());
        assertThat(copy.path("status").asInt()).isEqualTo(200);
        assertThat(copy.path("cost_usd").asText()).isEqualTo("0.000025");
        assertThat(Chain.attempts(copy)).containsExactly("mirrored done");
        seen(way, 1, 1);
        String turns = way.vendor().equals("gemini") ? "contents" : "messages";
        assertThat(chain.fake(way, 2).lastRequest().json().path(turns))
                .isEqualTo(chain.fake(way, 1).lastRequest().json().path(turns));
    }

    @ParameterizedTest
    @EnumSource(Round.class)
    @DisplayName(
            "a copy that gets no answer delays nobody; one that fails is not tried again and no fault of its upstream")
    void sick(Round round) {
        together(round.ways(), way -> {
            CountDownLatch gate = new CountDownLatch(1);
            chain.fake(way, 2).always(Answer.error(503).heldUntil(gate));
            for (int i = 0; i < 6; i++) {
                servedBy(way, 1, chain.call(way, "mirrored"), 1);
            }
            RawClient.Response last = chain.call(way, "mirrored");
            servedBy(way, 1, last, 1);
            gate.countDown();

            JsonNode copy = copyOf(last);
            assertThat(copy.path("status").asInt()).isIn(503, 529);
            assertThat(Chain.attempts(copy)).containsExactly("mirrored upstream_overloaded no_target_left");
            assertThat(chain.breaker(way.vendor() + "-mirrored")).isEqualTo("closed");
            seen(way, 7, 7);
        });
    }

    @Test
    @DisplayName("copies under way are bounded; those beyond are dropped and counted, and their calls answered")
    void bounded() {
        Way way = Way.OPENAI_JSON;
        CountDownLatch gate = new CountDownLatch(1);
        chain.fake(way, 2).always(Chain.good(2).heldUntil(gate));
        double dropped = chain.metric("mehari_mirror_dropped_total");

        together(Collections.nCopies(80, way), same -> servedBy(same, 1, chain.call(same, "mirrored"), 1));

        assertThat(chain.metric("mehari_mirror_running")).isEqualTo(64);
        assertThat(chain.metric("mehari_mirror_dropped_total") - dropped).isEqualTo(16);
        gate.countDown();
        Eventually.get(PATIENCE, () -> chain.metric("mehari_mirror_running"), running -> running == 0);
        assertThat(chain.calls(way, 2)).isEqualTo(64);
    }

    @Test
    @DisplayName("a key that may use the target and not the alias has no copies made")
    void notForThisKey() {
        Way way = Way.OPENAI_JSON;
        RawClient.Response response = chain.call(way.request("mirrored", chain.key("openai-1/" + way.model(1))));

        servedBy(way, 1, response, 1);
        assertThat(chain.row(response).path("status").asInt()).isEqualTo(200);
        seen(way, 1, 0);
    }
}
