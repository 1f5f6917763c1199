package dev.mehari.it.passthrough;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import dev.mehari.fake.Answer;
import dev.mehari.fake.PlatformFake;
import dev.mehari.fake.RawClient;
import dev.mehari.fake.RawReply;
import dev.mehari.fake.SeenRequest;
import dev.mehari.it.wire.Eventually;
import java.io.IOException;
import java.util.Objects;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@DisplayName("whoever breaks off in the middle: the other side learns of it, and nothing is held")
class BrokenOffIT {
    private static final Doors DOORS = Doors.shared();
    private static final String CONTENT = "/openai/v1/files/file-1/content";

    private static Answer bytes() {
        return Answer.body(200, "audio/mpeg", PlatformFake.bytes());
    }

    @BeforeEach
    void forget() {
        DOORS.forget();
    }

    @AfterEach
    void holdsNothing() {
        DOORS.assertIdle();
    }

    private static RawClient send(String method, String path, String... headers) {
        return DOORS.connect().send(Doors.head(DOORS.key, method, path, headers) + "\r\n");
    }

    private static JsonNode row(RawReply reply) {
        return DOORS.row(Objects.requireNonNull(reply.headers().first("x-request-id")));
    }

    @ParameterizedTest
    @ValueSource(strings = {"cut", "reset", "cut chunked", "reset chunked"})
    @DisplayName("the upstream, in mid-download: no caller takes half for all")
    void upstreamInMidDownload(String how) throws IOException {
        Answer answer = how.startsWith("cut") ? bytes().cutAfterBytes(3000) : bytes().resetAfterBytes(3000);
        DOORS.openai.instead(how.endsWith("chunked") ? answer.chunked() : answer);
        try (RawClient client = send("GET", CONTENT)) {
            RawReply reply = client.reply();
            assertThat(reply.status()).isEqualTo(200);
            assertThatThrownBy(() -> reply.body().readAllBytes()).isInstanceOf(IOException.class);
            JsonNode row = row(reply);
            assertThat(row.path("error_kind").asText()).isEqualTo("upstream_stream_interrupted");
            assertThat(row.at("/attempts/0/next").asText()).isEqualTo("committed");
        }
    }

    @Test
    @DisplayName("the upstream, before its first byte: an error, in its own words none")
    void upstreamBeforeItsFirstByte() {
        DOORS.openai.instead(bytes().cutAfterBytes(0), bytes().cutAfterBytes(0), bytes().resetAfterBytes(0));
        RawClient.Response reply = DOORS.ask("GET", CONTENT);
        assertThat(reply.status()).isEqualTo(502);
        assertThat(Doors.json(reply.text()).at("/error/code").asText()).startsWith("upstream_");
        DOORS.openai.instead(bytes().cutAfterBytes(0));
        assertThat(DOORS.ask("GET", CONTENT).body()).as("a GET is repeated").isEqualTo(PlatformFake.bytes());
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    @DisplayName("the caller, in mid-download: the upstream is let go")
    void callerInMidDownload(boolean reset) throws IOException {
        DOORS.openai.instead(bytes().chunked().stallAfterBytes(3000));
        RawClient client = send("GET", CONTENT);
        RawReply reply = client.reply();
        assertThat(reply.body().readNBytes(3000)).hasSize(3000);
        SeenRequest upstream = DOORS.openai.lastRequest();
        leave(client, reset);

        DOORS.openai.server().awaitClosed(upstream, Doors.SOON);
        JsonNode row = row(reply);
        assertThat(row.path("status").asInt()).isEqualTo(499);
        assertThat(row.path("error_kind").asText()).isEqualTo("client_cancelled");
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    @DisplayName("the caller, while the upstream thinks about a body that it has")
    void callerWhileUpstreamThinks(boolean reset) {
        DOORS.openai.instead(Answer.silence());
        String body = "{\"prompt\":\"a cat\"}";
        RawClient client = send(
                        "POST",
                        "/openai/v1/images/generations",
                        "Content-Type: application/json",
                        "Content-Length: " + body.length())
                .send(body);
        SeenRequest upstream = DOORS.openai.awaitRequests(1, Doors.SOON).getFirst();
        leave(client, reset);
        DOORS.openai.server().awaitClosed(upstream, Doors.SOON);
    }

    @ParameterizedTest
    @ValueSource(strings = {"length", "length reset", "chunked", "chunked reset"})
    @DisplayName("the caller, in mid-upload: the upstream gets no whole request, and its connection ends")
    void callerInMidUpload(String how) {
        String length = how.startsWith("chunked") ? "Transfer-Encoding: chunked" : "Content-Length: 9000000";
        RawClient client =
                send("POST", "/openai/v1/files", "X-Request-Id: mid-upload", "Content-Type: " + Form.TYPE, length);
        String piece = "x".repeat(1_000_000);
        client.send(how.startsWith("chunked") ? "f4240\r\n" + piece + "\r\n" : piece);
        Eventually.get(Doors.SOON, () -> DOORS.openai.server().openConnections(), open -> open > 0);
        leave(client, how.endsWith("reset"));

        Eventually.get(Doors.SOON, () -> DOORS.openai.server().openConnections(), open -> open == 0);
        assertThat(DOORS.openai.requests()).noneMatch(PassedModelsIT::isWhole);
    }

    @ParameterizedTest
    @ValueSource(strings = {"Content-Length: 30000000", "Transfer-Encoding: chunked"})
    @DisplayName("the upstream, that answers before it has the body: it is heard, and not sent the rest")
    void upstreamAnswersEarly(String length) {
        long before = DOORS.early.read();
        String piece = "x".repeat(1_000_000);
        boolean chunked = length.startsWith("Transfer");
        try (RawClient client = send("POST", "/early/v1/files", "Content-Type: audio/wav", length)) {
            for (int i = 0; i < 30; i++) {
                client.send(chunked ? "f4240\r\n" + piece + "\r\n" : piece);
            }
            RawClient.Response reply = client.send(chunked ? "0\r\n\r\n" : "").response();
            assertThat(reply.status()).as(reply.text()).isEqualTo(413);
            assertThat(reply.text()).contains("far too large");
        }
        assertThat(DOORS.early.read() - before).isLessThan(20_000_000);
    }

    private static void leave(RawClient client, boolean reset) {
        if (reset) {
            client.reset();
        } else {
            client.close();
        }
    }
}
