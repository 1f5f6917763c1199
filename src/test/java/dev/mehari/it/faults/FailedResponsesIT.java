package dev.mehari.it.faults;

import static org.assertj.core.api.Assertions.assertThat;

import dev.mehari.fake.Answer;
import dev.mehari.fake.RawClient;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

@DisplayName("fault 1.30: every end of a response is a success or an error to callers of other protocols")
class FailedResponsesIT extends OnRig {
    static Stream<Caller> callers() {
        return Stream.of(Caller.CHAT, Caller.MESSAGES, Caller.GEMINI, Caller.GEMINI_ARRAY);
    }

    @ParameterizedTest
    @MethodSource("callers")
    @DisplayName("fault 1.30: response.failed in the middle is an error in the stream, and no success follows")
    void failedInTheMiddle(Caller caller) {
        rig.playing(Vendor.RESPONSES, Answer.text("one two three").errorAfter(6, 500, null, "it broke"));
        RawClient.Response response = rig.send(caller.request(Vendor.RESPONSES.alias(), true, caller.asks("hi")));
        assertThat(response.status()).isEqualTo(200);
        Heard heard = caller.hear(response, true);
        assertThat(heard.text.toString()).startsWith("one");
        assertThat(heard.error.path("message").asText()).contains("it broke");
        assertThat(heard.complete).isFalse();
        assertThat(rig.row(response).path("error_kind").asText()).isEqualTo("upstream_error");
    }

    @ParameterizedTest
    @MethodSource("callers")
    @DisplayName("fault 1.30: a whole response that failed is an error, never an empty success")
    void failedAsAWhole(Caller caller) {
        rig.playing(
                Vendor.RESPONSES,
                Answer.json(
                        200,
                        "{\"id\":\"r\",\"object\":\"response\",\"status\":\"failed\",\"model\":\"m\",\"output\":[],"
                                + "\"error\":{\"code\":\"server_error\",\"message\":\"it broke\"}}"));
        RawClient.Response response = rig.send(caller.request(Vendor.RESPONSES.alias(), false, caller.asks("hi")));
        assertThat(response.status()).as(response.text()).isEqualTo(502);
        assertThat(caller.hear(response, false).error.path("message").asText()).contains("it broke");
    }

    static Stream<Arguments> endings() {
        Map<String, Map<Caller, String>> words = Map.of(
                "max_output_tokens",
                Map.of(Caller.CHAT, "length", Caller.MESSAGES, "max_tokens", Caller.GEMINI, "MAX_TOKENS"),
                "content_filter",
                Map.of(Caller.CHAT, "content_filter", Caller.MESSAGES, "refusal", Caller.GEMINI, "SAFETY"));
        return words.entrySet().stream()
                .flatMap(reason -> reason.getValue().entrySet().stream()
                        .map(word -> Arguments.of(reason.getKey(), word.getKey(), word.getValue())));
    }

    @ParameterizedTest(name = "{0} to {1}: {2}")
    @MethodSource("endings")
    @DisplayName("fault 1.30: response.incomplete is an end that says why")
    void incomplete(String reason, Caller caller, String expected) {
        rig.playing(Vendor.RESPONSES, Answer.text("one two").finish(reason));
        for (boolean stream : new boolean[] {false, true}) {
            Heard heard = rig.hear(caller, Vendor.RESPONSES.alias(), stream, caller.asks("hi"));
            assertThat(heard.text.toString()).isEqualTo("one two");
            assertThat(heard.stop).isEqualTo(expected);
        }
    }

    @ParameterizedTest
    @MethodSource("callers")
    @DisplayName("fault 1.30: a response that broke off before anything was said goes to the next target")
    void failedAtOnce(Caller caller) {
        rig.playing(Vendor.RESPONSES, Answer.text("x").errorAfter(0, 500, null, "it broke"));
        Heard heard = rig.hear(caller, Rig.either(Vendor.RESPONSES, Vendor.ANTHROPIC), true, caller.asks("hi"));
        assertThat(heard.text.toString()).isEqualTo("It is warm.");
    }
}
