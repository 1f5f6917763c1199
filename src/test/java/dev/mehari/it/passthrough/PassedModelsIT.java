package dev.mehari.it.passthrough;

import static org.assertj.core.api.Assertions.assertThat;

import dev.mehari.fake.RawClient;
import dev.mehari.fake.SeenRequest;
import dev.mehari.it.wire.Eventually;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

@DisplayName("fault 4.4a: a key's list of models holds for what passes, wherever a model is named")
class PassedModelsIT {
    private static final Doors DOORS = Doors.shared();
    /** An alias, a wildcard alias, a target, and an alias that leads to another upstream. */
    private static final String KEY = DOORS.keyFor("painter", "tts-*", "openai/whisper-1", "only-gemini");

    private static final String IMAGES = "/openai/v1/images/generations";

    @BeforeEach
    void forget() {
        DOORS.forget();
    }

    private static void refused(RawClient.Response reply) {
        assertThat(reply.status()).as(reply.text()).isEqualTo(403);
        assertThat(reply.text()).contains("model_not_allowed");
        assertThat(DOORS.reached()).isZero();
    }

    /** One that was cut off is no request, whatever came of it. */
    static boolean isWhole(SeenRequest request) {
        String raw = new String(request.rawBody(), StandardCharsets.ISO_8859_1);
        return request.headers().has("content-length") || raw.endsWith("\r\n0\r\n\r\n");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "/images/generations | {\"prompt\":\"a\",\"model\":\"gpt-image-1\"}",
                "/audio/speech | {\"model\":\"tts-1-hd\",\"input\":\"hi\",\"voice\":\"alloy\"}",
                "/moderations | {\"input\":\"no model at all\"}",
            })
    @DisplayName("by an alias that leads there, by a wildcard, or when none is named")
    void allowed(String path, String body) {
        RawClient.Response reply = DOORS.json(KEY, "/openai/v1" + path, body);
        assertThat(reply.status()).as(reply.text()).isEqualTo(200);
    }

    @Test
    @DisplayName("by a target, in a part of a form; a file has no model")
    void allowedForms() {
        String speech = Form.of("RIFF", Map.of("model", "whisper-1"));
        assertThat(DOORS.post(KEY, "/openai/v1/audio/transcriptions", Form.TYPE, speech)
                        .status())
                .isEqualTo(200);
        String file = Form.of("{\"body\":{\"model\":\"gpt-5-pro\"}}\n", Map.of("purpose", "batch"));
        assertThat(DOORS.post(KEY, "/openai/v1/files", Form.TYPE, file).status())
                .isEqualTo(200);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\"prompt\":\"a\",\"model\":\"gpt-image-2\"}",
                "{\"prompt\":\"a\",\"Model\":\"gpt-image-2\"}",
                "{\"prompt\":\"a\",\"\\u006dodel\":\"gpt-image-2\"}",
                "{\"model\":\"gpt-image-1\",\"prompt\":\"a\",\"model\":\"gpt-image-2\"}",
                "{\"requests\":[{\"custom_id\":\"1\",\"params\":{\"model\":\"gpt-image-2\"}}]}",
                "[{\"model\":\"gpt-image-2\"}]",
                "\n\t {\"model\":\"gpt-image-2\"}",
                "{\"model\":\"painter\"}",
                "{\"model\":\"\"}",
                "{\"model\":\"GPT-IMAGE-1\"}",
                "{\"model\":\"gpt-image-1 \"}",
                "{\"model\":\"gemini-2.5-flash\"}",
                "{\"input_file_id\":\"file-1\",\"endpoint\":\"/v1/responses\",\"completion_window\":\"24h\"}",
            })
    @DisplayName("in JSON, at any depth and in any spelling; nothing goes upstream")
    void inJson(String body) {
        refused(DOORS.json(KEY, IMAGES, body));
        refused(DOORS.post(KEY, IMAGES, "text/plain", body));
        refused(DOORS.post(KEY, IMAGES, "application/octet-stream", body));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/openai/v1/models/gpt-image-2",
                "/openai/models/gpt-image%2D2",
                "/openai/v1/engines/gpt-image-2/generations",
                "/openai/deployments/gpt-image-2/images",
                "/openai/v1/files?model=gpt-image-2",
                "/openai/v1/files?a=b&MODEL=gpt-image-2",
                "/gemini/v1beta/models/gemini-2.5-pro:predictLongRunning",
                "/gemini/v1beta/tunedModels/mine:transferOwnership",
            })
    @DisplayName("in path and query")
    void inPath(String path) {
        RawClient.Response reply = DOORS.askAs(KEY, "GET", path);
        assertThat(reply.status()).as(reply.text()).isEqualTo(403);
        assertThat(DOORS.reached()).isZero();
    }

    @Test
    @DisplayName("a model of Google's own spelling is the model")
    void googlesSpelling() {
        DOORS.askAs(KEY, "GET", "/gemini/v1beta/models/gemini-2.5-flash:predictLongRunning");
        DOORS.json(KEY, "/gemini/v1beta/cachedContents", "{\"model\":\"models/gemini-2.5-flash\"}");
        assertThat(DOORS.gemini.requests()).hasSize(2);
    }

    @ParameterizedTest
    @ValueSource(strings = {"model", "Model", " model "})
    @DisplayName("in a part of a form, small or large; upstream nobody has all of the body")
    void inForms(String name) {
        String path = "/openai/v1/audio/transcriptions";
        refused(DOORS.post(KEY, path, Form.TYPE, Form.of("RIFF", Map.of(name, "whisper-2"))));

        String large = Form.of("RIFF".repeat(300_000), Map.of(name, "whisper-2"));
        RawClient.Response reply = DOORS.post(KEY, path, Form.TYPE, large);
        assertThat(reply.status()).as(reply.text()).isEqualTo(403);
        RawClient.Response chunked =
                DOORS.send(Doors.head(KEY, "POST", path, "Content-Type: " + Form.TYPE, "Transfer-Encoding: chunked")
                        + "\r\n" + Integer.toHexString(large.length()) + "\r\n" + large + "\r\n0\r\n\r\n");
        assertThat(chunked.status()).as(chunked.text()).isEqualTo(403);
        assertThat(DOORS.openai.requests()).as("whole requests").noneMatch(PassedModelsIT::isWhole);
        Eventually.get(Doors.SOON, () -> DOORS.openai.server().openConnections(), open -> open == 0);
        DOORS.assertIdle();
    }

    @Test
    @DisplayName("in large JSON, at its very end")
    void inLargeJson() {
        String large = "{\"prompt\":\"" + "a".repeat(1_000_000) + "\",\"model\":\"gpt-image-2\"}";
        assertThat(DOORS.json(KEY, IMAGES, large).status()).isEqualTo(403);
        assertThat(DOORS.openai.requests()).isEmpty();

        DOORS.openai.instead(dev.mehari.fake.Answer.json(200, "{}"));
        String good = "{\"prompt\":\"" + "a".repeat(30_000) + "\",\"user\":\"" + "b".repeat(900_000)
                + "\",\"model\":\"gpt-image-1\"}";
        RawClient.Response reply = DOORS.json(KEY, IMAGES, good);
        assertThat(reply.status()).as(reply.text()).isEqualTo(200);
        assertThat(DOORS.openai.lastRequest().text()).isEqualTo(good);
        assertThat(DOORS.row(reply).path("model").asText()).isEqualTo("gpt-image-1");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "application/json | {\"model\":\"gpt-image-1\" | 400",
                "application/json | {'model':'gpt-image-2'} | 400",
                "multipart/form-data; boundary=x | no parts at all | 400",
                "multipart/form-data | no boundary | 400",
                "application/x-www-form-urlencoded | model=gpt-image-2 | 415",
            })
    @DisplayName("what cannot be read is refused for a key with a list, and passes for others")
    void unreadable(String type, String body, int status) {
        RawClient.Response reply = DOORS.post(KEY, IMAGES, type, body);
        assertThat(reply.status()).as(reply.text()).isEqualTo(status);
        assertThat(DOORS.reached()).isZero();

        DOORS.post(DOORS.key, IMAGES, type, body);
        assertThat(DOORS.openai.lastRequest().text()).isEqualTo(body);
        assertThat(DOORS.openai.lastRequest().header("content-type")).isEqualTo(type);
    }

    @Test
    @DisplayName("a coding hides what a body says, and is not let through")
    void coded() {
        for (String coding : new String[] {"gzip", "br"}) {
            RawClient.Response reply = DOORS.send(Doors.head(
                            DOORS.key,
                            "POST",
                            IMAGES,
                            "Content-Type: application/json",
                            "Content-Encoding: " + coding,
                            "Content-Length: 2")
                    + "\r\n{}");
            assertThat(reply.status()).isEqualTo(415);
        }
        assertThat(DOORS.reached()).isZero();
    }
}
