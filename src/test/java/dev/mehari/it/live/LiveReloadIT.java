package dev.mehari.it.live;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.mehari.it.GatewayProcess;
import dev.mehari.it.GatewaySetup;
import dev.mehari.it.wire.Eventually;
import dev.mehari.it.wire.Ledger;
import java.net.URI;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestReporter;
import org.junit.jupiter.api.Timeout;

@DisplayName("faults 5.1 and 5.2: files change under steady traffic and open streams")
@Timeout(600)
class LiveReloadIT {
    private static final int STREAMS = 100;
    private static final int GOOD_EDITS = 50;
    private static final int RELOADS = 300;

    private final Traffic traffic = new Traffic();

    @AfterEach
    void close() {
        traffic.close();
    }

    @Test
    @DisplayName(
            "fault 5.2: 50 good edits amid 100 streams, each seen soon; no call fails, no stream breaks, every row is"
                    + " written")
    void goodEdits(TestReporter reporter) throws Exception {
        GatewaySetup setup = traffic.setup();
        try (GatewayProcess gateway = setup.start()) {
            Operator operator = new Operator(gateway);
            traffic.hold(gateway, STREAMS);
            traffic.flow(gateway, 4);

            List<Long> millis = new ArrayList<>();
            for (int i = 1; i <= GOOD_EDITS; i++) {
                millis.add(edit(operator, i));
            }
            millis.sort(null);
            reporter.publishEntry(
                    "an edit is followed after, in ms, median", Long.toString(millis.get(GOOD_EDITS / 2)));
            // What is promised is two seconds; a busy machine has a look, another look and a build in ten at the worst.
            assertThat(millis).as("each edit, in ms").allMatch(each -> each < 10_000);

            JsonNode live = operator.live();
            assertThat(live.path("generation").asInt()).isEqualTo(1 + GOOD_EDITS);
            assertThat(live.path("degraded").asBoolean()).isFalse();
            assertThat(live.path("draining").toString()).contains("\"calls\":" + STREAMS);
            assertThat(traffic.letGo())
                    .hasSize(STREAMS)
                    .allSatisfy(text -> assertThat(text).contains("five").contains("[DONE]"));
            assertThat(operator.awaitLive(now -> now.path("draining").isEmpty())
                            .path("generation")
                            .asInt())
                    .isEqualTo(1 + GOOD_EDITS);
            traffic.stop();
            assertThat(traffic.failures()).isEmpty();
            assertThat(traffic.calls()).isGreaterThan(100);
            assertThat(operator.metric("mehari_usage_dropped_total")).isZero();
            assertThat(operator.metric("mehari_reloads_total")).isEqualTo(GOOD_EDITS);
            assertThat(gateway.stop()).isEqualTo(143);
        }
        Ledger ledger = new Ledger("jdbc:sqlite:" + setup.data().resolve("mehari.db"));
        assertThat(ledger.count("SELECT count(*) FROM calls WHERE label LIKE 'flow-%'"))
                .isEqualTo(traffic.calls());
        assertThat(ledger.count("SELECT count(*) FROM calls WHERE label LIKE 'held-%' AND error_kind IS NULL"))
                .isEqualTo(STREAMS);
    }

    /** An alias goes and another comes; every other time a route decides anew. Milliseconds until it is so. */
    private static long edit(Operator operator, int i) {
        long since = System.nanoTime();
        if (i % 2 == 1) {
            operator.home()
                    .edit(
                            "config/models.yaml",
                            text -> text.replaceAll("(?m)^  probe-\\d+: .*\n", "")
                                    .replaceFirst(
                                            "(?m)^models:$",
                                            "models:\n  probe-" + i + ": {targets: [openai/gpt-4.1]}"));
            var list =
                    Eventually.get(Operator.SOON, () -> models(operator), text -> text.contains("\"probe-" + i + "\""));
            assertThat(list).doesNotContain("\"probe-" + (i - 2) + "\"");
        } else {
            String why = "not today, " + i;
            String mine = "${body.model} == 'probe-" + (i - 1) + "'";
            operator.home()
                    .edit(
                            "routes/routing.camel.yaml",
                            text -> text.replaceFirst(
                                            "(?s)(id: trial\n.*?expression: \")[^\"\n]*\"",
                                            "$1" + Matcher.quoteReplacement(mine) + "\"")
                                    .replaceFirst("(?s)(id: trial-too-long\n.*?refuse\\(')[^']*'", "$1" + why + "'"));
            var answer = Eventually.get(
                    Operator.SOON,
                    () -> Traffic.call(operator.gateway(), "probe-" + (i - 1), false, "probe")
                            .text(),
                    text -> text.contains(why));
            assertThat(answer).contains("refused_by_route");
        }
        return Duration.ofNanos(System.nanoTime() - since).toMillis();
    }

