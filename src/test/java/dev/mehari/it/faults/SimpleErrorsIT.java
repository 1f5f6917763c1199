package dev.mehari.it.faults;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.mehari.fake.Answer;
import dev.mehari.fake.RawClient;
import dev.mehari.it.GatewaySetup;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

@DisplayName("errors.format: simple")
class SimpleErrorsIT {
    private static @Nullable Rig rig;

    @BeforeAll
    static void start() {
        rig = Rig.with(setup -> setup.env("MEHARI_ERRORS_FORMAT", "simple"));
    }

    @AfterAll
    static void stop() {
        rig().close();
    }

    private static Rig rig() {
        Rig started = rig;
        if (started == null) {
            throw new IllegalStateException("not started");
        }
        return started;
    }

    private static void simple(RawClient.Response reply, int status, String words) {
        assertThat(reply.status()).as(reply.text()).isEqualTo(status);
        JsonNode body = Heard.json(reply.text());
        assertThat(body).hasSize(1);
        assertThat(body.path("error").isTextual()).as(reply.text()).isTrue();
        assertThat(body.path("error").asText()).contains(words);
        assertThat(reply.headers().has("x-request-id")).isTrue();
        assertThat(reply.headers().has("x-mehari-error-origin")).isTrue();
    }

    @ParameterizedTest
    @EnumSource(names = {"CHAT", "RESPONSES"})
    @DisplayName("one text, whoever made the error: the edge, a step, an upstream of the same protocol or of another")
    void everywhere(Caller caller) {
        String good = caller.request(Vendor.CHAT.alias(), false, caller.asks("hi"));
        simple(rig().send(good.replace("/v1/", "/v1/nothing/")), 404, "nothing at this path");
        simple(rig().send(good.replaceFirst("\\{", "[")), 400, "");
        simple(rig().send(good.replace(GatewaySetup.KEY, "pk_of-nobody-0123456789abcdef")), 401, "key");
        for (Vendor vendor : Vendor.PROTOCOLS) {
            for (boolean stream : new boolean[] {false, true}) {
                rig().playing(vendor, Answer.error(400, null, "no such field"));
                simple(rig().send(caller.request(vendor.alias(), stream, caller.asks("hi"))), 400, "no such field");
            }
        }
    }

    @Test
    @DisplayName("in a stream of chat completions it is the event, and nothing of the upstream's own stands beside it")
    void inStreams() {
        for (Vendor vendor : Vendor.PROTOCOLS) {
            rig().playing(vendor, Answer.text("one two three").errorAfter(6, 500, null, "it broke"));
            String text = rig().send(Caller.CHAT.request(vendor.alias(), true, Caller.CHAT.asks("hi")))
                    .text();
            assertThat(text)
                    .contains("data: {\"error\":\"")
                    .contains("it broke")
                    .doesNotContain("[DONE]", "\"message\"");
        }
    }

    @Test
    @DisplayName("callers of other protocols are told as ever")
    void others() {
        rig().playing(Vendor.CHAT, Answer.error(400, null, "no such field"));
        for (Caller caller : new Caller[] {Caller.MESSAGES, Caller.GEMINI}) {
            RawClient.Response reply = rig().send(caller.request(Vendor.CHAT.alias(), false, caller.asks("hi")));
            assertThat(Heard.json(reply.text()).at("/error/message").asText()).contains("no such field");
        }
    }
}
