package dev.mehari.it.faults;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.mehari.fake.Answer;
import dev.mehari.fake.RawClient;
import java.util.List;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

@DisplayName("the steps of an answer")
class AnswerStepsIT {
    /** What a decode and an encode would change, as members of an object. */
    private static final String ODD = "\"x_a\" : 1.0e0 ,\n\t\"x_b\":1e400, \"x_b\":-0 ,\"x_c\":12345678901234567890,"
            + "\"x_d\":\"\\u0041\\/\\ud83c\\udf0d 🌍\",\"x_e\":[ [], {} , null ,\"\" ],";

    /** A caller, and an answer of its own vendor, whole and as events. */
    record Own(Caller caller, Vendor vendor, String whole, List<String> events) {
        @Override
        public String toString() {
            return caller + " at " + vendor;
        }
    }

    static Stream<Own> own() {
        String said = "\"\\u0041 \\/ 北京 🌍\"";
        String chat = "{ \"id\":\"c\", %s \"object\":\"%s\" , \"choices\":[{\"index\":0,\"%s\":{ \"content\" : " + said
                + ", %s \"role\":\"assistant\"},\"finish_reason\":\"stop\"}]\n}";
        String message =
                "{\"id\":\"m\" ,\"type\":\"message\", %s \"role\":\"assistant\",\"content\":[ { \"type\":\"text\", %s"
                        + "\"text\":" + said + "}],\"stop_reason\":\"end_turn\",\"usage\":{\"output_tokens\":1 }}";
        String response =
                "{\"id\":\"r\",\"object\":\"response\", %s \"status\":\"completed\",\"output\":[{\"type\":\"message\","
                        + "%s \"id\":\"i\",\"role\":\"assistant\",\"content\":[{\"type\":\"output_text\",\"text\":"
                        + said + "}]}] }";
        String google = "{ %s \"candidates\":[{\"content\":{\"parts\":[{\"text\": " + said
                + " }],\"role\":\"model\"},\"finishReason\":\"STOP\" , %s \"index\":0}]}";
        return Stream.of(
                new Own(
                        Caller.CHAT,
                        Vendor.CHAT,
                        chat.formatted(ODD, "chat.completion", "message", ODD),
                        List.of(
                                "data:"
                                        + chat.formatted(oneLine(), "chat.completion.chunk", "delta", oneLine())
                                                .strip()
                                                .replace("\n", ""),
                                ": a comment",
                                "event: x\ndata: {\"x_future\":1.0e0}",
                                "data: [DONE]")),
                new Own(
                        Caller.MESSAGES,
                        Vendor.ANTHROPIC,
                        message.formatted(ODD, ODD),
                        List.of(
                                "event: message_start\ndata: {\"type\":\"message_start\", " + oneLine()
                                        + "\"message\":{}}",
                                "event: content_block_start\ndata: {\"index\":0, \"type\":\"content_block_start\","
                                        + "\"content_block\":{\"type\":\"text\",\"text\":\"\"}}",
                                "event: content_block_delta\ndata:{\"type\":\"content_block_delta\" ,\"index\":0.0,"
                                        + "\"delta\":{ " + oneLine() + " \"type\":\"text_delta\",\"text\":" + said
                                        + "}}",
                                "event: future\ndata: {\"type\":\"future\"}",
                                "event: message_stop\ndata: {\"type\":\"message_stop\" }")),
                new Own(
                        Caller.RESPONSES,
                        Vendor.RESPONSES,
                        response.formatted(ODD, ODD),
                        List.of(
                                "event: response.created\ndata: {\"type\":\"response.created\" , " + oneLine()
                                        + "\"sequence_number\":0,\"response\":{}}",
                                "data: {\"type\":\"response.output_text.delta\",\"delta\":" + said + " }",
                                "event: response.completed\ndata: {\"type\":\"response.completed\",\"response\":"
                                        + response.formatted(oneLine(), "").replace("\n", "") + "}")),
                new Own(
                        Caller.GEMINI,
                        Vendor.GEMINI,
                        google.formatted(ODD, ODD),
                        List.of("data: "
                                + google.formatted(oneLine(), oneLine()).replace("\n", ""))));
    }

    private static String oneLine() {
        return ODD.replace("\n", " ");
    }

