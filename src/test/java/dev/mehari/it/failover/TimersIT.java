package dev.mehari.it.failover;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.mehari.fake.Answer;
import dev.mehari.fake.RawClient;
import dev.mehari.fake.SeenRequest;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

@DisplayName("fault 2.4, rule 7: an upstream that accepts and then says nothing")
class TimersIT extends OnChain {
    private static final Duration PATIENCE = Duration.ofSeconds(10);

    private void secondServes(Way way, String alias, String first) {
        RawClient.Response response = chain.call(way, alias);

        servedBy(way, 2, response, 2);
        seen(way, 1, 1);
        JsonNode row = chain.row(response);
        assertThat(Chain.attempts(row)).containsExactly(first + " upstream_timeout next_target", "2 done");
        // The alias' timers are 0.8 s, those of its upstreams 20 s.
        assertThat(row.path("total_ms").asLong()).isBetween(700L, 15_000L);
        chain.fake(way, 1).server().awaitClosed(chain.fake(way, 1).lastRequest(), PATIENCE);
    }

    @ParameterizedTest
    @EnumSource
    @DisplayName("fault 2.4: no status line: the next target within response-headers, the alias' own")
    void silent(Round round) {
        together(round.ways(), way -> {
            chain.fake(way, 1).always(Answer.silence());

            secondServes(way, "quick", "1");
        });
    }

    @Test
    @DisplayName("fault 2.4: no status line: the next target within the upstream's response-headers")
    void silentUpstreamTimer() {
        together(List.of(Way.OPENAI_JSON, Way.ANTHROPIC_STREAM, Way.GEMINI_ARRAY), way -> {
            chain.fake(way, 1).always(Answer.silence());

            secondServes(way, "hasty", "hasty");
        });
    }

    @ParameterizedTest
    @EnumSource
    @DisplayName("fault 2.4: a status line and nothing more: the next target within first-event")
    void headersOnly(Round round) {
        together(round.ways(), way -> {
            chain.fake(way, 1).always(Answer.text("never").headersOnly());

            secondServes(way, "quick", "1");
        });
    }

    @Test
    @DisplayName("fault 2.4: a role or message_start, then silence: first-event counts to something meaningful")
    void openingOnly() {
        together(List.of(Way.OPENAI_STREAM, Way.ANTHROPIC_STREAM), way -> {
            chain.fake(way, 1).always(Answer.text("never").stallAfter(way.dialect.openingEvents()));

            secondServes(way, "quick", "1");
        });
    }

    @ParameterizedTest
    @EnumSource(names = {"STREAM", "ARRAY"})
    @DisplayName("fault 2.4: signs of life for ever: they hold no timer up before something was said")
    void pingsOnly(Round round) {
        together(round.ways(), way -> {
            String ping = switch (way) {
                case ANTHROPIC_STREAM -> "event: ping\ndata: {\"type\":\"ping\"}\n\n";
                case GEMINI_ARRAY -> "\n";
                default -> ": ping\n\n";
            };
            String type = way == Way.GEMINI_ARRAY ? "application/json" : "text/event-stream";
            List<byte[]> pings = Collections.nCopies(100, ping.getBytes(StandardCharsets.UTF_8));
            chain.fake(way, 1).always(Answer.stream(type, pings).drip(Duration.ofMillis(150)));

            secondServes(way, "quick", "1");

            assertThat(chain.fake(way, 1).lastRequest().eventsWritten()).isLessThan(100);
        });
    }

    @ParameterizedTest
    @EnumSource(names = {"STREAM", "ARRAY"})
    @DisplayName("fault 2.5: a stream that drips is never idle: judged by its rate while nothing of it was shown")
    void drip(Round round) {
        together(round.ways(), way -> {
            chain.fake(way, 1).always(Answer.text("tick ".repeat(40).strip()).drip(Duration.ofMillis(300)));

            secondServes(way, "paced", "1");

            assertThat(chain.breaker(way.vendor() + "-1")).isEqualTo("closed");
        });
    }

    @ParameterizedTest
    @EnumSource(names = {"STREAM", "ARRAY"})
    @DisplayName("fault 2.5: with a minimum rate, fast streams and short ones come whole, and a broken one is replaced")
    void fastEnough(Round round) {
        together(round.ways(), way -> {
            servedBy(way, 1, chain.call(way, "paced"), 1);
            chain.fake(way, 1).always(Answer.text("yes"));
            assertThat(chain.call(way, "paced").text()).contains("yes");
            chain.fake(way, 1).always(Chain.good(1).cutAfter(way.dialect.openingEvents() + 3));
            RawClient.Response replaced = chain.call(way, "paced");
            assertThat(Chain.withoutNumbers(replaced.body())).isEqualTo(chain.alone(way, 2));
        });
    }

    @ParameterizedTest
    @EnumSource(names = {"STREAM", "ARRAY"})
    @DisplayName("fault 2.4: a stall after 20 tokens: an error in the stream within gap, and no second model")
    void stallAfterContent(Round round) {
        together(round.ways(), way -> {
            int events = way.dialect.openingEvents() + 20;
            chain.fake(way, 1).always(Answer.text("tick ".repeat(60).strip()).stallAfter(events));

            RawClient.Response response = chain.call(way, "quick");

            assertThat(response.status()).isEqualTo(200);
            assertThat(response.text().split("tick", -1).length - 1).isEqualTo(20);
            assertThat(response.text()).contains(way.dialect.errorMark()).doesNotContain(way.dialect.terminator());
            seen(way, 1, 0);
            SeenRequest first = chain.fake(way, 1).lastRequest();
            chain.fake(way, 1).server().awaitClosed(first, PATIENCE);
            JsonNode row = chain.row(response);
            assertThat(row.path("error_kind").asText()).isEqualTo("upstream_timeout");
            assertThat(row.path("total_ms").asLong()).isBetween(700L, 15_000L);
            assertThat(Chain.attempts(row)).containsExactly("1 upstream_timeout committed");
        });
    }

    @ParameterizedTest
    @EnumSource(names = "JSON")
    @DisplayName("fault 2.4: a whole reply that stalls in the middle of its body: the next target")
    void wholeReplyStalls(Round round) {
        together(round.ways(), way -> {
            byte[] half = "{\"id\":\"x\",\"choices\":[{\"mes".getBytes(StandardCharsets.UTF_8);
            chain.fake(way, 1)
                    .always(Answer.stream("application/json", List.of(half)).keepsOpen());

            secondServes(way, "quick", "1");
        });
    }

    @ParameterizedTest
    @EnumSource
    @DisplayName("fault 2.4: three silent targets: the caller waits no longer than the deadline of all together")
    void deadline(Round round) {
        together(round.ways(), way -> {
            for (int n = 1; n <= 3; n++) {
                chain.fake(way, n).always(Answer.silence());
            }

            RawClient.Response response = chain.call(way, "deadline");

            assertThat(response.status()).isEqualTo(504);
            // Two seconds for the first, the rest of three for the second, nothing for the third.
            seen(way, 1, 1, 0);
            JsonNode row = chain.row(response);
            assertThat(row.path("total_ms").asLong()).isBetween(2_900L, 15_000L);
            assertThat(Chain.attempts(row))
                    .containsExactly("1 upstream_timeout next_target", "2 upstream_timeout deadline");
        });
    }
}
