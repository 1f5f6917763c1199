package dev.mehari.it.faults;

import static org.assertj.core.api.Assertions.assertThat;

import dev.mehari.fake.Answer;
import dev.mehari.fake.RawClient;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

@DisplayName("fault 1.27: why an answer ended")
class FinishReasonsIT extends OnRig {
    /** A word of Google, and the words of chat completions, messages and responses for it; a dash is an error. */
    private static final String TABLE = """
            STOP                       stop           end_turn   completed
            MAX_TOKENS                 length         max_tokens max_output_tokens
            SAFETY                     content_filter refusal    content_filter
            RECITATION                 content_filter refusal    content_filter
            LANGUAGE                   content_filter refusal    content_filter
            BLOCKLIST                  content_filter refusal    content_filter
            PROHIBITED_CONTENT         content_filter refusal    content_filter
            SPII                       content_filter refusal    content_filter
            IMAGE_SAFETY               content_filter refusal    content_filter
            MALFORMED_FUNCTION_CALL    -              -          -
            UNEXPECTED_TOOL_CALL       -              -          -
            OTHER                      -              -          -
            A_WORD_OF_TOMORROW         -              -          -
            """;

    static Stream<Arguments> table() {
        List<Arguments> all = new ArrayList<>();
        Caller[] callers = {Caller.CHAT, Caller.MESSAGES, Caller.RESPONSES};
        for (String row : TABLE.lines().toList()) {
            String[] words = row.split(" +", -1);
            for (int i = 0; i < callers.length; i++) {
                all.add(Arguments.of(words[0], callers[i], words[i + 1], false));
                all.add(Arguments.of(words[0], callers[i], words[i + 1], true));
            }
        }
        return all.stream();
    }

    private static Answer google(boolean stream, String parts, String reason, String more) {
        String response = "{\"candidates\":[{\"content\":{\"role\":\"model\",\"parts\":[" + parts
                + "]},\"finishReason\":\"" + reason + "\",\"index\":0}]" + more
                + ",\"usageMetadata\":{\"promptTokenCount\":3,\"candidatesTokenCount\":2},\"modelVersion\":\"g\"}";
        return stream ? Answer.sse("data: " + response + "\n\n") : Answer.json(200, response);
    }

    @ParameterizedTest(name = "{0} to {1}: {2}, streamed: {3}")
    @MethodSource("table")
    @DisplayName("fault 1.27: each of Google's reasons, told as it was too; what is a fault, or not known, is an error")
    void google(String reason, Caller caller, String expected, boolean stream) {
        rig.playing(Vendor.GEMINI, google(stream, "{\"text\":\"half\"}", reason, ""));
        RawClient.Response response = rig.send(caller.request(Vendor.GEMINI.alias(), stream, caller.asks("hi")));
        if (expected.equals("-")) {
            assertThat(response.status()).as(response.text()).isEqualTo(502);
            assertThat(caller.hear(response, stream).error.path("message").asText())
                    .contains(reason);
            return;
        }
        Heard heard = caller.hear(response, stream);
        assertThat(heard.stop).as(response.text()).isEqualTo(expected);
        assertThat(heard.text.toString()).isEqualTo("half");
        boolean narrowed = !reason.equals("STOP") && !reason.equals("MAX_TOKENS");
        assertThat(response.headers().first("x-mehari-stop-reason")).isEqualTo(stream ? null : reason);
        assertThat(heard.comments.toString().contains("\"stop_reason\":\"" + reason + "\""))
                .as(heard.comments.toString())
                .isEqualTo(stream && narrowed);
    }

    static Stream<Arguments> callers() {
        return Stream.of(Caller.CHAT, Caller.MESSAGES, Caller.RESPONSES)
                .flatMap(caller -> Stream.of(Arguments.of(caller, false), Arguments.of(caller, true)));
    }

    @ParameterizedTest
    @MethodSource("callers")
    @DisplayName("fault 1.27: a filter does not take calls back that were made")
    void filteredCalls(Caller caller, boolean stream) {
        rig.playing(
                Vendor.GEMINI, google(stream, "{\"functionCall\":{\"name\":\"f\",\"args\":{\"n\":1}}}", "SAFETY", ""));
        RawClient.Response response =
                rig.send(caller.request(Vendor.GEMINI.alias(), stream, caller.asks("hi"), caller.tools(List.of("f"))));
        Heard heard = caller.hear(response, stream);
        assertThat(heard.names()).containsExactly("f");
        assertThat(rig.row(response).at("/attempts/0/stop_reason").asText()).isEqualTo("SAFETY");
        assertThat(heard.stop)
                .isEqualTo(Map.of(Caller.CHAT, "tool_calls", Caller.MESSAGES, "tool_use", Caller.RESPONSES, "completed")
                        .get(caller));
    }

    @ParameterizedTest
    @MethodSource("callers")
    @DisplayName("fault 1.27: a reason that names nothing is no block of the prompt")
    void noBlock(Caller caller, boolean stream) {
        for (String reason : List.of("", "BLOCK_REASON_UNSPECIFIED")) {
            rig.playing(
                    Vendor.GEMINI,
                    google(
                            stream,
                            "{\"text\":\"all of it\"}",
                            "STOP",
                            ",\"promptFeedback\":{\"blockReason\":\"" + reason + "\"}"));
            Heard heard = rig.hear(caller, Vendor.GEMINI.alias(), stream, caller.asks("hi"));
            assertThat(heard.text.toString()).isEqualTo("all of it");
            assertThat(heard.stop).isNotIn("content_filter", "refusal");
        }
    }

    @ParameterizedTest
    @EnumSource(names = {"RESPONSES", "MESSAGES"})
    @DisplayName("fault 1.27: a chat completion that failed says so")
    void networkError(Caller caller) {
        rig.playing(
                Vendor.CHAT,
                Chunks.of("{\"content\":\"a\"}").stop("network_error").done());
        RawClient.Response response = rig.send(caller.request(Vendor.CHAT.alias(), true, caller.asks("hi")));
        assertThat(response.status()).isEqualTo(200);
        Heard heard = caller.hear(response, true);
        assertThat(heard.complete).isFalse();
        assertThat(heard.error.isMissingNode()).isFalse();
    }
}
