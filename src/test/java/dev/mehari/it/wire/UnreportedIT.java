package dev.mehari.it.wire;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.mehari.call.Usage;
import dev.mehari.fake.Answer;
import dev.mehari.fake.RawClient;
import dev.mehari.fake.RawReply;
import dev.mehari.fake.UsageAt;
import dev.mehari.it.GatewaySetup;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/** What is in a row when an upstream does not say what a call used, or not all of it. */
@DisplayName("usage that nobody reports is counted, and marked")
class UnreportedIT extends OnRig {
    /** Fifty words that are one token each, and what the model's tokenizer makes of them. */
    private static final String FIFTY = "tick ".repeat(50).strip();

    private static void counted(JsonNode row, int leastInput, int mostInput, int leastOutput, int mostOutput) {
        String shown = row.toPrettyString();
        assertThat(row.path("estimated").asBoolean()).as(shown).isTrue();
        assertThat(row.at("/attempts/0/estimated").asBoolean()).as(shown).isTrue();
        assertThat(row.at("/usage/input_tokens").asInt(-1)).as(shown).isBetween(leastInput, mostInput);
        assertThat(row.at("/usage/output_tokens").asInt(-1)).as(shown).isBetween(leastOutput, mostOutput);
        assertThat(row.path("cost_usd").isTextual()).as(shown).isTrue();
    }

    @ParameterizedTest
    @EnumSource
    @DisplayName("a whole reply without usage: the reply's header says so, too")
    void whole(Dialect dialect) {
        rig.fake(dialect).always(Answer.text(FIFTY).usageAt(UsageAt.NOWHERE).usage(Usage.NONE));
        double before = rig.metric("mehari_calls_estimated_total");

        RawClient.Response response = rig.call(dialect, false);

        assertThat(response.headers().first("x-mehari-estimated")).isEqualTo("true");
        counted(rig.row(response), 10, 25, 50, 65);
        assertThat(rig.metric("mehari_calls_estimated_total") - before).isEqualTo(1);
    }

    @ParameterizedTest
    @EnumSource
    @DisplayName("a stream without usage passes as it is")
    void streamed(Dialect dialect) {
        rig.fake(dialect).always(Answer.text(FIFTY).reasoning("I guess.").usageAt(UsageAt.NOWHERE));
        RawClient.Response direct = rig.direct(dialect, true);

        RawClient.Response response = rig.call(dialect, true);

        // What stands behind the end of an array is not waited for.
        assertThat(StepByStep.withoutNumbers(response.body()).strip())
                .isEqualTo(StepByStep.withoutNumbers(direct.body()).strip());
        assertThat(response.headers().has("x-mehari-estimated")).isFalse();
        JsonNode row = rig.row(response);
        counted(row, 10, 25, 50, 65);
        assertThat(row.at("/usage/reasoning_tokens").asInt()).isBetween(dialect == Dialect.OPENAI ? 0 : 2, 6);
    }

    @Test
    @DisplayName("a translated stream without usage says at its end that its row is counted")
    void translated() {
        rig.gemini.always(Answer.text(FIFTY).usageAt(UsageAt.NOWHERE));
        String body = Dialect.OPENAI.body(Dialect.GEMINI.model, true, "How warm is it in Paris?");

        RawClient.Response counted;
        RawClient.Response told;
        try (RawClient client = rig.connect()) {
            counted = client.send(Dialect.OPENAI.request(true, body)).response();
        }
        rig.gemini.always(Answer.text(FIFTY));
        try (RawClient client = rig.connect()) {
            told = client.send(Dialect.OPENAI.request(true, body)).response();
        }

        assertThat(counted.text()).containsPattern("\\[DONE]\\s+: mehari \\{.*\"estimated\":true");
        counted(rig.row(counted), 10, 25, 50, 65);
        assertThat(told.text()).doesNotContain(": mehari");
        assertThat(rig.row(told).path("estimated").asBoolean(true)).isFalse();
    }

    @ParameterizedTest
    @EnumSource
    @DisplayName("nothing is counted where usage is reported")
    void reported(Dialect dialect) {
        for (boolean stream : new boolean[] {false, true}) {
            RawClient.Response response = rig.call(dialect, stream);

            JsonNode row = rig.row(response);
            assertThat(row.path("estimated").asBoolean(true)).isFalse();
            assertThat(row.at("/attempts/0/estimated").asBoolean(true)).isFalse();
            assertThat(row.at("/usage/input_tokens").asInt()).isEqualTo(11);
            assertThat(row.at("/usage/output_tokens").asInt()).isEqualTo(7);
            assertThat(response.headers().has("x-mehari-estimated")).isFalse();
        }
    }

    @ParameterizedTest
    @EnumSource(names = {"OPENAI", "ANTHROPIC", "ZAI"})
    @DisplayName("fault 3.2a: of a stream that breaks off, what came is counted, and what was reported counts")
    void brokenOff(Dialect dialect) {
        rig.fake(dialect).always(Answer.text(FIFTY + " " + FIFTY).cutAfter(dialect.openingEvents() + 50));

        RawClient.Response response = rig.call(dialect, true);

        JsonNode row = rig.row(response);
        assertThat(row.path("error_kind").asText()).isEqualTo("upstream_stream_interrupted");
        boolean told = dialect == Dialect.ANTHROPIC;
        counted(row, told ? 11 : 12, told ? 11 : 25, 48, 65);
    }

