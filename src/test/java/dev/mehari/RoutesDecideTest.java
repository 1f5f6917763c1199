package dev.mehari;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.mehari.TestGateway.Answer;
import dev.mehari.fake.AnthropicFake;
import dev.mehari.fake.OpenAiFake;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The routes decide: each test edits nothing but YAML and sees the gateway behave in another way. */
final class RoutesDecideTest {
    private static final String CHAT = "/v1/chat/completions";
    private static final String GOLD = "Example 1: calls of a header";
    private static final String LONG = "Example 2: long conversations";

    @TempDir
    Path folder;

    @Test
    void theExampleOfAHeaderSendsToAnotherUpstream() {
        try (OpenAiFake openai = OpenAiFake.start();
                TestGateway gateway = TestGateway.start(TestHome.shipped(folder)
                        .set("OPENAI_BASE_URL", openai.baseUrl())
                        .set("OPENAI_API_KEY", openai.key())
                        .route("routing", text -> uncommented(text, GOLD)))) {
            Answer gold = gateway.call(CHAT, chat("demo", 1), Map.of("X-Tier", "gold"));
            Answer plain = gateway.call(CHAT, chat("demo", 1), Map.of());

            assertThat(gold.status()).as(gold.text()).isEqualTo(200);
            assertThat(gold.header("x-mehari-upstream")).isEqualTo("openai");
            assertThat(openai.lastRequest().json().path("model").asText()).isEqualTo("gpt-5");
            assertThat(plain.header("x-mehari-upstream")).isEqualTo("demo");
            assertThat(openai.requests()).hasSize(1);
        }
    }

    @Test
    void theExampleOfLongConversationsPutsAnotherTargetFirst() {
        try (AnthropicFake anthropic = AnthropicFake.start();
                TestGateway gateway = TestGateway.start(TestHome.shipped(folder)
                        .set("ANTHROPIC_BASE_URL", anthropic.baseUrl())
                        .set("ANTHROPIC_API_KEY", anthropic.key())
                        .set("RETRY_DELAY_MS", "1")
                        .alias("fast", "demo-anthropic/demo")
                        .route("routing", text -> uncommented(text, LONG)))) {
            Answer longer = gateway.call("/v1/messages", messages("fast", 41), Map.of());
            Answer shorter = gateway.call("/v1/messages", messages("fast", 39), Map.of());
            anthropic.goDown();
            Answer fallback = gateway.call("/v1/messages", messages("fast", 41), Map.of());

            assertThat(longer.status()).as(longer.text()).isEqualTo(200);
            assertThat(longer.header("x-mehari-upstream")).isEqualTo("anthropic");
            assertThat(shorter.header("x-mehari-upstream")).isEqualTo("demo-anthropic");
            assertThat(fallback.status()).as(fallback.text()).isEqualTo(200);
            assertThat(fallback.header("x-mehari-upstream")).isEqualTo("demo-anthropic");
            assertThat(fallback.header("x-mehari-attempts"))
                    .as("three at the one that is down, one at the next")
                    .isEqualTo("4");
        }
    }

    @Test
    void bothExamplesCanBeUsedAtOnce() {
        try (TestGateway gateway = TestGateway.start(TestHome.shipped(folder)
                .route(
                        "routing",
                        text -> uncommented(uncommented(text, GOLD), LONG)
                                .replace("'openai/gpt-5'", "'demo/another'")))) {
            Answer gold = gateway.call(CHAT, chat("demo", 1), Map.of("x-tier", "gold"));

            assertThat(gold.header("x-mehari-model")).isEqualTo("another");
        }
    }

