package dev.mehari.it.passthrough;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.mehari.fake.PlatformFake;
import dev.mehari.fake.RawClient;
import dev.mehari.fake.SeenRequest;
import dev.mehari.it.GatewaySetup;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

@DisplayName("/{upstream}/...: every other path of a provider, as it comes")
class PassthroughIT {
    private static final Doors DOORS = Doors.shared();

    @BeforeEach
    void forget() {
        DOORS.forget();
    }

    @AfterEach
    void holdsNothing() {
        DOORS.assertIdle();
    }

    private static void row(RawClient.Response reply, String upstream, String model) {
        JsonNode row = DOORS.row(reply);
        assertThat(row.path("operation").asText()).isEqualTo("passthrough");
        assertThat(row.path("upstream").asText()).isEqualTo(upstream);
        assertThat(row.path("status").asInt()).isEqualTo(reply.status());
        assertThat(row.path("model").asText("none")).isEqualTo(model.isEmpty() ? "none" : model);
        assertThat(row.path("total_ms").isNumber()).isTrue();
        assertThat(row.path("attempts")).hasSize(1);
        assertThat(row.at("/attempts/0/next").asText()).isEqualTo("done");
    }

    @ParameterizedTest
    @CsvSource({
        "GET, /openai/v1/files, /v1/files",
        "GET, /openai/files?limit=2&after=file-0, /v1/files?limit=2&after=file-0",
        "GET, /openai/v1/files/file-1, /v1/files/file-1",
        "DELETE, /openai/v1/files/file-1, /v1/files/file-1",
        "GET, /openai/v1/batches/batch_1, /v1/batches/batch_1",
        "GET, //openai//v1//batches/batch_1, /v1/batches/batch_1",
        "GET, /openai/v1/models, /v1/models",
        "POST, /openai/v1/responses/resp_1/cancel, /v1/responses/resp_1/cancel",
    })
    @DisplayName("without a body: the method and path of the provider, its bytes back, a row")
    void bodiless(String method, String path, String target) {
        RawClient.Response reply = DOORS.ask(method, path);

        assertThat(reply.status()).as(reply.text()).isEqualTo(200);
        SeenRequest seen = DOORS.openai.lastRequest();
        assertThat(seen.method() + " " + seen.target()).isEqualTo(method + " " + target);
        assertThat(seen.body()).isEmpty();
        try (RawClient direct = RawClient.to(DOORS.openai.baseUrl())) {
            assertThat(direct.send(Doors.head(DOORS.openai.key(), method, target) + "\r\n")
                            .response()
                            .text())
                    .isEqualTo(reply.text());
        }
        row(reply, "openai", "");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "/images/generations | gpt-image-1 | {\"prompt\":\"a cat\",\"model\":\"gpt-image-1\"}",
                "/moderations | omni-moderation-latest | {\"input\":[\"a\"],\"model\":\"omni-moderation-latest\"}",
                "/moderations || {\"input\" : \"\\u00e9 1.0\"}",
                "/batches || {\"input_file_id\":\"file-1\",\"endpoint\":\"/v1/responses\",\"completion_window\":\"24h\"}",
            })
    @DisplayName("JSON: byte for byte there, byte for byte back, the model in the row")
    void json(String path, String model, String body) {
        RawClient.Response reply = DOORS.json(DOORS.key, "/openai/v1" + path, body);

        assertThat(reply.status()).as(reply.text()).isEqualTo(200);
        assertThat(DOORS.openai.lastRequest().text()).isEqualTo(body);
        row(reply, "openai", model == null ? "" : model);
    }

    @Test
    @DisplayName("a file and a recording, as forms; the model stands in a part")
    void forms() {
        String file = Form.of("{\"a\":1}\n", Map.of("purpose", "batch"));
        RawClient.Response uploaded = DOORS.post(DOORS.key, "/openai/v1/files", Form.TYPE, file);
        assertThat(uploaded.status()).as(uploaded.text()).isEqualTo(200);
        assertThat(uploaded.text()).contains("\"bytes\":8").contains("speech.wav");
        assertThat(DOORS.openai.lastRequest().text()).isEqualTo(file);
        row(uploaded, "openai", "");

        String speech = Form.of("RIFF".repeat(1000), Map.of("model", "whisper-1"));
        RawClient.Response heard = DOORS.post(DOORS.key, "/openai/v1/audio/transcriptions", Form.TYPE, speech);
        assertThat(heard.text()).contains("4000 bytes of speech");
        row(heard, "openai", "whisper-1");
    }

    @Test
    @DisplayName("a reply of bytes: all of them, its type and name, and nothing of the operator's account")
    void bytes() {
        RawClient.Response spoken = DOORS.json(
                DOORS.key, "/openai/v1/audio/speech", "{\"model\":\"tts-1\",\"input\":\"hi\",\"voice\":\"alloy\"}");
        assertThat(spoken.body()).isEqualTo(PlatformFake.bytes());
        assertThat(spoken.headers().first("content-type")).isEqualTo("audio/mpeg");
        row(spoken, "openai", "tts-1");

        RawClient.Response file = DOORS.ask("GET", "/openai/v1/files/file-1/content");
        assertThat(file.body()).isEqualTo(PlatformFake.bytes());
        assertThat(file.headers().first("content-disposition")).isEqualTo("attachment; filename=\"a.bin\"");
        assertThat(file.headers().first("content-length")).isEqualTo("4096");
        assertThat(file.headers().first("x-content-type-options")).isEqualTo("nosniff");
        assertThat(file.headers().first("content-security-policy")).startsWith("sandbox");
        assertThat(file.headers().names())
                .doesNotContain("set-cookie", "openai-organization", "x-ratelimit-limit-requests")
                .contains("x-request-id", "x-mehari-upstream", "openai-version")
                .doesNotHaveDuplicates();
        assertThat(file.headers().first("x-request-id")).startsWith("req_").doesNotContain("openai");
    }

    @Test
    @DisplayName("HEAD: the length of what is there, and none of it")
    void head() {
        try (RawClient client = DOORS.connect()) {
            client.send(Doors.head(DOORS.key, "HEAD", "/openai/v1/files/file-1/content") + "\r\n");
            assertThat(client.reply().headers().first("content-length")).isEqualTo("4096");
        }
        assertThat(DOORS.openai.lastRequest().method()).isEqualTo("HEAD");
    }

    @ParameterizedTest
    @ValueSource(strings = {"/openai/v1/files", "/anthropic/v1/files", "/gemini/v1beta/files"})
    @DisplayName("takes the role passthrough; whoever has it not is told so, in the provider's own format")
    void roles(String path) {
        for (String key : new String[] {GatewaySetup.KEY, DOORS.key("\"role\":\"readonly\"")}) {
            RawClient.Response refused = DOORS.askAs(key, "GET", path);
            assertThat(refused.status()).isEqualTo(403);
            JsonNode error = Doors.json(refused.text()).path("error");
            assertThat(error.path("message").asText())
                    .contains(key.equals(GatewaySetup.KEY) ? "passthrough" : "readonly");
            String kind = path.startsWith("/openai") ? "code" : path.startsWith("/anthropic") ? "type" : "status";
            assertThat(error.path(kind).asText()).isIn("role_not_allowed", "permission_error", "PERMISSION_DENIED");
        }
        assertThat(DOORS.askAs("", "GET", path).status()).isEqualTo(401);
        assertThat(DOORS.askAs("pk_nobody-knows-this-key-0001", "GET", path).status())
                .isEqualTo(401);
        assertThat(DOORS.reached()).isZero();
    }

    @Test
    @DisplayName("what the provider says to a mistake is the caller's, with its status")
    void mistakes() {
        RawClient.Response missing = DOORS.ask("GET", "/openai/v1/files/nothing/at/all");
        assertThat(missing.status()).isEqualTo(404);
        assertThat(missing.text()).contains("Invalid URL (GET /v1/files/nothing/at/all)");
        assertThat(missing.headers().first("x-mehari-error-origin")).isEqualTo("client");

        RawClient.Response wrong = DOORS.json(DOORS.key, "/openai/v1/images/generations", "{\"prompt\":\"\",\"x\":1}");
        assertThat(wrong.status()).isEqualTo(400);
        assertThat(Doors.json(wrong.text()).at("/error/param").asText()).isIn("x", "prompt");
        assertThat(DOORS.row(wrong).path("error_kind").asText()).isEqualTo("upstream_rejected");
    }

    @ParameterizedTest
    @CsvSource({"TRACE, 405", "PROPFIND, 405", "GET, 404"})
    @DisplayName("methods that nobody needs, upstreams that are none or off")
    void notServed(String method, int status) {
        String path = method.equals("GET") ? "/zai/api/paas/v4/files" : "/openai/v1/files";
        assertThat(DOORS.ask(method, path).status()).isEqualTo(status);
        assertThat(DOORS.ask("GET", "/no-such-upstream/v1/files").status()).isEqualTo(404);
        assertThat(DOORS.ask("GET", "/openai").status()).isEqualTo(404);
        assertThat(DOORS.ask("GET", "/openai/").status()).isEqualTo(404);
        assertThat(DOORS.reached()).isZero();
    }
}
