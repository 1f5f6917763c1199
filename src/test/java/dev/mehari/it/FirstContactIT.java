package dev.mehari.it;

import static org.assertj.core.api.Assertions.assertThat;

import dev.mehari.fake.RawClient;
import dev.mehari.fake.SeenRequest;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@DisplayName("First contact: the spellings that new users try all work")
class FirstContactIT {
    private static final World WORLD = World.shared();

    @ParameterizedTest
    @CsvSource({
        "OPENAI, /v1/chat/completions",
        "OPENAI, /chat/completions",
        "OPENAI, /v1/chat/completions/",
        "OPENAI, //v1//chat//completions",
        "OPENAI, /v1/v1/chat/completions",
        "OPENAI, /v1/chat/completions?x=y",
        "ANTHROPIC, /v1/messages",
        "ANTHROPIC, /messages",
        "ANTHROPIC, /v1/messages/",
        "ANTHROPIC, /v1//messages",
        "ANTHROPIC, /v1/v1/messages",
        "ANTHROPIC, /v1/messages?beta=true",
        "GEMINI, /v1beta/models/gemini-2.5-flash:generateContent",
        "GEMINI, /v1/models/gemini-2.5-flash:generateContent",
        "GEMINI, /models/gemini-2.5-flash:generateContent",
        "GEMINI, /v1beta/models/gemini-2.5-flash:generateContent/",
        "GEMINI, /v1beta//models/gemini-2.5-flash:generateContent",
        "GEMINI, /v1/v1/models/gemini-2.5-flash:generateContent",
        "GEMINI, /v1beta/models/gemini%2D2.5-flash:generateContent",
        "GEMINI, /v1beta/models/gemini%2Fgemini-2.5-flash:generateContent",
        "GEMINI, /v1beta/models/gemini/gemini-2.5-flash:generateContent",
        "GEMINI, /v1beta/models/models%2Fgemini-2.5-flash:generateContent",
        "GEMINI, /v1beta/models/gemini-2.5-flash%3AgenerateContent",
    })
    void isServed(Dialect dialect, String path) {
        int refused = WORLD.vendor(dialect).refusals().size();
        RawClient.Response reply = WORLD.post(path, dialect.key(), dialect.body());

        assertThat(reply.status()).as(reply.text()).isEqualTo(200);
        assertThat(reply.headers().first("content-type")).startsWith("application/json");
        assertThat(reply.headers().first("x-request-id")).matches("req_[0-9a-f]{32}");
        assertThat(reply.headers().has("x-mehari-error-origin")).isFalse();
        assertThat(WORLD.vendor(dialect).refusals()).hasSize(refused);
        SeenRequest sent = WORLD.vendor(dialect).lastRequest();
        assertThat(sent.text()).isEqualTo(dialect.body());
        assertThat(sent.query())
                .as("what a caller writes behind the path stays here")
                .isEmpty();
    }

    @ParameterizedTest
    @CsvSource({
        "/v1beta/models/gemini-2.5-flash:streamGenerateContent?alt=sse, text/event-stream",
        "/v1/models/gemini-2.5-flash:streamGenerateContent?alt=sse, text/event-stream",
        "/v1beta/models/gemini-2.5-flash:streamGenerateContent, application/json",
    })
    void geminiStreams(String path, String type) {
        RawClient.Response reply = WORLD.post(path, Dialect.GEMINI.key(), Dialect.GEMINI.body());
        assertThat(reply.status()).as(reply.text()).isEqualTo(200);
        assertThat(reply.headers().first("content-type")).startsWith(type);
    }

    @Test
    @DisplayName("openai%2Fgpt-5 in a Gemini path names that very target")
    void encodedTarget() {
        RawClient.Response reply = WORLD.post(
                "/v1beta/models/openai%2Fgpt-5:generateContent", Dialect.GEMINI.key(), Dialect.GEMINI.body());
        assertThat(reply.status()).as(reply.text()).isEqualTo(200);
        assertThat(reply.headers().first("x-mehari-upstream")).isEqualTo("openai");
    }
}