    @Test
    void theShippedRuleKeepsTrialsShort() {
        try (TestGateway gateway = TestGateway.start(TestHome.shipped(folder))) {
            Answer tooLong = gateway.call(CHAT, chat("demo", 51), Map.of("x-tier", "trial"));

            assertThat(tooLong.status()).isEqualTo(403);
            assertThat(tooLong.json().at("/error/message").asText())
                    .isEqualTo("trial calls may hold 50 messages at the most");
            assertThat(gateway.call(CHAT, chat("demo", 50), Map.of("x-tier", "trial"))
                            .status())
                    .isEqualTo(200);
            assertThat(gateway.call(CHAT, chat("demo", 51), Map.of()).status()).isEqualTo(200);
        }
    }

    @Test
    void twoShippedStepsChangePlacesAndAnotherComesIn() {
        try (TestGateway shipped = TestGateway.start(TestHome.shipped(folder.resolve("shipped")));
                TestGateway edited = TestGateway.start(
                        TestHome.shipped(folder.resolve("edited")).route("chat", RoutesDecideTest::resolveFirst))) {
            assertThat(shipped.callWithoutKey(CHAT, chat("nothing-of-this-name", 1))
                            .status())
                    .isEqualTo(401);
            assertThat(edited.callWithoutKey(CHAT, chat("nothing-of-this-name", 1))
                            .status())
                    .isEqualTo(404);
            assertThat(edited.callWithoutKey(CHAT, chat("demo", 1)).status()).isEqualTo(401);

            Answer moved = edited.call(CHAT, chat("demo", 1), Map.of());
            assertThat(moved.status()).isEqualTo(200);
            assertThat(moved.header("x-mehari-model")).isEqualTo("inserted");
        }
    }

    @Test
    void aModelIsRefusedInTheCallersProtocol() {
        String when = """
                          - id: no-such-thing
                            expression:
                              simple:
                                expression: "${body.model} == 'demo'"
                            steps:
                              - bean:
                                  ref: plan
                                  method: "refuse('this model rests on sundays')"
            """.indent(0);
        try (TestGateway gateway = TestGateway.start(TestHome.shipped(folder)
                .alias("other", "demo/demo")
                .route(
                        "routing",
                        text -> text.replace("              - id: trial\n", when + "              - id: trial\n")))) {
            Answer openai = gateway.call(CHAT, chat("demo", 1), Map.of());
            Answer anthropic = gateway.call("/v1/messages", messages("demo", 1), Map.of());
            Answer gemini = gateway.call(
                    "/v1beta/models/demo:generateContent",
                    "{\"contents\":[{\"role\":\"user\",\"parts\":[{\"text\":\"hi\"}]}]}",
                    Map.of());

            assertThat(List.of(openai.status(), anthropic.status(), gemini.status()))
                    .containsOnly(403);
            assertThat(openai.json().at("/error/code").asText()).isEqualTo("refused_by_route");
            assertThat(openai.json().at("/error/message").asText()).isEqualTo("this model rests on sundays");
            assertThat(anthropic.json().at("/type").asText()).isEqualTo("error");
            assertThat(anthropic.json().at("/error/type").asText()).isEqualTo("permission_error");
            assertThat(gemini.json().at("/error/status").asText()).isEqualTo("PERMISSION_DENIED");
            assertThat(gateway.call(CHAT, chat("other", 1), Map.of()).status()).isEqualTo(200);
        }
    }

    @Test
    void whatFailsGoesThroughTheFileOfErrors() {
        try (TestGateway gateway = TestGateway.start(TestHome.shipped(folder)
                .route(
                        "errors",
                        text -> text.replace("ref: errors", "ref: plan")
                                .replace("method: answer", "method: \"refuse('no reasons given')\"")))) {
            Answer noKey = gateway.callWithoutKey(CHAT, chat("demo", 1));
            Answer trial = gateway.call(CHAT, chat("demo", 51), Map.of("x-tier", "trial"));

            assertThat(noKey.status()).isEqualTo(403);
            assertThat(noKey.text()).contains("no reasons given");
            assertThat(trial.text()).contains("no reasons given");
        }
    }