    private static String models(Operator operator) {
        HttpResponse<String> list = operator.gateway()
                .send(HttpRequest.newBuilder(URI.create(operator.gateway().url() + "/v1/models"))
                        .header("Authorization", "Bearer " + GatewaySetup.KEY));
        return list.body();
    }

    @Test
    @DisplayName("fault 5.1: no bad edit goes live; file, line and what was meant are told; the old behaviour stays")
    void badEdits() {
        try (GatewayProcess gateway = traffic.setup().start()) {
            Operator operator = new Operator(gateway);
            traffic.flow(gateway, 2);
            for (BadEdit bad : BadEdit.values()) {
                int before = operator.generation();
                Runnable undo = bad.apply(operator);

                JsonNode live = operator.awaitLive(now -> now.path("degraded").asBoolean());
                JsonNode error = live.path("last_error");
                assertThat(live.path("generation").asInt()).as(bad.name()).isEqualTo(before);
                assertThat(error.path("file").asText()).as(bad.name()).isNotEmpty();
                assertThat(error.path("faults")).as(bad.name()).anySatisfy(fault -> {
                    assertThat(fault.path("file").asText()).startsWith(bad.told);
                    assertThat(fault.path("line").asInt() > 0).isEqualTo(bad.line);
                    assertThat(fault.path("message").asText()).contains(bad.message);
                });
                assertThat(Operator.json(gateway.adminPage("/v1/health"))
                                .path("generation")
                                .path("degraded")
                                .asBoolean())
                        .isTrue();
                assertThat(gateway.adminPage("/health")).contains("\"ok\"");
                assertThat(operator.metric("mehari_generation_degraded")).isEqualTo(1);
                HttpResponse<String> asked = operator.post("reload");
                assertThat(asked.statusCode()).as(asked.body()).isEqualTo(409);
                assertThat(asked.body()).contains("\"details\":[{\"file\":").doesNotContain("sk-written");
                assertThat(Traffic.call(gateway, Traffic.ALIAS, false, "still").status())
                        .isEqualTo(200);

                undo.run();
                operator.awaitLive(now -> !now.path("degraded").asBoolean());
                assertThat(Traffic.call(gateway, Traffic.ALIAS, true, "again").status())
                        .isEqualTo(200);
            }
            assertThat(operator.metric("mehari_generation_degraded")).isZero();
            assertThat(gateway.output())
                    .contains("no route reads \"direct:routng\"")
                    .doesNotContain("sk-written");
            traffic.stop();
            assertThat(traffic.failures()).isEmpty();
        }
    }

    @Test
    @DisplayName("what changes in application.yaml is told and not done; a rollback holds against the files")
    void restartAndRollback() {
        try (GatewayProcess gateway = traffic.setup().start()) {
            Operator operator = new Operator(gateway);
            assertThat(operator.live().path("restart_needed").isNull()).isTrue();
            operator.home().edit("config/application.yaml", text -> text + "server: {port: 1}\n");
            operator.awaitLive(now -> now.path("restart_needed").asText().contains("application.yaml"));

            operator.home().edit("config/models.yaml", text -> text + "  extra: {targets: [demo/demo]}\n");
            operator.awaitLive(now -> now.path("generation").asInt() == 2);
            assertThat(Traffic.call(gateway, "extra", false, "x").status()).isEqualTo(200);

            JsonNode back = operator.change("rollback");
            assertThat(back.path("generation").asInt()).isEqualTo(3);
            assertThat(Traffic.call(gateway, "extra", false, "x").status()).isEqualTo(404);
            assertThat(operator.post("rollback").statusCode()).isEqualTo(409);
            assertThat(operator.text("config/models.yaml")).contains("extra:");
            assertThat(operator.change("reload").path("generation").asInt()).isEqualTo(4);
            assertThat(Traffic.call(gateway, "extra", false, "x").status()).isEqualTo(200);
            assertThat(operator.live().path("history").findValuesAsText("why"))
                    .containsExactly("start", "file", "rollback", "admin");
        }
    }

    @Test
    @DisplayName("300 reloads under traffic leave heap and threads where they were, and no generation behind")
    void reloads() {
        try (GatewayProcess gateway = traffic.setup().start()) {
            Operator operator = new Operator(gateway);
            traffic.flow(gateway, 2);
            for (int i = 0; i < 20; i++) {
                operator.change("reload");
            }
            Footprint before = Footprint.of(operator);
            for (int i = 0; i < RELOADS; i++) {
                operator.change("reload");
            }
            Footprint after = Footprint.of(operator);

            assertThat(after.liveBytes())
                    .as("heap after a collection, %s before", before)
                    .isLessThan(before.liveBytes() * 5 / 4 + (8 << 20));
            assertThat(after.threads()).as("threads, %s before", before).isLessThan(before.threads() + 15);
            traffic.stop();
            assertThat(traffic.failures()).isEmpty();
        }
    }
}
