package dev.mehari.it.faults;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.mehari.fake.Answer;
import dev.mehari.fake.RawClient;
import dev.mehari.it.wire.Eventually;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

@DisplayName("fault 5.6b: the error of a chain that changes its protocol says whose it is, and what was tried")
class ChainErrorsIT extends OnRig {
    private static final Duration SOON = Duration.ofSeconds(10);
    private static final String WORDS = "what the first one said";

    /** A caller, and two vendors of which the second is asked when the first has failed. */
    record Chained(Caller caller, Vendor first, Vendor second, boolean stream) {
        private String alias() {
            return Rig.either(first, second);
        }

        @Override
        public String toString() {
            return caller + ", " + first + " then " + second + (stream ? ", streamed" : ", whole");
        }
    }

    /** Every caller at every first vendor; the second is another one for each. */
    static Stream<Chained> chainsOfStreams() {
        List<Chained> chains = new ArrayList<>();
        int turn = 0;
        for (Caller caller : Caller.values()) {
            turn++;
            for (int i = 0; i < Vendor.PROTOCOLS.size(); i++) {
                int next = (i + 1 + turn % 3) % Vendor.PROTOCOLS.size();
                chains.add(new Chained(caller, Vendor.PROTOCOLS.get(i), Vendor.PROTOCOLS.get(next), true));
            }
        }
        return chains.stream();
    }

    static Stream<Chained> chains() {
        return chainsOfStreams()
                .flatMap(chain -> Stream.of(chain, new Chained(chain.caller(), chain.first(), chain.second(), false)));
    }

    private RawClient.Response call(Chained chain, Answer first, Answer second) {
        rig.playing(chain.first(), first);
        rig.playing(chain.second(), second);
        return rig.send(chain.caller()
                .request(chain.alias(), chain.stream(), chain.caller().asks("hi")));
    }

    private static List<String> tried(JsonNode row) {
        List<String> tried = new ArrayList<>();
        for (JsonNode attempt : row.path("attempts")) {
            tried.add(attempt.path("target").asText() + " "
                    + attempt.path("status").asText() + " "
                    + attempt.path("error_kind").asText() + " "
                    + attempt.path("next").asText());
        }
        return tried;
    }

    /** What an error tells of each attempt, whatever the protocol's place for it. */
    private static String listed(JsonNode error) {
        return error.has("attempts")
                ? error.get("attempts").toString()
                : error.path("details").toString();
    }

    @ParameterizedTest
    @MethodSource("chains")
    @DisplayName(
            "fault 5.6b: both failed: origin, both attempts, and one id in header and log; not the words of the first")
    void bothFailed(Chained chain) {
        RawClient.Response reply = call(chain, Answer.error(401, null, WORDS), Answer.error(500));

        assertThat(reply.status()).as(reply.text()).isIn(500, 502);
        assertThat(reply.headers().first("x-mehari-error-origin")).isEqualTo("upstream");
        assertThat(reply.headers().first("x-mehari-attempts")).isEqualTo("2");
        assertThat(reply.headers().first("x-should-retry")).isEqualTo("false");
        assertThat(reply.text()).doesNotContain(WORDS);
        String listed = listed(Heard.json(reply.text()).path("error"));
        assertThat(listed).contains(upstream(chain.first()), "upstream_auth_failed");
        assertThat(listed).contains(upstream(chain.second()), "upstream_error");
        assertThat(listed.indexOf("upstream_auth_failed")).isLessThan(listed.indexOf("upstream_error"));
        JsonNode row = rig.row(reply);
        assertThat(row.path("request_id").asText()).isEqualTo(reply.headers().first("x-request-id"));
        assertThat(row.path("status").asInt()).isEqualTo(reply.status());
        assertThat(row.path("error_origin").asText()).isEqualTo("upstream");
        assertThat(row.path("error_kind").asText()).isEqualTo("upstream_error");
        assertThat(tried(row))
                .containsExactly(
                        chain.first().target() + " 401 upstream_auth_failed next_target",
                        chain.second().target() + " 500 upstream_error no_target_left");
    }

    private static String upstream(Vendor vendor) {
        return vendor.target().replaceFirst("/.*", "");
    }

    @ParameterizedTest
    @MethodSource("chainsOfStreams")
    @DisplayName("fault 5.6b: the second breaks off: the row has both, under the id that the caller has")
    void secondBreaksOff(Chained chain) {
        Answer half = Answer.text("token ".repeat(60).strip()).cutAfter(40);
        RawClient.Response reply = call(chain, Answer.error(401), half);

        assertThat(reply.status()).as(reply.text()).isEqualTo(200);
        assertThat(reply.headers().first("x-mehari-attempts")).isEqualTo("2");
        JsonNode row = rig.row(reply);
        assertThat(row.path("error_origin").asText()).isEqualTo("upstream");
        assertThat(row.path("error_kind").asText()).isEqualTo("upstream_stream_interrupted");
        assertThat(tried(row))
                .containsExactly(
                        chain.first().target() + " 401 upstream_auth_failed next_target",
                        chain.second().target() + " 200 upstream_stream_interrupted committed");
    }

    @ParameterizedTest
    @EnumSource
    @DisplayName("fault 5.6b: the caller leaves while the second is waited for: 499 of the client, in no count of 5xx")
    void callerLeaves(Caller caller) {
        rig.playing(Vendor.CHAT, Answer.error(401));
        rig.playing(Vendor.ANTHROPIC, Answer.silence());
        double before = calls("499");
        double failed = calls("5");
        String alias = Rig.either(Vendor.CHAT, Vendor.ANTHROPIC);
        try (RawClient client = RawClient.to(rig.gateway().url())) {
            client.send(caller.request(alias, true, caller.asks("hi")));
            var unused = rig.fake(Vendor.ANTHROPIC).awaitRequests(1, SOON);
        }
        double now = Eventually.get(SOON, () -> calls("499"), count -> count == before + 1);
        assertThat(now).isEqualTo(before + 1);
        assertThat(calls("5")).isEqualTo(failed);
    }

    /** Calls that ended with a status that begins so, by the metrics. */
    private double calls(String status) {
        return rig.gateway()
                .adminPage("/v1/metrics")
                .lines()
                .filter(line -> line.startsWith("mehari_calls_total{") && line.contains("status=\"" + status))
                .mapToDouble(line -> Double.parseDouble(line.substring(line.lastIndexOf(' ') + 1)))
                .sum();
    }
}
