package dev.mehari;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.mehari.TestGateway.Answer;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

/** What routes of an operator's own leave, and how they fail, in place of an upstream. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
final class OwnRouteTest {
    /** The body of a route, by the name of its upstream. */
    private static final Map<String, String> ROUTES = Map.of(
            "whole", """
                    - setBody:
                        expression:
                          constant:
                            expression: '{"thinking":"hm","text":"${body}","tool_calls":[{"name":"f","arguments":{"a":1}}],"usage":{"input":3,"output":4}}'
                    - unmarshal:
                        json: {}
                    """,
            "refuses", """
                    - bean:
                        ref: ask
                        method: "fail('429', 'too many, says {model}')"
                    """,
            "silent", """
                    - setBody:
                        expression:
                          constant:
                            expression: ""
                    """,
            "throws", """
                    - throwException:
                        exceptionType: java.lang.IllegalStateException
                        message: a fault of the route
                    """,
            "sleeps", """
                    - delay:
                        asyncDelayed: "false"
                        expression:
                          constant:
                            expression: "60000"
                    """);

    private TestGateway gateway;

    @BeforeAll
    void start(@TempDir Path folder) {
        TestHome home = TestHome.shipped(folder).set("RETRY_DELAY_MS", "1");
        StringBuilder upstreams = new StringBuilder();
        ROUTES.forEach((name, steps) -> {
            upstreams.append("  " + name + ":\n    protocol: route\n    base-url: http://127.0.0.1:1\n"
                    + "    timeouts: {response-headers: 700ms}\n");
            home.newRoute(
                    "upstreams/" + name,
                    "- route:\n    id: " + name + "\n    from:\n      uri: direct:ask-" + name + "\n      steps:\n"
                            + steps.indent(8));
            home.alias(name, name + "/m").alias(name + "-or-demo", name + "/m", "demo/demo");
        });
        home.edit("config/upstreams.yaml", text -> text.replaceFirst("(?m)^upstreams:\n", "upstreams:\n" + upstreams));
        gateway = TestGateway.start(home);
    }

    @AfterAll
    void stop() {
        gateway.close();
    }

    private Answer call(String model, boolean stream) {
        return gateway.call(
                "/v1/chat/completions",
                "{\"model\":\"" + model + "\",\"stream\":" + stream
                        + ",\"messages\":[{\"role\":\"user\",\"content\":\"hi\"}]}",
                Map.of());
    }

    @Test
    void aMappingIsAWholeAnswer() {
        Answer whole = call("whole", false);
        Answer streamed = call("whole", true);

        assertThat(whole.json().at("/choices/0/message/reasoning_content").asText())
                .isEqualTo("hm");
        assertThat(whole.json()
                        .at("/choices/0/message/tool_calls/0/function/arguments")
                        .asText())
                .isEqualTo("{\"a\":1}");
        assertThat(whole.json().at("/choices/0/finish_reason").asText()).isEqualTo("tool_calls");
        assertThat(whole.json().at("/usage/prompt_tokens").asInt()).isEqualTo(3);
        assertThat(streamed.text()).contains("\"reasoning_content\":\"hm\"", "\"finish_reason\":\"tool_calls\"");
    }

    @Test
    void whatItSaysOfAFailureDecidesWhatFollows() {
        for (boolean stream : new boolean[] {false, true}) {
            Answer alone = call("refuses", stream);

            assertThat(alone.status()).as(alone.text()).isEqualTo(429);
            assertThat(alone.text()).contains("too many, says m");
            assertThat(call("refuses-or-demo", stream).header("x-mehari-upstream"))
                    .isEqualTo("demo");
        }
    }

    @Test
    void noAnswerIsAFaultOfItAndTheNextTargetAnswers() {
        assertThat(call("silent", false).status()).isEqualTo(502);
        assertThat(call("silent", true).text()).contains("upstream_invalid_reply");
        assertThat(call("silent-or-demo", true).header("x-mehari-upstream")).isEqualTo("demo");
    }

    @Test
    void aRouteThatThrowsIsPassedOverAndItsWordsStayHere() {
        Answer alone = call("throws", false);

        assertThat(alone.status()).isEqualTo(500);
        assertThat(alone.text()).doesNotContain("a fault of the route");
        assertThat(call("throws-or-demo", false).header("x-mehari-upstream")).isEqualTo("demo");
    }

    @Test
    void aCallThatIsExplainedShowsTheQuestionAndRunsNothing() {
        Answer explained = gateway.admin(
                "/api/admin/explain",
                "{\"path\":\"/v1/chat/completions\",\"body\":{\"model\":\"throws\","
                        + "\"messages\":[{\"role\":\"user\",\"content\":\"hi\"}]}}");

        assertThat(explained.status()).as(explained.text()).isEqualTo(200);
        assertThat(explained.json().path("outcome").asText())
                .as(explained.text())
                .isEqualTo("sent");
        assertThat(explained.json().at("/targets/0/request/url").asText()).isEqualTo("direct:ask-throws");
        assertThat(explained.json().at("/targets/0/request/body/prompt").asText())
                .isEqualTo("hi");
    }

    @Test
    void anUpstreamWithoutItsRouteIsAFault(@TempDir Path folder) {
        TestHome home = TestHome.shipped(folder)
                .edit(
                        "config/upstreams.yaml",
                        text -> text.replaceFirst(
                                "(?m)^upstreams:\n",
                                "upstreams:\n  nobody:\n    protocol: route\n    base-url: http://127.0.0.1:1\n"));

        assertThatThrownBy(() -> TestGateway.start(home).close())
                .hasStackTraceContaining("route.ask: no route reads \"direct:ask-nobody\"");
    }

    @Test
    void whateverItWaitsForIsInterruptedWhenItsTimeIsOver() {
        long since = System.nanoTime();
        Answer late = call("sleeps", false);

        assertThat(late.status()).as(late.text()).isEqualTo(504);
        assertThat(Duration.ofNanos(System.nanoTime() - since)).isLessThan(Duration.ofSeconds(20));
        assertThat(call("sleeps-or-demo", true).header("x-mehari-upstream")).isEqualTo("demo");
    }
}
