package dev.mehari.it.live;

import static org.assertj.core.api.Assertions.assertThat;

import dev.mehari.fake.Answer;
import dev.mehari.fake.CodegenFake;
import dev.mehari.fake.OpenAiFake;
import dev.mehari.fake.RawClient;
import dev.mehari.it.GatewayProcess;
import dev.mehari.it.GatewaySetup;
import dev.mehari.it.wire.Dialect;
import dev.mehari.it.wire.Eventually;
import dev.mehari.it.wire.Ledger;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@DisplayName("fault 2.17: what waits at a stop, and need not be waited for")
class StopWhileWaitingIT {
    private static final Duration SOON = Duration.ofSeconds(20);
    /** Shorter than every timer of what waits here. */
    private static final Duration WIDE = Duration.ofSeconds(25);

    private static final String UPSTREAMS = """
            upstreams:
              openai:
                protocol: openai-chat
                base-url: OPENAI
                credentials: [{id: main, key: "env:OPENAI_API_KEY"}]
              copies:
                protocol: openai-chat
                base-url: COPIES
                credentials: [{id: main, key: "env:OPENAI_API_KEY"}]
              codegen:
                protocol: route
                base-url: CODEGEN
                credentials: [{id: main, key: "env:CODEGEN_API_TOKEN"}]
                options: {org-id: "323", poll-every: 90s}
            """;
    private static final String MODELS = """
            models:
              mirrored: {targets: [openai/gpt-4.1], mirror: {target: copies/gpt-4.1}}
              agent: {targets: [codegen/agent]}
            """;

    private final OpenAiFake openai = OpenAiFake.start();
    private final OpenAiFake copies = OpenAiFake.start();
    private final CodegenFake codegen = new CodegenFake();
    private final GatewaySetup setup = GatewayProcess.setup()
            .env("OPENAI_API_KEY", openai.key())
            .env("CODEGEN_API_TOKEN", CodegenFake.TOKEN)
            .file(
                    "config/upstreams.yaml",
                    UPSTREAMS
                            .replace("OPENAI\n", openai.baseUrl() + "\n")
                            .replace("COPIES\n", copies.baseUrl() + "\n")
                            .replace("CODEGEN\n", codegen.baseUrl() + "\n"))
            .file("config/models.yaml", MODELS)
            .file("config/prices.yaml", "");
    private final Ledger ledger = new Ledger("jdbc:sqlite:" + setup.data().resolve("mehari.db"));

    @AfterEach
    void close() {
        openai.close();
        copies.close();
        codegen.close();
    }

    private static RawClient send(GatewayProcess gateway, String model) {
        return RawClient.to(gateway.url())
                .patience(Duration.ofSeconds(60))
                .send(RawClient.post(
                        "/v1/chat/completions",
                        Dialect.OPENAI.headers(GatewaySetup.KEY),
                        Dialect.OPENAI.body(model, false, "Is it warm?")));
    }

    private static void stopsSoon(GatewayProcess gateway) {
        long since = System.nanoTime();
        assertThat(gateway.stop()).isEqualTo(143);
        assertThat(Duration.ofNanos(System.nanoTime() - since)).isLessThan(WIDE);
    }

    @Test
    @DisplayName("a copy of a call that gets no answer is cut off, has its row, and no grace time is spent on it")
    void mirror() {
        copies.always(Answer.silence());
        try (GatewayProcess gateway = setup.start();
                RawClient client = send(gateway, "mirrored")) {
            assertThat(client.response().status()).isEqualTo(200);
            copies.awaitRequests(1, SOON);

            stopsSoon(gateway);

            copies.server().awaitClosed(copies.lastRequest(), SOON);
            assertThat(gateway.output()).doesNotContain("grace period");
        }
        assertThat(ledger.rows("SELECT operation, error_kind FROM calls ORDER BY operation"))
                .extracting(row -> row.get("operation") + " " + row.get("error_kind"))
                .containsExactly("chat null", "mirror not_ready");
    }

    @Test
    @DisplayName(
            "between two looks at a run of an agent: the caller is told that the gateway stops, and nobody looks again")
    void betweenTwoLooks() {
        try (GatewayProcess gateway = setup.env("SPRING_LIFECYCLE_TIMEOUT_PER_SHUTDOWN_PHASE", "1s")
                        .start();
                RawClient client = send(gateway, "agent")) {
            codegen.server().awaitRequests(1, SOON);
            Eventually.get(
                    SOON, () -> gateway.adminPage("/v1/metrics"), page -> page.contains("mehari_attempts_in_flight 1"));

            stopsSoon(gateway);

            RawClient.Response told = client.response();
            assertThat(told.status()).as(told.text()).isEqualTo(503);
            assertThat(told.text()).contains("the gateway is stopping");
        }
        assertThat(codegen.seen("GET")).isZero();
        assertThat(ledger.rows("SELECT status, error_kind FROM calls"))
                .extracting(row -> row.get("status") + " " + row.get("error_kind"))
                .containsExactly("503 not_ready");
    }
}
