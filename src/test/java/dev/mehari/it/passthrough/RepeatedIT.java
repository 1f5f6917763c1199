package dev.mehari.it.passthrough;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.mehari.fake.Answer;
import dev.mehari.fake.RawClient;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@DisplayName("what passes is repeated only where nothing can be done twice")
class RepeatedIT {
    private static final Doors DOORS = Doors.shared();
    private static final String IMAGES = "/openai/v1/images/generations";

    @BeforeEach
    void forget() {
        DOORS.forget();
    }

    private static Answer failing(String how) {
        return switch (how) {
            case "hang-up" -> Answer.hangUp();
            case "reset" -> Answer.reset();
            case "429" -> Answer.error(429).retryAfterMillis(1);
            default -> Answer.error(Integer.parseInt(how));
        };
    }

    private static List<String> next(RawClient.Response reply) {
        List<String> next = new ArrayList<>();
        for (JsonNode attempt : DOORS.row(reply).path("attempts")) {
            next.add(attempt.path("next").asText());
        }
        return next;
    }

    @ParameterizedTest
    @CsvSource({
        "GET, 500, 200, retry done",
        "GET, 503, 200, retry done",
        "GET, hang-up, 200, retry done",
        "DELETE, reset, 200, retry done",
        "DELETE, 429, 200, wait done",
        "GET, 404, 404, callers_mistake",
        "POST, 500, 500, not_repeatable",
        "POST, 503, 503, not_repeatable",
        "POST, hang-up, 502, not_repeatable",
        "POST, reset, 502, not_repeatable",
        "POST, 429, 200, wait done",
        "POST, 400, 400, callers_mistake",
    })
    @DisplayName("a POST that may have been done is sent once")
    void methods(String method, String failure, int status, String next) {
        DOORS.openai.instead(failing(failure));
        RawClient.Response reply = method.equals("POST")
                ? DOORS.json(DOORS.key, IMAGES, "{\"prompt\":\"a cat\"}")
                : DOORS.ask(method, "/openai/v1/files/file-1");

        assertThat(reply.status()).as(reply.text()).isEqualTo(status);
        assertThat(next(reply)).containsExactly(next.split(" ", -1));
        assertThat(DOORS.openai.requests()).hasSize(next.split(" ", -1).length);
    }

    @Test
    @DisplayName("a body that is gone is sent once, whatever the method and the answer")
    void large() {
        String form = Form.of("RIFF".repeat(200_000), Map.of("model", "whisper-1"));
        DOORS.openai.instead(failing("429"));
        RawClient.Response reply = DOORS.post(DOORS.key, "/openai/v1/audio/transcriptions", Form.TYPE, form);
        assertThat(reply.status()).isEqualTo(429);
        assertThat(next(reply)).containsExactly("not_repeatable");
        assertThat(reply.text()).contains("rate_limit_exceeded");
    }

    @Test
    @DisplayName("what was never sent is sent again: nobody listens, and then somebody does")
    void notSent() {
        DOORS.openai.goDown();
        RawClient.Response reply;
        try {
            reply = DOORS.json(DOORS.key, IMAGES, "{\"prompt\":\"a cat\"}");
        } finally {
            DOORS.openai.comeBack();
        }
        assertThat(reply.status()).isEqualTo(502);
        assertThat(next(reply)).containsExactly("retry", "retry", "no_target_left");
        assertThat(reply.text()).contains("could not be reached");
    }

    @Test
    @DisplayName("connections that the provider closed in the meantime are noticed before anything goes over them")
    void staleConnections() {
        for (int i = 0; i < 5; i++) {
            assertThat(DOORS.ask("GET", "/openai/v1/files").status()).isEqualTo(200);
            DOORS.openai.goDown();
            DOORS.openai.comeBack();
            RawClient.Response reply = DOORS.json(DOORS.key, IMAGES, "{\"prompt\":\"a cat\"}");
            assertThat(reply.status()).as(reply.text()).isEqualTo(200);
            assertThat(next(reply)).containsExactly("done");
        }
    }
}
