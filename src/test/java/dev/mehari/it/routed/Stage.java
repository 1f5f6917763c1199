package dev.mehari.it.routed;

import dev.mehari.fake.CodegenFake;
import dev.mehari.fake.OpenAiFake;
import dev.mehari.fake.RawClient;
import dev.mehari.fake.WebChatFake;
import dev.mehari.it.GatewayProcess;
import dev.mehari.it.GatewaySetup;
import dev.mehari.it.wire.Eventually;
import dev.mehari.it.wire.Ledger;
import dev.mehari.sdk.AnthropicSdk;
import dev.mehari.sdk.GeminiSdk;
import dev.mehari.sdk.OpenAiSdk;
import dev.mehari.sdk.ResponsesSdk;
import dev.mehari.sdk.SdkDriver;
import java.time.Duration;
import java.util.List;
import java.util.Map;

/** A gateway in front of Codegen's API, a web chat and OpenAI, all fakes. */
final class Stage implements AutoCloseable {
    static final Duration SOON = Duration.ofSeconds(10);

    private static final String UPSTREAMS = """
            upstreams:
              codegen: &codegen
                protocol: route
                base-url: CODEGEN
                credentials: [{id: main, key: "env:CODEGEN_API_TOKEN"}]
                options: {org-id: "323", poll-every: 20ms}
                timeouts: {response-headers: 5s, total: 15s}
                breaker: {window: 100000, minimum-calls: 100000}
              hasty:
                protocol: route
                route: direct:ask-codegen
                base-url: CODEGEN
                credentials: [{id: main, key: "env:CODEGEN_API_TOKEN"}]
                options: {org-id: "323", poll-every: 100ms}
                timeouts: {total: 900ms}
              patient:
                protocol: route
                route: direct:ask-codegen
                base-url: CODEGEN
                credentials: [{id: main, key: "env:CODEGEN_API_TOKEN"}]
                options: {org-id: "323", poll-every: 60s}
                timeouts: {total: 120s}
              stranger:
                protocol: route
                route: direct:ask-codegen
                base-url: CODEGEN
                credentials: [{id: main, key: "env:CODEGEN_API_TOKEN"}]
                options: {org-id: "999"}
              web:
                protocol: web-chat
                base-url: WEB
                sessions: {min: 1, max: 1, calls: 2, queue: 300ms}
                timeouts: {response-headers: 5s, total: 15s}
                breaker: {window: 100000, minimum-calls: 100000}
              quiet:
                protocol: web-chat
                base-url: WEB
                options: {enable-thinking: false}
              openai:
                protocol: openai-chat
                base-url: OPENAI
                credentials: [{id: main, key: "env:OPENAI_API_KEY"}]
            """;

    private static final String MODELS = """
            models:
              agent: {targets: [codegen/agent]}
              agent-or-openai: {targets: [codegen/agent, openai/gpt-4.1]}
              hasty: {targets: [hasty/agent]}
              patient: {targets: [patient/agent]}
              stranger: {targets: [stranger/agent]}
              stranger-or-openai: {targets: [stranger/agent, openai/gpt-4.1]}
              gpt-3.5-turbo: {targets: [web/glm-4.5v]}
              web-or-openai: {targets: [web/glm-4.5v, openai/gpt-4.1]}
              quiet: {targets: [quiet/glm-4.5v]}
            """;

    final CodegenFake codegen = new CodegenFake();
    final WebChatFake web = new WebChatFake();
    final OpenAiFake openai = OpenAiFake.start();
    final GatewayProcess gateway;

    Stage() {
        gateway = GatewayProcess.setup()
                .env("RETRY_DELAY_MS", "1")
                .env("CODEGEN_API_TOKEN", CodegenFake.TOKEN)
                .env("OPENAI_API_KEY", openai.key())
                .file(
                        "config/upstreams.yaml",
                        UPSTREAMS
                                .replace("&codegen", "")
                                .replace("CODEGEN\n", codegen.baseUrl() + "\n")
                                .replace("WEB\n", web.baseUrl() + "\n")
                                .replace("OPENAI\n", openai.baseUrl() + "\n")
                                // What fails on purpose in one test is not left alone in the next.
                                .replaceAll("(?m)^(    base-url: .*)$", "$1\n    cooldown: {longest: 0s}"))
                .file("config/models.yaml", MODELS)
                .file("config/prices.yaml", "")
                .start();
    }

    /** Every vendor's own SDK. */
    List<SdkDriver> sdks() {
        String url = gateway.url();
        return List.of(
                OpenAiSdk.of(url + "/v1", GatewaySetup.KEY),
                ResponsesSdk.of(url + "/v1", GatewaySetup.KEY),
                AnthropicSdk.of(url, GatewaySetup.KEY),
                GeminiSdk.of(url, GatewaySetup.KEY));
    }

    RawClient send(String model, boolean stream, String label) {
        String body = "{\"model\":\"" + model + "\",\"stream\":" + stream
                + ",\"messages\":[{\"role\":\"user\",\"content\":\"How warm?\"}]}";
        return RawClient.to(gateway.url())
                .send(RawClient.post(
                        "/v1/chat/completions",
                        Map.of("Authorization", "Bearer " + GatewaySetup.KEY, "X-Request-Id", label),
                        body));
    }

    /** A call of another kind. */
    RawClient.Response send(String path, String json) {
        try (RawClient client = RawClient.to(gateway.url())
                .send(RawClient.post(path, Map.of("Authorization", "Bearer " + GatewaySetup.KEY), json))) {
            return client.response();
        }
    }

    RawClient.Response call(String model, boolean stream, String label) {
        try (RawClient client = send(model, stream, label)) {
            return client.response();
        }
    }

    /** What each attempt of a call came to: {@code codegen/agent upstream_error retry}. */
    List<String> attempts(String label) {
        Ledger ledger = new Ledger("jdbc:sqlite:" + gateway.settings().data().resolve("mehari.db"));
        String id = String.valueOf(Eventually.get(SOON, () -> ledger.labelled(label), rows -> !rows.isEmpty())
                .getFirst()
                .get("call_id"));
        return ledger.attempts(id).stream()
                .map(row -> row.get("upstream") + " " + row.get("error_kind") + " " + row.get("next_step"))
                .toList();
    }

    double metric(String name) {
        return gateway.adminPage("/v1/metrics")
                .lines()
                .filter(line -> line.startsWith(name))
                .mapToDouble(line -> Double.parseDouble(line.substring(line.lastIndexOf(' ') + 1)))
                .sum();
    }

    /** Nothing is held any more. */
    void assertIdle() {
        for (String name : List.of(
                "mehari_attempts_in_flight",
                "mehari_calls_in_flight",
                "mehari_pool_leased",
                "mehari_sessions_calls",
                "mehari_requests_held_bytes")) {
            Eventually.get(SOON, () -> metric(name), held -> held == 0);
        }
    }

    @Override
    public void close() {
        gateway.close();
        codegen.close();
        web.close();
        openai.close();
    }
}
