package dev.mehari.it.passthrough;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.mehari.fake.RawClient;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@DisplayName("an upgrade to WebSocket is refused with 501, in the caller's own format")
class WebSocketIT {
    private static final Doors DOORS = Doors.shared();

    private static RawClient.Response upgrade(String method, String path, String upgrade) {
        return DOORS.ask(
                method,
                path,
                "Connection: keep-alive, Upgrade",
                "Upgrade: " + upgrade,
                "Sec-WebSocket-Version: 13",
                "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==");
    }

    @ParameterizedTest
    @CsvSource({
        "GET, /v1/responses, /error/code, protocol_not_supported",
        "POST, /v1/responses, /error/code, protocol_not_supported",
        "GET, /v1/chat/completions, /error/code, protocol_not_supported",
        "GET, /v1/realtime?model=gpt-realtime, /error/code, protocol_not_supported",
        "GET, /openai/v1/realtime?model=gpt-realtime, /error/code, protocol_not_supported",
        "GET, /openai/v1/responses, /error/code, protocol_not_supported",
        "GET, /v1/messages, /error/type, api_error",
        "GET, /v1beta/models/gemini-2.5-flash:streamGenerateContent, /error/status, UNIMPLEMENTED",
    })
    void refused(String method, String path, String where, String word) {
        DOORS.forget();
        for (String upgrade : new String[] {"websocket", "WebSocket", "h2c, websocket"}) {
            RawClient.Response reply = upgrade(method, path, upgrade);
            assertThat(reply.status()).as(reply.text()).isEqualTo(501);
            JsonNode error = Doors.json(reply.text());
            assertThat(error.at(where).asText()).isEqualTo(word);
            assertThat(error.at("/error/message").asText()).contains("WebSocket");
            assertThat(reply.headers().first("x-should-retry")).isEqualTo("false");
            assertThat(reply.headers().names()).contains("x-request-id").doesNotContain("upgrade");
        }
        assertThat(DOORS.reached()).isZero();
    }

    @Test
    @DisplayName("another upgrade is an offer that nobody has to take")
    void others() {
        for (String upgrade : new String[] {"h2c", "TLS/1.0", "websocket13"}) {
            assertThat(upgrade("GET", "/openai/v1/files", upgrade).status()).isEqualTo(200);
            assertThat(DOORS.openai.lastRequest().headers().names()).doesNotContain("upgrade", "sec-websocket-key");
        }
    }
}
