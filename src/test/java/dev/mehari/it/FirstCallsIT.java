package dev.mehari.it;

import static org.assertj.core.api.Assertions.assertThat;

import dev.mehari.fake.RawClient;
import dev.mehari.it.wire.Many;
import java.net.http.HttpRequest;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@DisplayName("A gateway that just became ready answers many different first calls at once")
class FirstCallsIT {
    private static final String MODEL = "demo";
    private static final int TIMES = 3;
    private static final List<String> ADMIN_PAGES = List.of(
            "/api/admin/live",
            "/api/admin/keys",
            "/api/admin/health",
            "/api/admin/audit",
            "/api/admin/config/effective",
            "/api/endpoints/routing/config",
            "/api/endpoints/templates/providers",
            "/api/endpoints/health",
            "/v1/tokens/stats",
            "/v1/metrics");

    @Test
    void allAreAnswered() {
        try (GatewayProcess gateway = GatewayProcess.setup().start()) {
            assertThat(answersOfAll(gateway)).hasSizeGreaterThan(60).allMatch(answer -> answer.startsWith("200 "));
            assertThat(Jcmd.run(gateway.pid(), "Thread.print"))
                    .as("what runs on when the class loader holds all carriers, seen in one of some ten starts")
                    .contains("\"mehari-carriers\"");
        }
    }

    private static List<String> answersOfAll(GatewayProcess gateway) {
        List<String> calls = new ArrayList<>();
        for (Dialect dialect : Dialect.values()) {
            for (boolean streamed : new boolean[] {false, true}) {
                calls.add(plain(dialect, streamed));
            }
            calls.add(RawClient.post(dialect.path(MODEL), dialect.key(), withTools(dialect, dialect.body(MODEL))));
        }
        Map<String, String> key = Dialect.OPENAI.key();
        for (boolean streamed : new boolean[] {false, true}) {
            calls.add(RawClient.post(
                    "/v1/responses", key, "{\"model\":\"demo\",\"input\":\"hi\",\"stream\":" + streamed + "}"));
        }
        calls.add(RawClient.post("/v1/completions", key, "{\"model\":\"demo\",\"prompt\":\"hi\"}"));
        calls.add(RawClient.post("/v1/embeddings", key, "{\"model\":\"demo\",\"input\":\"hi\"}"));
        calls.add(RawClient.post("/v1/messages/count_tokens", Dialect.ANTHROPIC.key(), Dialect.ANTHROPIC.body(MODEL)));
        for (String page : List.of("/v1/models", "/v1beta/models", "/health", "/ready")) {
            calls.add(get(page, key));
        }
        Map<String, String> admin = Map.of("Authorization", authorization(gateway.admin("/")));
        ADMIN_PAGES.forEach(page -> calls.add(get(page, admin)));
        int count = calls.size() * TIMES;
        return Many.of(count, count, number -> {
            try (RawClient client = RawClient.to(gateway.url()).patience(Duration.ofSeconds(30))) {
                String call = calls.get(number % calls.size());
                RawClient.Response reply = client.send(call).response();
                return reply.status() + " to " + call + ": " + reply.text();
            }
        });
    }

    private static String plain(Dialect dialect, boolean streamed) {
        String body = dialect.body(MODEL);
        if (dialect == Dialect.GEMINI) {
            String verb = streamed ? ":streamGenerateContent?alt=sse" : ":generateContent";
            return RawClient.post("/v1beta/models/" + MODEL + verb, dialect.key(), body);
        }
        String asked = body.substring(0, body.length() - 1) + ",\"stream\":" + streamed + "}";
        return RawClient.post(dialect.path(MODEL), dialect.key(), asked);
    }

    private static String withTools(Dialect dialect, String body) {
        String schema = "{\"type\":\"object\"}";
        String tools = switch (dialect) {
            case OPENAI -> "[{\"type\":\"function\",\"function\":{\"name\":\"f\",\"parameters\":" + schema + "}}]";
            case ANTHROPIC -> "[{\"name\":\"f\",\"input_schema\":" + schema + "}]";
            case GEMINI -> "[{\"functionDeclarations\":[{\"name\":\"f\",\"parameters\":" + schema + "}]}]";
        };
        return body.substring(0, body.length() - 1) + ",\"tools\":" + tools + "}";
    }

    private static String get(String path, Map<String, String> headers) {
        StringBuilder request = new StringBuilder("GET " + path + " HTTP/1.1\r\nHost: localhost\r\n");
        headers.forEach(
                (name, value) -> request.append(name).append(": ").append(value).append("\r\n"));
        return request.append("\r\n").toString();
    }

    private static String authorization(HttpRequest.Builder request) {
        return request.build().headers().firstValue("Authorization").orElseThrow();
    }
}
