package dev.mehari.it.failover;

import static org.assertj.core.api.Assertions.assertThat;

import dev.mehari.fake.Answer;
import dev.mehari.fake.RawClient;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

@DisplayName("fault 2.7: a failure that calls itself 200")
class HiddenFailuresIT extends OnChain {
    private static Answer stream(Way way, String... pieces) {
        String type = way == Way.GEMINI_ARRAY ? "application/json" : "text/event-stream";
        return Answer.stream(
                type,
                List.of(pieces).stream()
                        .map(piece -> piece.getBytes(StandardCharsets.UTF_8))
                        .toList());
    }

    /** What is no answer, by what it is; each is tried again as often as a 503. */
    private static Map<String, Answer> failures(Way way) {
        Map<String, Answer> all = new LinkedHashMap<>();
        all.put("a page", Answer.html(200));
        all.put("zero bytes", Answer.empty());
        all.put("the vendor's error as JSON", Answer.error(503).status(200));
        all.put("any vendor's error as JSON", Answer.json(200, "{\"error\":{\"code\":503,\"message\":\"busy\"}}"));
        all.put("an array", Answer.json(200, "[]"));
        all.put("an object of nothing", Answer.json(200, "{}"));
        all.put("half an object", Answer.json(200, "{\"id\":"));
        if (!way.stream) {
            return all;
        }
        all.put("an empty stream", way == Way.GEMINI_ARRAY ? stream(way) : Answer.emptyStream());
        all.put("the vendor's error event", Answer.text("x").errorAfter(0, 503, null, "busy"));
        all.put(
                "its error event after its beginning",
                Answer.text("x")
                        .errorAfter(way.dialect.openingEvents(), 503, null, "busy")
                        .terminatedAnyway());
        switch (way) {
            case OPENAI_STREAM -> {
                String role =
                        "data: {\"choices\":[{\"index\":0,\"delta\":{\"role\":\"assistant\",\"content\":\"\"}}]}\n\n";
                String usage = "data: {\"choices\":[],\"usage\":{\"prompt_tokens\":1,\"completion_tokens\":0}}\n\n";
                String done = "data: [DONE]\n\n";
                all.put("503 and [DONE]", stream(way, "data: {\"error\":{\"code\":503}}\n\n", done));
                all.put("[DONE] alone", stream(way, done));
                all.put("role, usage, [DONE]", stream(way, role, usage, done));
                all.put("role and no end", stream(way, role));
                all.put("comments alone", stream(way, ": hello\n\n", ": hello\n\n"));
                all.put(
                        "vLLM's error",
                        stream(way, "data: {\"object\":\"error\",\"message\":\"busy\",\"code\":503}\n\n"));
                all.put("no JSON", stream(way, "data: oops\n\n", done));
            }
            case ANTHROPIC_STREAM -> {
                String start =
                        "event: message_start\ndata: {\"type\":\"message_start\",\"message\":{\"usage\":{\"input_tokens\":3}}}\n\n";
                String stop = "event: message_stop\ndata: {\"type\":\"message_stop\"}\n\n";
                String ping = "event: ping\ndata: {\"type\":\"ping\"}\n\n";
                all.put("message_start and message_stop", stream(way, start, ping, stop));
                all.put("message_start and no end", stream(way, start, ping));
                all.put("message_stop alone", stream(way, stop));
                all.put(
                        "overloaded",
                        stream(
                                way,
                                start,
                                "event: error\ndata: {\"type\":\"error\",\"error\":{\"type\":\"overloaded_error\",\"message\":\"Overloaded\"}}\n\n"));
            }
            case GEMINI_STREAM -> {
                all.put("usage alone", stream(way, "data: {\"usageMetadata\":{\"promptTokenCount\":3}}\r\n\r\n"));
                all.put(
                        "an empty text alone",
                        stream(way, "data: {\"candidates\":[{\"content\":{\"parts\":[{\"text\":\"\"}]}}]}\r\n\r\n"));
                all.put(
                        "UNAVAILABLE",
                        stream(
                                way,
                                "data: {\"error\":{\"code\":503,\"message\":\"busy\",\"status\":\"UNAVAILABLE\"}}\r\n\r\n"));
            }
            case GEMINI_ARRAY -> {
                all.put("usage alone", stream(way, "[{\"usageMetadata\":{\"promptTokenCount\":3}}", "]"));
                all.put(
                        "UNAVAILABLE",
                        stream(
                                way,
                                "[{\"error\":{\"code\":503,\"message\":\"busy\",\"status\":\"UNAVAILABLE\"}}",
                                "]"));
            }
            default -> {}
        }
        return all;
    }

