package dev.mehari.it.wire;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import dev.mehari.fake.Answer;
import dev.mehari.fake.RawClient;
import dev.mehari.sdk.SdkDriver;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

/** All dialects wait at the same time, so that a test takes as long as one of them. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@DisplayName("fault 2.6: a load balancer cuts silent connections, and models think for long")
class KeepaliveIT {
    static final String TEXT = "It is warm, I think.";
    private static final Duration SILENCE = WaitingRig.CUT_AFTER.multipliedBy(2);
    private static final String FACTS = ": mehari ";

    private final WaitingRig rig = new WaitingRig();

    @AfterAll
    void stop() {
        rig.close();
    }

    @BeforeEach
    void reset() {
        rig.reset();
    }

    /** For each dialect at the same time. */
    private static void each(Consumer<Dialect> work) {
        Dialect[] all = Dialect.values();
        Many.of(all.length, all.length, number -> {
            work.accept(all[number]);
            return all[number];
        });
    }

    private static String sign(Dialect dialect) {
        return switch (dialect) {
            case OPENAI, ZAI -> ": ping\n\n";
            case ANTHROPIC -> "event: ping\ndata: {\"type\": \"ping\"}\n\n";
            case GEMINI, GEMINI_ARRAY -> "\n";
        };
    }

    /** What is left without signs of life and facts, both of which no parser shows. */
    private static String answer(Dialect dialect, RawClient.Response response) {
        String text = StepByStep.withoutNumbers(response.body());
        int facts = text.indexOf(FACTS);
        return plain(dialect, facts < 0 ? text : text.substring(0, facts));
    }

    private static String plain(Dialect dialect, String text) {
        return switch (dialect) {
            case GEMINI_ARRAY -> Rig.json(text).toString();
            // White space between the events.
            case GEMINI -> text.replace("\r", "").replaceAll("\n{3,}", "\n\n").strip();
            case OPENAI, ZAI, ANTHROPIC -> text.replace(sign(dialect), "").stripTrailing();
        };
    }

    private static int signs(Dialect dialect, String text) {
        if (dialect == Dialect.GEMINI) {
            return (text.replace("\r", "").length() - plain(dialect, text).length()) / 2 - 1;
        }
        return text.split(Pattern.quote(sign(dialect)), -1).length - 1;
    }

    private static boolean told(Dialect dialect) {
        return !dialect.isGemini();
    }

    private static JsonNode facts(RawClient.Response response) {
        String text = response.text();
        int at = text.indexOf(FACTS);
        if (at < 0) {
            return MissingNode.getInstance();
        }
        assertThat(text.substring(at)).as(text).endsWith("}\n\n").doesNotContain("\ndata");
        return Rig.json(text.substring(at + FACTS.length()));
    }

    private JsonNode row(RawClient.Response response) {
        String id = response.headers().first("x-request-id");
        HttpResponse<String> page = Eventually.get(
                Duration.ofSeconds(10),
                () -> rig.gateway.send(rig.gateway.admin("/api/admin/logs/" + id)),
                found -> found.statusCode() == 200);
        return Rig.json(page.body());
    }

    private static void headersOfAStream(Dialect dialect, RawClient.Response response, boolean early) {
        assertThat(response.status()).isEqualTo(200);
        assertThat(response.headers().first("content-type"))
                .isEqualTo(dialect == Dialect.GEMINI_ARRAY ? "application/json" : "text/event-stream");
        assertThat(response.headers().first("x-accel-buffering")).isEqualTo("no");
        assertThat(response.headers().first("cache-control")).isEqualTo("no-cache");
        assertThat(response.headers().first("x-request-id")).startsWith("req_");
        assertThat(response.headers().first("request-id"))
                .isEqualTo(dialect == Dialect.ANTHROPIC ? response.headers().first("x-request-id") : null);
        assertThat(response.headers().first("x-mehari-upstream")).isEqualTo(early ? null : dialect.upstream);
        assertThat(response.headers().first("content-length")).isNull();
    }

    private static void lived(Dialect dialect, RawClient.Response response) {
        assertThat(signs(dialect, response.text())).as(response.text()).isGreaterThanOrEqualTo((int)
                (SILENCE.toMillis() / WaitingRig.CUT_AFTER.toMillis()));
    }

    private void saysAll(Dialect dialect, String model) {
        if (dialect == Dialect.GEMINI_ARRAY) {
            return;
        }
        try (SdkDriver sdk = rig.sdk(dialect)) {
            SdkDriver.Said said = sdk.streamed(model);

            assertThat(said.text()).isEqualTo(TEXT);
            assertThat(said.stopReason()).isIn("stop", "end_turn", "STOP");
            assertThat(said.outputTokens()).isEqualTo(7);
        }
    }

    @Test
    @DisplayName("fault 2.6: an upstream that is silent before its answer is waited for, and nothing of it is lost")
    void silentBefore() {
        double before = Rig.metric(rig.gateway, "mehari_keepalives_total");
        each(dialect -> {
            String direct = WaitingRig.direct(dialect, rig.fake(dialect));
            rig.fake(dialect).always(Answer.text(TEXT).delayed(SILENCE));

            RawClient.Response response = rig.ask(dialect, dialect.model);

            headersOfAStream(dialect, response, true);
            lived(dialect, response);
            assertThat(answer(dialect, response)).isEqualTo(plain(dialect, direct));
            JsonNode facts = facts(response);
            assertThat(facts.isMissingNode()).isEqualTo(!told(dialect));
            if (told(dialect)) {
                assertThat(facts.path("upstream").asText()).isEqualTo(dialect.upstream);
                assertThat(facts.path("model").asText()).isEqualTo(dialect.model);
                assertThat(facts.path("attempts").asInt()).isEqualTo(1);
                assertThat(facts.path("overhead_ms").asDouble()).isBetween(0.0, (double) SILENCE.toMillis());
                assertThat(facts.has("error")).isFalse();
            }
            JsonNode row = row(response);
            assertThat(row.path("status").asInt()).isEqualTo(200);
            assertThat(row.path("error_kind").isNull()).as(row.toString()).isTrue();
            assertThat(row.at("/usage/output_tokens").asInt()).isEqualTo(7);
        });
        assertThat(Rig.metric(rig.gateway, "mehari_keepalives_total"))
                .isGreaterThanOrEqualTo(before + Dialect.values().length * 2.0);
        assertThat(Rig.metric(rig.gateway, "mehari_upstream_attempts_total")).isGreaterThanOrEqualTo(5);
    }

    @Test
    @DisplayName("fault 2.6: the official SDKs wait, and read the same")
    void silentBeforeForSdks() {
        for (var fake : rig.fakes) {
            fake.always(Answer.text(TEXT).delayed(SILENCE));
        }
        each(dialect -> saysAll(dialect, dialect.model));

        // A call that was cut would have been repeated.
        assertThat(rig.fakes).allSatisfy(fake -> assertThat(fake.requests()).hasSize(1));
    }

    private static Answer pausing(Dialect dialect) {
        CountDownLatch gate = new CountDownLatch(1);
        CompletableFuture.delayedExecutor(SILENCE.toMillis(), TimeUnit.MILLISECONDS)
                .execute(gate::countDown);
        return Answer.text(TEXT).heldAfter(dialect.openingEvents() + 2, gate);
    }

    @Test
    @DisplayName("fault 2.6: silence in the middle of a stream, between two events of it")
    void silentWithin() {
        each(dialect -> {
            String direct = WaitingRig.direct(dialect, rig.fake(dialect));
            rig.fake(dialect).answering(request -> pausing(dialect));

            RawClient.Response response = rig.ask(dialect, dialect.model);

            headersOfAStream(dialect, response, false);
            lived(dialect, response);
            assertThat(answer(dialect, response)).isEqualTo(plain(dialect, direct));
            assertThat(facts(response).isMissingNode()).isTrue();
            assertThat(row(response).path("error_kind").isNull()).isTrue();
        });
    }

    @Test
    @DisplayName("fault 2.6: silence in the middle of a stream, for the official SDKs")
    void silentWithinForSdks() {
        each(dialect -> {
            if (dialect != Dialect.GEMINI_ARRAY) {
                rig.fake(dialect).answering(request -> pausing(dialect));
                saysAll(dialect, dialect.model);
                assertThat(rig.fake(dialect).requests()).hasSize(1);
            }
        });
    }

    @Test
    @DisplayName("fault 2.6: headers sent is not committed: a target that fails then is replaced, in one clean stream")
    void fallsBackAfterTheHeaders() {
        each(dialect -> {
            String direct = WaitingRig.direct(dialect, rig.spare(dialect));
            rig.fake(dialect).always(Answer.error(503).delayed(SILENCE));

            RawClient.Response response = rig.ask(dialect, WaitingRig.pair(dialect));

            headersOfAStream(dialect, response, true);
            lived(dialect, response);
            assertThat(answer(dialect, response)).isEqualTo(plain(dialect, direct));
            JsonNode facts = facts(response);
            assertThat(facts.isMissingNode()).isEqualTo(!told(dialect));
            if (told(dialect)) {
                assertThat(facts.path("upstream").asText()).isEqualTo("spare-" + dialect.upstream);
                assertThat(facts.path("attempts").asInt()).isEqualTo(2);
                assertThat(facts.has("error")).isFalse();
            }
            JsonNode row = row(response);
            assertThat(row.path("status").asInt()).isEqualTo(200);
            assertThat(row.path("error_kind").isNull()).as(row.toString()).isTrue();
            assertThat(row.path("attempts")).hasSize(2);
        });
    }

    @Test
    @DisplayName("fault 2.6: headers sent is not committed, for the official SDKs")
    void fallsBackForSdks() {
        for (var fake : rig.fakes) {
            fake.always(Answer.error(503).delayed(SILENCE));
        }
        each(dialect -> saysAll(dialect, WaitingRig.pair(dialect)));

        assertThat(rig.all()).allSatisfy(fake -> assertThat(fake.requests()).hasSize(1));
    }

    @Test
    @DisplayName("fault 2.6: when all fail after the headers, the stream says so and has no good end")
    void allFailAfterTheHeaders() {
        each(dialect -> {
            rig.fake(dialect).always(Answer.error(503).delayed(SILENCE));
            rig.spare(dialect).always(Answer.error(503));

            RawClient.Response response = rig.ask(dialect, WaitingRig.pair(dialect));

            headersOfAStream(dialect, response, true);
            lived(dialect, response);
            String text = answer(dialect, response);
            assertThat(text).doesNotContain(dialect.terminator());
            String kind = row(response).path("error_kind").asText();
            if (dialect == Dialect.GEMINI_ARRAY) {
                assertThat(Rig.json(response.text())).hasSize(1);
                assertThat(Rig.json(response.text()).at("/0/error/code").asInt())
                        .isEqualTo(503);
            } else {
                assertThat(text).startsWith(dialect.errorMark());
            }
            if (told(dialect)) {
                JsonNode facts = facts(response);
                assertThat(facts.path("error").asText()).isEqualTo(kind);
                assertThat(facts.path("error_origin").asText()).isEqualTo("upstream");
                assertThat(facts.path("attempts").asInt()).isEqualTo(2);
            }
            JsonNode row = row(response);
            assertThat(row.path("status").asInt()).isEqualTo(200);
            assertThat(kind).isEqualTo("upstream_overloaded");
            assertThat(row.path("attempts")).hasSize(2);
        });
    }
}