    @ParameterizedTest
    @MethodSource("own")
    @DisplayName("a call of one protocol that none of them concerns passes byte for byte, with all of them in place")
    void sameBytes(Own own) {
        Rig rig = FilteredRig.shared();
        String asked = "\n\t" + own.caller().asks("\\u0041 \\/ 🌍") + " ";
        rig.playing(own.vendor(), Answer.json(200, own.whole()));
        assertThat(rig.send(own.caller().request(own.vendor().target(), false, asked))
                        .text())
                .isEqualTo(own.whole());
        assertThat(rig.fake(own.vendor()).lastRequest().text()).contains(asked);
        for (String end : new String[] {"\n", "\r\n", "\r"}) {
            String stream =
                    String.join(end + end, own.events()).replace("\n", end).replace("\r\r\n", "\r\n") + end + end;
            rig.playing(own.vendor(), Answer.stream("text/event-stream", List.of(bytes(stream))));
            assertThat(rig.send(own.caller().request(own.vendor().target(), true, asked))
                            .text())
                    .isEqualTo(stream);
        }
    }

    private static byte[] bytes(String text) {
        return text.getBytes(java.nio.charset.StandardCharsets.UTF_8);
    }

    private static Rig without(String step) {
        return Rig.with(setup -> setup.edit(
                        "routes/answer.camel.yaml",
                        text -> text.replaceFirst(
                                "(?s)        - bean:\n            id: " + step + "\n.*?(?=        - bean:|$)", ""))
                .edit(
                        "config/models.yaml",
                        text -> text.replace(
                                "models:\n",
                                "models:\n  tagged: {targets: [" + Vendor.ALIKE.target() + "], thinking: tags}\n")));
    }

    private static void with(Rig rig, Consumer<Rig> test) {
        try (rig) {
            test.accept(rig);
        }
    }

    private static JsonNode row(Rig rig, boolean stream) {
        Caller caller = Caller.CHAT;
        RawClient.Response reply = rig.send(caller.request(Vendor.CHAT.alias(), stream, caller.asks("hi")));
        assertThat(reply.status()).as(reply.text()).isEqualTo(200);
        return rig.row(reply);
    }

    @Test
    @DisplayName("without \"count\" nobody counts")
    void withoutCount() {
        with(without("count"), rig -> {
            for (boolean stream : new boolean[] {false, true}) {
                assertThat(row(rig, stream).at("/usage/output_tokens").isNumber())
                        .isFalse();
            }
        });
    }

    @Test
    @DisplayName("without \"validate\" what passes is not looked at; what has to be read is")
    void withoutValidate() {
        with(without("validate"), rig -> {
            rig.playing(Vendor.CHAT, Answer.html(200));
            assertThat(rig.send(Caller.CHAT.request(Vendor.CHAT.alias(), false, Caller.CHAT.asks("hi")))
                            .text())
                    .contains("<html>");
            assertThat(rig.send(Caller.MESSAGES.request(Vendor.CHAT.alias(), false, Caller.MESSAGES.asks("hi")))
                            .status())
                    .isEqualTo(502);
            rig.playing(Vendor.CHAT, Answer.text("fine").header("content-type", "text/plain"));
            assertThat(rig.send(Caller.CHAT.request(Vendor.CHAT.alias(), true, Caller.CHAT.asks("hi")))
                            .text())
                    .contains("fine", "[DONE]");
        });
    }

    @Test
    @DisplayName("without \"thinking\" it stays in its field, whatever the alias says")
    void withoutThinking() {
        with(without("thinking"), rig -> {
            rig.playing(Vendor.ALIKE, Answer.text("Warm.").reasoning("Hm."));
            for (boolean stream : new boolean[] {false, true}) {
                Heard heard = rig.hear(Caller.CHAT, "tagged", stream, Caller.CHAT.asks("hi"));
                assertThat(heard.text.toString()).isEqualTo("Warm.");
                assertThat(heard.thinking.toString()).isEqualTo("Hm.");
            }
        });
    }

    @Test
    @DisplayName(
            "without \"format\" a call of one protocol passes, and another fails rather than come in foreign words")
    void withoutFormat() {
        with(without("format"), rig -> {
            row(rig, true);
            RawClient.Response reply =
                    rig.send(Caller.MESSAGES.request(Vendor.CHAT.alias(), false, Caller.MESSAGES.asks("hi")));
            assertThat(reply.status()).as(reply.text()).isEqualTo(500);
        });
    }
}
