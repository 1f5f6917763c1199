package dev.mehari.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.mehari.call.Call;
import dev.mehari.call.Caller;
import dev.mehari.call.Operation;
import dev.mehari.call.Protocol;
import dev.mehari.protocol.Seeded;
import dev.mehari.sample.Samples;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class ConditionsTest {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final int RULES = 30;

    @Test
    void theyMeanWhatAnotherReadingOfTheirDescriptionSays() throws JsonProcessingException {
        Seeded seeded = Seeded.fresh();
        Random random = seeded.random();
        RandomRules rules = new RandomRules(random);
        int held = 0;
        int all = 0;
        for (int round = Seeded.times(60); round > 0; round--) {
            List<JsonNode> conditions = new ArrayList<>();
            for (int i = 0; i < RULES; i++) {
                conditions.add(rules.condition(3));
            }
            Resolve resolve = resolving(conditions);
            for (int request = 0; request < 40; request++) {
                ObjectNode body = rules.body();
                Map<String, String> headers = rules.headers();
                Caller caller = new Caller(
                        "key_1",
                        rules.pick(List.of("a", "gold")),
                        random.nextBoolean() ? "red" : null,
                        rules.words(),
                        Caller.Role.INFERENCE,
                        List.of(),
                        null);
                Call call = call(body.toString(), headers, caller, random.nextBoolean());
                resolve.resolve(call);
                List<String> expected = expected(conditions, body, headers, call);
                assertThat(call.getTags())
                        .as("%s %s %s of %s", seeded, headers, body, conditions)
                        .isEqualTo(expected);
                held += expected.size();
                all += RULES;
            }
        }
        assertThat(held).as("%s: neither all nor none", seeded).isBetween(all / 5, all * 4 / 5);
    }

    private static List<String> expected(
            List<JsonNode> conditions, JsonNode body, Map<String, String> headers, Call call) {
        List<String> tags = new ArrayList<>();
        for (int i = 0; i < conditions.size(); i++) {
            if (new NaiveConditions(facts(call, tags), body, headers).hold(conditions.get(i))) {
                tags.add("t" + i);
            }
        }
        return tags;
    }

    private static ObjectNode facts(Call call, List<String> tags) {
        Caller caller = java.util.Objects.requireNonNull(call.getCaller());
        ObjectNode facts = JSON.createObjectNode()
                .put("model", "probe")
                .put("alias", "probe")
                .put("endpoint", "/v1/chat/completions")
                .put("protocol", "openai-chat")
                .put("stream", call.isStream())
                .put("key.id", caller.keyId())
                .put("key.name", caller.name())
                .put("key.role", "inference")
                .put("token_usage.input_tokens", Resolves.TOKENS)
                .put("time.of_day", "12:00")
                .put("time.of_day@Asia/Tokyo", "21:00")
                .put("time.day", "sun")
                .put("time.day@Asia/Tokyo", "sun")
                .put("time.date", "2026-03-01")
                .put("time.date@Asia/Tokyo", "2026-03-01");
        if (caller.team() != null) {
            facts.put("team.name", caller.team());
        }
        if (!caller.tags().isEmpty()) {
            facts.set("key.tags", JSON.valueToTree(caller.tags()));
        }
        if (!tags.isEmpty()) {
            facts.set("tags", JSON.valueToTree(tags));
        }
        return facts;
    }

    private static Resolve resolving(List<JsonNode> conditions) {
        StringBuilder rules = new StringBuilder();
        for (int i = 0; i < conditions.size(); i++) {
            rules.append("{name: r").append(i).append(", tags: [t").append(i).append("], conditions: ");
            rules.append(conditions.get(i)).append("}, ");
        }
        return Resolves.of(
                Samples.snapshot("  probe: {targets: [one/small], rules: [" + rules + "]}\ndefault-model: probe\n"));
    }

    private static Call call(String body, Map<String, String> headers, Caller caller, boolean stream) {
        byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
        Call call = new Call(
                "req_1",
                Protocol.OPENAI_CHAT,
                Samples.NOW,
                headers,
                Samples.codecs().of(Protocol.OPENAI_CHAT).read(bytes, Operation.CHAT),
                null,
                stream,
                true);
        call.authenticated(caller);
        return call;
    }

    private static boolean holds(String condition, String body) throws JsonProcessingException {
        Call call = call(body, Map.of("x-n", "12", "x-t", "twelve"), Samples.caller(), false);
        resolving(List.of(JSON.readTree(condition))).resolve(call);
        return call.getTags().contains("t0");
    }

    /** What is not there, and what is of another type, meets only what asks for that. */
    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
                    "eq", "value": 5            | {}                              | false
                    "ne", "value": 5            | {}                              | true
                    "gt", "value": 5            | {}                              | false
                    "exists", "value": false    | {}                              | true
                    "exists"                    | {"x": null}                     | false
                    "exists"                    | {"x": []}                       | true
                    "exists"                    | {"x": {}}                       | true
                    "eq", "value": 5            | {"x": "5"}                      | false
                    "eq", "value": "5"          | {"x": 5}                        | false
                    "eq", "value": 5            | {"x": 5.0}                      | true
                    "eq", "value": 0.1          | {"x": 0.1}                      | true
                    "lt", "value": 5            | {"x": "4"}                      | false
                    "gt", "value": 5            | {"x": 9007199254740993}         | true
                    "gt", "value": 5            | {"x": 1e400}                    | true
                    "lt", "value": 5            | {"x": -1e999999999999}          | true
                    "contains", "value": "a"    | {"x": ["b", {"a": 1}, "a"]}     | true
                    "contains", "value": "a"    | {"x": {"a": 1}}                 | false
                    "contains", "value": 2      | {"x": [1, 2]}                   | true
                    "in", "value": [1, "b"]     | {"x": ["a", "b"]}               | true
                    "regex", "value": "^b"      | {"x": "ab"}                     | false
                    "regex", "value": "(?i)B$"  | {"x": "ab"}                     | true
                    "eq", "value": 2            | {"x": 1, "x": 2}                | true
                    """)
    void valuesOfABody(String test, String body, boolean holds) throws JsonProcessingException {
        assertThat(holds("{\"field\": \"body.x\", \"operator\": " + test + "}", body))
                .isEqualTo(holds);
    }

    @Test
    void aHeaderIsANumberWhereMoreOrLessIsAsked() throws JsonProcessingException {
        assertThat(holds("{\"field\": \"headers.X-N\", \"operator\": \"gt\", \"value\": 11.5}", "{}"))
                .isTrue();
        assertThat(holds("{\"field\": \"headers.x-t\", \"operator\": \"gt\", \"value\": 11.5}", "{}"))
                .isFalse();
    }

    @Test
    void anExpressionCannotHang() {
        String slow = "(a+)+(a|aa)+(a*)*b$".repeat(20).replace("b$", "") + "x";
        String text = "{\"x\": \"" + "a".repeat(2_000_000) + "\"}";
        assertTimeoutPreemptively(
                Duration.ofSeconds(20),
                () -> assertThat(holds(
                                "{\"field\": \"body.x\", \"operator\": \"regex\", \"value\": \"" + slow + "\"}", text))
                        .isFalse());
    }
}
