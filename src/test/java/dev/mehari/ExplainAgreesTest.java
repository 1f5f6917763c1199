package dev.mehari;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.mehari.TestGateway.Answer;
import dev.mehari.fake.FakeProvider;
import dev.mehari.fake.SeenRequest;
import dev.mehari.live.Generations;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import java.util.TreeMap;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@DisplayName("explain agrees with what the live gateway then does, over 1,000 random requests and configurations")
final class ExplainAgreesTest {
    private static final int CONFIGURATIONS = 50;
    private static final int REQUESTS = 20;

    private static final ObjectMapper JSON = new ObjectMapper();

    private final Map<String, Integer> outcomes = new TreeMap<>();
    private final Map<String, JsonNode> explanations = new LinkedHashMap<>();
    private final Map<String, Integer> followed = new TreeMap<>();

    @Test
    void agrees(@TempDir Path folder) {
        long seed = Long.getLong("mehari.seed", 20_261_122);
        try (ExplainWorld world = new ExplainWorld(folder)) {
            for (int i = 0; i < CONFIGURATIONS; i++) {
                ExplainDice dice = new ExplainDice(new Random(seed + i), i >= CONFIGURATIONS * 4 / 5);
                world.become(dice);
                ExplainCalls calls = new ExplainCalls(dice);
                for (int j = 0; j < REQUESTS; j++) {
                    one(world, dice, calls.next(), "seed " + (seed + i) + ", request " + j + ": ");
                }
            }
            rows(world);
        }
        // Dice that only ever fell on one side would have shown nothing.
        assertThat(outcomes).containsKeys("sent", "refused", "answered_here", "sent, then another");
        assertThat(outcomes.get("sent")).isGreaterThan(300);
        assertThat(outcomes.get("sent, then another")).isGreaterThan(100);
        assertThat(followed).containsKeys("next_credential", "next_target", "no_target_left", "callers_mistake");
    }

    private void one(ExplainWorld world, ExplainDice dice, ExplainCalls.Request request, String place) {
        String what = place + request + "\n";
        Answer explained = explain(world, request);
        assertThat(explained.status()).as(what + explained.text()).isEqualTo(200);
        assertThat(world.seen()).as(what + "nothing is sent for an explanation").isEmpty();
        if (dice.in(20)) {
            assertThat(plain(explain(world, request).text())).as(what).isEqualTo(plain(explained.text()));
        }
        JsonNode shown = explained.json();
        List<FakeProvider> sick = fail(world, dice);

        Answer real = world.call(request);

        what += explained.text() + "\nreal: " + real.status() + " " + real.text();
        List<SeenRequest> seen = targets(world.seen());
        if (shown.path("outcome").asText().equals("sent")) {
            same(world, shown, seen, real, what);
            assertThat(explained.text()).as(what).doesNotContain(world.secrets());
        } else {
            assertThat(seen).as(what).isEmpty();
            assertThat(real.status())
                    .as(what)
                    .isEqualTo(shown.at("/reply/status").asInt());
            assertThat(plain(real.json().toString()))
                    .as(what)
                    .isEqualTo(plain(shown.at("/reply/body").toString()));
        }
        outcomes.merge(shown.path("outcome").asText(), 1, Integer::sum);
        if (seen.size() > 1) {
            outcomes.merge("sent, then another", 1, Integer::sum);
        }
        if (shown.has("decision")) {
            explanations.put(real.header("x-request-id"), shown);
        }
        sick.forEach(fake -> fake.answering(seenRequest -> ExplainWorld.model()));
        world.forget();
        // What is chosen by what is under way must not meet the end of the call before.
        assertThat(world.gateway().part(Generations.class).quiet(Duration.ofSeconds(10)))
                .isTrue();
    }

    /** What came is what was shown, in its order, as far as anything failed; and on the way nobody was left out. */
    private static void same(ExplainWorld world, JsonNode shown, List<SeenRequest> seen, Answer real, String what) {
        List<JsonNode> requests = new ArrayList<>();
        shown.path("targets").forEach(target -> {
            if (!target.path("request").isNull()) {
                requests.add(target);
            }
        });
        assertThat(seen).as(what).isNotEmpty().hasSizeLessThanOrEqualTo(requests.size());
        for (int i = 0; i < seen.size(); i++) {
            JsonNode request = requests.get(i).path("request");
            SeenRequest came = seen.get(i);
            String which = "target " + i + " of " + what;
            assertThat(came.method()).as(which).isEqualTo(request.path("method").asText());
            assertThat("http://" + came.header("Host") + came.target())
                    .as(which)
                    .isEqualTo(request.path("url").asText());
            String upstream = upstream(requests.get(i));
            // Each attempt takes a turn, and an explanation counts one for each target.
            if (requests.subList(0, i).stream().noneMatch(one -> upstream(one).equals(upstream))) {
                String credential = requests.get(i).path("credential_id").asText();
                assertThat("c" + world.credential(came)).as(which).isEqualTo(credential);
                assertThat(requests.get(i).at("/credentials/0/id").asText())
                        .as(which)
                        .isEqualTo(credential);
            }
            assertThat(masked(world, came)).as(which).isEqualTo(headers(request));
            assertThat(what).as(which).contains("\"body\":" + (came.text().isEmpty() ? "null" : came.text()));
        }
        assertThat(real.status() >= 500 && seen.size() < Math.min(2, requests.size()))
                .as(what + " a target that was shown was not tried")
                .isFalse();
    }