    @ParameterizedTest
    @EnumSource
    @DisplayName("fault 2.7: the next target serves, and the caller sees nothing of the first")
    void secondServes(Way way) {
        failures(way).forEach((what, failure) -> {
            chain.reset();
            chain.fake(way, 1).always(failure);

            RawClient.Response response = chain.call(way, "two");

            assertThat(chain.calls(way, 1)).as(what).isEqualTo(3);
            assertThat(response.status()).as(what + ": " + response.text()).isEqualTo(200);
            servedBy(way, 2, response, 4);
            seen(way, 3, 1);
        });
    }

    @ParameterizedTest
    @EnumSource
    @DisplayName("fault 2.7: without another target: a real 502 or 503, after the budget of a 503")
    void alone(Way way) {
        failures(way).forEach((what, failure) -> {
            chain.reset();
            chain.fake(way, 1).always(failure);

            RawClient.Response response = chain.call(way, "one");

            assertThat(response.status()).as(what + ": " + response.text()).isIn(502, 503, 529);
            assertThat(response.headers().first("x-mehari-error-origin"))
                    .as(what)
                    .isEqualTo("upstream");
            assertThat(response.headers().first("content-type")).as(what).startsWith("application/json");
            assertThat(response.text()).as(what).doesNotContainIgnoringCase("<html");
            assertThat(chain.calls(way, 1)).as(what).isEqualTo(3);
        });
    }

    @ParameterizedTest
    @EnumSource
    @DisplayName("fault 2.7: our credential refused inside a 200: the next target at once, and never the caller's 401")
    void refusedInside(Way way) {
        Answer refused = way.stream
                ? Answer.text("x").errorAfter(0, 401, code(way), "Incorrect API key provided")
                : Answer.error(401, code(way), "Incorrect API key provided").status(200);
        chain.fake(way, 1).always(refused);

        servedBy(way, 2, chain.call(way, "two"), 2);

        RawClient.Response alone = chain.call(way, "one");
        assertThat(alone.status()).isEqualTo(502);
        assertThat(chain.row(alone).path("error_kind").asText()).isEqualTo("upstream_auth_failed");
        assertThat(alone.text()).doesNotContain("Incorrect");
    }

    private static String code(Way way) {
        return switch (way.dialect) {
            case OPENAI, ZAI -> "invalid_api_key";
            case ANTHROPIC -> "authentication_error";
            case GEMINI, GEMINI_ARRAY -> "UNAUTHENTICATED";
        };
    }

    @ParameterizedTest
    @EnumSource
    @DisplayName("fault 2.7: an error inside a 200 is judged as if it had its status, for callers of streams too")
    void judged(Way way) {
        Map<Integer, Integer> shown = new LinkedHashMap<>();
        shown.put(400, 400);
        shown.put(402, way.vendor().equals("anthropic") ? 402 : 429);
        shown.put(429, 429);
        shown.put(401, 502);
        shown.forEach((inside, status) -> {
            chain.reset();
            chain.fake(way, 1).always(Answer.json(200, "{\"error\":{\"code\":" + inside + ",\"message\":\"no\"}}"));

            RawClient.Response response = chain.call(way, "one");

            assertThat(response.status()).as(inside + ": " + response.text()).isEqualTo(status);
            assertThat(chain.calls(way, 1)).as("%s is not tried again", inside).isEqualTo(1);
        });
    }
}