    @Test
    void aFileBecomesASinkOfTheRecords() throws IOException {
        Path sink = folder.resolve("sink");
        String steps = """
                    - marshal:
                        json:
                          library: Jackson
                    - to:
                        uri: file:%s
                        parameters:
                          fileName: usage.jsonl
                          fileExist: Append
                          appendChars: '\\n'
            """.formatted(sink).indent(0);
        String answerId;
        try (OpenAiFake openai = OpenAiFake.start();
                TestGateway gateway = TestGateway.start(TestHome.shipped(folder)
                        .set("OPENAI_BASE_URL", openai.baseUrl())
                        .set("OPENAI_API_KEY", openai.key())
                        .route(
                                "usage",
                                text -> text.replace(
                                        "- route:\n    id: usage-rows", steps + "- route:\n    id: usage-rows")))) {
            answerId = gateway.call(CHAT, chat("gpt-4.1", 1), Map.of()).header("x-request-id");
            Answer refused = gateway.callWithoutKey(CHAT, chat("gpt-4.1", 1));
            assertThat(refused.status()).isEqualTo(401);
        }
        // Both records are written by now: the gateway has stopped, and ends its calls first.
        List<String> lines = Files.readAllLines(sink.resolve("usage.jsonl"));
        assertThat(lines).hasSize(2);
        JsonNode record = new ObjectMapper().readTree(lines.getFirst());
        assertThat(record.path("callId").asText()).isEqualTo(answerId);
        assertThat(record.path("upstream").asText()).isEqualTo("openai");
        assertThat(record.path("status").asInt()).isEqualTo(200);
        assertThat(record.at("/usage/output").asInt()).isPositive();
        assertThat(record.at("/attempts/0/status").asInt()).isEqualTo(200);
        assertThat(record.path("time").asText()).startsWith("20");
        assertThat(String.join("\n", lines))
                .doesNotContain(TestHome.KEY, "sk-fake-openai-key-0001", TestHome.ADMIN_PASSWORD, "hello number");
    }

    /** The two steps of the shipped file in the other order, with a step in between that is not ours. */
    private static String resolveFirst(String text) {
        Pattern steps = Pattern.compile(
                "(?s)(        - bean:\\n            id: authenticate.*?)(        - bean:\\n            id: resolve.*?)(        - to:)");
        String inserted = """
                - log:
                    message: "call ${body.id} is on its way"
                - bean:
                    ref: plan
                    method: "only(${body}, 'demo/inserted')"
                """.indent(8);
        return steps.matcher(text).replaceFirst("$2" + Matcher.quoteReplacement(inserted) + "$1$3");
    }

    /** The example with its comment signs taken off, as an operator would. */
    static String uncommented(String text, String heading) {
        StringBuilder result = new StringBuilder();
        boolean inside = false;
        for (String line : text.split("\n", -1)) {
            if (line.strip().startsWith("# " + heading)) {
                inside = true;
            } else if (inside && line.matches(" *#.+")) {
                result.append(line.replaceFirst("# ", "")).append('\n');
                continue;
            } else {
                inside = false;
            }
            result.append(line).append('\n');
        }
        return result.toString();
    }

    private static String chat(String model, int messages) {
        return "{\"model\":\"" + model + "\",\"messages\":["
                + String.join(
                        ",", Collections.nCopies(messages, "{\"role\":\"user\",\"content\":\"hello number one\"}"))
                + "]}";
    }

    private static String messages(String model, int messages) {
        StringBuilder turns = new StringBuilder();
        for (int i = 0; i < messages; i++) {
            turns.append(i == 0 ? "" : ",")
                    .append("{\"role\":\"")
                    .append(i % 2 == 0 ? "user" : "assistant")
                    .append("\",\"content\":\"turn\"}");
        }
        return "{\"model\":\"" + model + "\",\"max_tokens\":100,\"messages\":[" + turns + "]}";
    }
}