    @Test
    @DisplayName("fault 3.2a: Gemini reports with each event, so there is nothing to count")
    void brokenOffButReported() {
        rig.gemini.always(Answer.text(FIFTY).usageAt(UsageAt.EVERY).cutAfter(20));

        JsonNode row = rig.row(rig.call(Dialect.GEMINI, true));

        assertThat(row.path("estimated").asBoolean(true)).isFalse();
        assertThat(row.at("/usage/input_tokens").asInt()).isEqualTo(11);
    }

    @ParameterizedTest
    @EnumSource(names = {"OPENAI", "ANTHROPIC"})
    @DisplayName("fault 3.2a: a caller who leaves: the request and what came up to then")
    void callerLeaves(Dialect dialect) {
        rig.fake(dialect).always(Answer.text(FIFTY).stallAfter(dialect.openingEvents() + 20));
        String id;
        try (RawClient client = rig.send(dialect, true)) {
            RawReply head = client.reply();
            id = String.valueOf(head.headers().first("x-request-id"));
            new Received(head, dialect).awaitEvents(dialect.openingEvents() + 20);
        }
        boolean told = dialect == Dialect.ANTHROPIC;
        JsonNode row = rig.row(id);
        assertThat(row.path("status").asInt()).isEqualTo(499);
        counted(row, told ? 11 : 12, told ? 11 : 25, 18, 30);
    }

    @Test
    @DisplayName("fault 3.2a: a caller who leaves before anything came has made the provider read the request")
    void callerLeavesAtOnce() {
        rig.openai.always(Answer.silence());
        String body = Dialect.OPENAI.body(false);
        Map<String, String> headers = new HashMap<>(Dialect.OPENAI.headers(GatewaySetup.KEY));
        headers.put("x-request-id", "left-at-once");
        try (RawClient client = rig.connect()) {
            client.send(RawClient.post("/v1/chat/completions", headers, body));
            rig.openai.awaitRequests(1, Duration.ofSeconds(20));
        }
        Ledger ledger = Ledger.of(rig);
        Map<String, String> row = Eventually.get(
                        Duration.ofSeconds(10), () -> ledger.labelled("left-at-once"), rows -> !rows.isEmpty())
                .getFirst();
        assertThat(row).containsEntry("status", "499");
        assertThat(row).containsEntry("estimated", "1").containsEntry("output_tokens", "0");
        assertThat(Integer.parseInt(String.valueOf(row.get("input_tokens")))).isBetween(10, 25);
    }

    @ParameterizedTest
    @CsvSource({"500, upstream_error", "400, upstream_rejected"})
    @DisplayName("fault 3.2a: an attempt that failed before any of its answer came used nothing")
    void failed(int status, String kind) {
        rig.openai.always(Answer.error(status));

        JsonNode row = rig.row(rig.call(Dialect.OPENAI, true));

        assertThat(row.path("error_kind").asText()).isEqualTo(kind);
        assertThat(row.path("estimated").asBoolean(true)).isFalse();
        assertThat(row.path("usage").isNull()).isTrue();
        assertThat(row.path("cost_usd").asText()).isEqualTo("0");
    }

    @ParameterizedTest
    @CsvSource({"40", "4000", "400000"})
    @DisplayName("fault 1.15: a stream of Messages begins with a count within 30 percent of the provider's own")
    void startOfMessages(int words) {
        // The first count of a process loads a vocabulary, and nobody is made to wait for that.
        rig.openai.always(Answer.text("One.").usageAt(UsageAt.NOWHERE));
        rig.row(rig.call(Dialect.OPENAI, false));
        rig.openai.always(Answer.text("Yes.").delayed(Duration.ofMillis(300)));
        String text = IntStream.range(0, words)
                .mapToObj(i -> List.of("The", " river", " runs", " slowly", " through", " the", " old", " town", ".")
                        .get(i % 9))
                .collect(Collectors.joining());
        String body = "{\"model\":\"gpt-4.1\",\"max_tokens\":9,\"stream\":true,\"messages\":[{\"role\":\"user\","
                + "\"content\":[{\"type\":\"text\",\"text\":\"" + text + "\"},{\"type\":\"image\",\"source\":{\"type\":"
                + "\"base64\",\"media_type\":\"image/png\",\"data\":\"" + "iVBORw0K".repeat(100_000) + "\"}}]}]}";

        RawClient.Response response;
        try (RawClient client = rig.connect()) {
            response = client.send(RawClient.post(
                            "/v1/messages",
                            Map.of("x-api-key", GatewaySetup.KEY, "anthropic-version", "2023-06-01"),
                            body))
                    .response();
        }

        String start = response.text()
                .lines()
                .filter(l -> l.contains("message_start"))
                .skip(1)
                .findFirst()
                .orElseThrow();
        long own = words + 1600L + 7;
        assertThat(Rig.json(start.substring(6))
                        .at("/message/usage/input_tokens")
                        .asLong())
                .isBetween(own * 7 / 10, own * 13 / 10);
    }
}
