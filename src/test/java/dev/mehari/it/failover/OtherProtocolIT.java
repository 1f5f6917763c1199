package dev.mehari.it.failover;

import static org.assertj.core.api.Assertions.assertThat;

import dev.mehari.fake.Answer;
import dev.mehari.fake.FakeProvider;
import dev.mehari.fake.RawClient;
import dev.mehari.it.GatewaySetup;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.EnumSource.Mode;
import org.junit.jupiter.params.provider.ValueSource;

@DisplayName("a fallback that speaks another protocol: the caller reads its own")
class OtherProtocolIT extends OnChain {
    private static final Pattern TEXT =
            Pattern.compile("\"(?:text|content|delta)\"\\s*:\\s*\"((?:[^\"\\\\]|\\\\.)*)\"");

    /** Where the second target of the alias stands: in front of the second fake of another vendor. */
    private static Way other(Way way) {
        return switch (way.vendor()) {
            case "openai" -> Way.ANTHROPIC_JSON;
            case "anthropic" -> Way.GEMINI_JSON;
            default -> Way.OPENAI_JSON;
        };
    }

    /** All that is said in a reply, whole or in pieces, whatever the protocol. */
    private static String said(RawClient.Response response) {
        return TEXT.matcher(response.text())
                .results()
                .map(found -> found.group(1))
                .collect(Collectors.joining());
    }

    private void otherServes(Way way, RawClient.Response response) {
        assertThat(response.status()).as(response.text()).isEqualTo(200);
        assertThat(said(response)).isEqualTo("Target 2 says it is warm, 2 times.");
        assertThat(response.headers().first("x-mehari-upstream"))
                .isEqualTo(other(way).vendor() + "-2");
        assertThat(chain.calls(other(way), 2)).isEqualTo(1);
        assertThat(chain.attempts(response)).last().isEqualTo("2 done");
    }

    @ParameterizedTest
    @EnumSource
    @DisplayName(
            "the first fails before it said anything: the second's answer, in the caller's protocol, with one beginning")
    void fails(Way way) {
        FakeProvider first = chain.fake(way, 1);
        List<Answer> failures = way.stream
                ? List.of(
                        Answer.error(401),
                        Answer.error(503),
                        Chain.good(1).cutAfter(way.dialect.openingEvents()),
                        Answer.emptyStream())
                : List.of(Answer.error(401), Answer.error(503), Answer.html(200), Answer.hangUp());
        for (Answer failure : failures) {
            chain.reset();
            first.always(failure);

            RawClient.Response response = chain.call(way, "cross");

            otherServes(way, response);
            assertThat(response.text()).doesNotContain("Target 1");
            if (way.stream) {
                assertThat(response.text()).contains(way.dialect.terminator());
                assertThat(response.text().split("message_start", -1).length - 1)
                        .isEqualTo(way.vendor().equals("anthropic") ? 2 : 0);
            }
        }
    }

    @ParameterizedTest
    @EnumSource(names = Way.STREAMS, mode = Mode.MATCH_ANY)
    @DisplayName("the second breaks off: an error of the caller's protocol, and no end of success")
    void secondBreaks(Way way) {
        chain.fake(way, 1).always(Answer.error(401));
        Way other = other(way);
        int opening = other.vendor().equals("gemini")
                ? 0
                : Way.valueOf(other.name().replace("JSON", "STREAM")).dialect.openingEvents();
        chain.fake(other, 2).always(Chain.good(2).cutAfter(opening + 2));

        RawClient.Response response = chain.call(way, "cross");

        assertThat(response.status()).isEqualTo(200);
        assertThat(response.text()).contains(way.dialect.errorMark()).doesNotContain(way.dialect.terminator());
        assertThat(chain.attempts(response)).last().isEqualTo("2 upstream_stream_interrupted committed");
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    @DisplayName("a caller of Responses: the first speaks chat completions and fails, the second Messages and serves")
    void responses(boolean stream) {
        chain.fake(Way.OPENAI_JSON, 1).always(Answer.error(503));
        String body = "{\"model\":\"cross-openai\",\"input\":\"Is it warm?\",\"stream\":" + stream + "}";
        String request = RawClient.post(
                "/v1/responses",
                Map.of("Authorization", "Bearer " + GatewaySetup.KEY, "Content-Type", "application/json"),
                body);

        RawClient.Response response = chain.call(request);

        assertThat(response.status()).as(response.text()).isEqualTo(200);
        assertThat(response.text()).contains("Target 2 says it is warm, 2 times.");
        assertThat(response.headers().first("x-mehari-upstream")).isEqualTo("anthropic-2");
        if (stream) {
            assertThat(response.text().split("event: response.created", -1)).hasSize(2);
            assertThat(response.text()).contains("event: response.completed");
        }
        assertThat(chain.attempts(response)).last().isEqualTo("2 done");
    }
}