    private static String upstream(JsonNode target) {
        String name = target.path("target").asText();
        return name.substring(0, name.indexOf('/'));
    }

    /** Without what went to the same target once more, because its upstream refused a credential. */
    private static List<SeenRequest> targets(List<SeenRequest> all) {
        List<SeenRequest> first = new ArrayList<>();
        for (SeenRequest one : all) {
            SeenRequest last = first.isEmpty() ? null : first.getLast();
            boolean again = last != null
                    && Objects.equals(last.header("Host"), one.header("Host"))
                    && last.target().equals(one.target())
                    && last.text().equals(one.text());
            if (!again) {
                first.add(one);
            }
        }
        return first;
    }

    private static Map<String, String> headers(JsonNode request) {
        Map<String, String> headers = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
        request.path("headers")
                .properties()
                .forEach(h -> headers.put(h.getKey(), h.getValue().asText()));
        return headers;
    }

    private static Map<String, String> masked(ExplainWorld world, SeenRequest came) {
        Map<String, String> headers = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
        came.headers().lines().forEach(line -> {
            String value = line.value();
            for (String secret : world.secrets()) {
                value = value.replace(secret, "***");
            }
            headers.put(line.name(), value.equals("open-sesame") ? "***" : value);
        });
        return headers;
    }

    /** Some of the fakes fail from now on. */
    private static List<FakeProvider> fail(ExplainWorld world, ExplainDice dice) {
        List<FakeProvider> sick = new ArrayList<>();
        for (FakeProvider fake : world.fakes()) {
            if (dice.in(65)) {
                sick.add(fake.always(dev.mehari.fake.Answer.error(dice.failure())));
            }
        }
        return sick;
    }

    private static Answer explain(ExplainWorld world, ExplainCalls.Request request) {
        ObjectNode asked = JSON.createObjectNode();
        asked.put("method", request.method());
        asked.put("path", request.path());
        asked.set("headers", JSON.valueToTree(request.headers()));
        asked.put("body", request.body());
        asked.put("key", request.key());
        return world.gateway().admin("/api/admin/explain", asked.toString());
    }

    /** The rows of the real calls say why in the same words. */
    private void rows(ExplainWorld world) {
        explanations.forEach((id, shown) -> {
            JsonNode decision = shown.path("decision");
            JsonNode row = world.row(id);
            follows(shown, row);
            List<JsonNode> expected = new ArrayList<>();
            decision.forEach(note -> expected.add(said(note)));
            List<JsonNode> kept = new ArrayList<>();
            row.path("decision").forEach(note -> kept.add(said(note)));
            // What would only be decided after a failure is not decided where none was.
            assertThat(expected.subList(0, Math.min(kept.size(), expected.size())))
                    .as(row.toString())
                    .isEqualTo(kept);
        });
    }

    /** What followed each failed attempt is what was said to follow such a failure there. */
    private void follows(JsonNode shown, JsonNode row) {
        Map<String, Integer> tries = new TreeMap<>();
        Map<String, String> targets = new TreeMap<>();
        for (JsonNode attempt : row.path("attempts")) {
            String target = attempt.path("target").asText();
            String kind = attempt.path("error_kind").asText("");
            String next = attempt.path("next").asText();
            int n = tries.merge(target, 1, Integer::sum) - 1;
            JsonNode steps = steps(shown, target, kind);
            boolean first =
                    targets.computeIfAbsent(upstream(attempt), name -> target).equals(target);
            // Of the targets before, one attempt each is counted where none was made.
            if (!steps.isMissingNode() && first && !next.equals("attempts_spent")) {
                assertThat(next)
                        .as(target + " " + row + "\n" + shown)
                        .isEqualTo(steps.at("/" + n + "/next").asText());
                followed.merge(next, 1, Integer::sum);
            }
        }
    }

    /** Missing for what cannot be foreseen: an attempt that a breaker kept back, or that went well. */
    private static JsonNode steps(JsonNode shown, String target, String kind) {
        for (JsonNode one : shown.path("targets")) {
            for (JsonNode sequence : one.path("after_failure")) {
                for (JsonNode of : sequence.path("kinds")) {
                    if (one.path("target").asText().equals(target)
                            && of.asText().equals(kind)) {
                        return sequence.path("then");
                    }
                }
            }
        }
        return com.fasterxml.jackson.databind.node.MissingNode.getInstance();
    }

    /** Of a copy, an explanation can only tell how likely it is. */
    private static JsonNode said(JsonNode note) {
        return note.path("kind").asText().equals("mirror") ? ((ObjectNode) note).without("why") : note;
    }

    /** Without what is different in every call. */
    private static String plain(String text) {
        return text.replaceAll("req_[0-9a-f]+", "req")
                .replaceAll("\"(x-mehari-overhead-ms|retry-after(-ms)?)\":\"[0-9.]+\",?", "");
    }
}
