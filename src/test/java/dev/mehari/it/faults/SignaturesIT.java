package dev.mehari.it.faults;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.mehari.fake.Answer;
import dev.mehari.fake.RawClient;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

@DisplayName("faults 1.16 to 1.18 and 1.30: what a provider wants back with the next turn")
class SignaturesIT extends OnRig {
    private static final String ENCRYPTED = "\"include\":[\"reasoning.encrypted_content\"]";

    /** Asks, and answers the call that comes; what the upstream was told then. */
    private JsonNode secondTurn(Caller caller, Vendor vendor, Rig second, String alias) {
        String tools = caller.tools(List.of("f", "g"));
        RawClient.Response first =
                rig.send(caller.request(vendor.alias(), false, asked(caller, tools, caller.asks("go"))));
        assertThat(first.status()).as(first.text()).isEqualTo(200);
        rig.playing(vendor, Answer.text("fine"));
        String history = SecondTurn.of(caller, first.text());
        RawClient.Response next = second.send(caller.request(alias, false, asked(caller, tools, history)));
        assertThat(next.status()).as(history + "\n" + next.text()).isEqualTo(200);
        return rig.told(vendor);
    }

    private static String[] asked(Caller caller, String... members) {
        List<String> all = new ArrayList<>(List.of(members));
        if (caller == Caller.RESPONSES) {
            all.add(ENCRYPTED);
        }
        return all.toArray(String[]::new);
    }

    /** Blocks that Anthropic's servers made: thinking without a word, thinking with words, redacted thinking, a call. */
    private static Answer anthropic(String blocks) {
        return Answer.json(
                200,
                "{\"id\":\"msg_1\",\"type\":\"message\",\"role\":\"assistant\",\"model\":\"claude-haiku-4-5\",\"content\":["
                        + blocks + "],\"stop_reason\":\"tool_use\",\"stop_sequence\":null,"
                        + "\"usage\":{\"input_tokens\":1,\"output_tokens\":1}}");
    }

    private static final String CALL = "{\"type\":\"tool_use\",\"id\":\"toolu_1\",\"name\":\"f\",\"input\":{\"a\":1}}";

    @ParameterizedTest
    @EnumSource(names = {"CHAT", "RESPONSES", "GEMINI"})
    @DisplayName("fault 1.16: Anthropic's thinking comes back first and unchanged, without words and redacted too")
    void thinking(Caller caller) {
        for (String blocks : List.of(
                "{\"type\":\"thinking\",\"thinking\":\"\",\"signature\":\"S==\"}",
                "{\"type\":\"thinking\",\"thinking\":\"Hm, 北京.\",\"signature\":\"S==\"}",
                "{\"type\":\"redacted_thinking\",\"data\":\"R==\"}",
                "{\"type\":\"thinking\",\"thinking\":\"a\",\"signature\":\"S1==\"},"
                        + "{\"type\":\"redacted_thinking\",\"data\":\"R==\"}")) {
            rig.playing(Vendor.ANTHROPIC, anthropic(blocks + "," + CALL));
            JsonNode told = secondTurn(caller, Vendor.ANTHROPIC, rig, Vendor.ANTHROPIC.alias());
            JsonNode content = told.at("/messages/1/content");
            List<JsonNode> thought = new ArrayList<>();
            content.forEach(block -> {
                if (block.path("type").asText().endsWith("thinking")) {
                    thought.add(block);
                }
            });
            assertThat(thought).as(told.toString()).containsExactlyElementsOf(Heard.json("[" + blocks + "]"));
            assertThat(content.get(0)).isEqualTo(thought.getFirst());
        }
    }

    @ParameterizedTest
    @EnumSource(names = {"CHAT", "RESPONSES", "MESSAGES", "GEMINI"})
    @DisplayName("fault 1.16: another vendor is sent no signature that is not its own, also where bytes would pass")
    void otherVendor(Caller caller) {
        rig.playing(
                Vendor.ANTHROPIC,
                anthropic("{\"type\":\"thinking\",\"thinking\":\"Hm.\",\"signature\":\"S==\"}," + CALL));
        String tools = caller.tools(List.of("f"));
        String first = rig.send(
                        caller.request(Vendor.ANTHROPIC.alias(), false, asked(caller, tools, caller.asks("go"))))
                .text();
        rig.playing(Vendor.ANTHROPIC, Answer.error(500));
        for (Vendor next : List.of(Vendor.CHAT, Vendor.RESPONSES, Vendor.GEMINI)) {
            RawClient.Response reply = rig.send(caller.request(
                    Rig.either(Vendor.ANTHROPIC, next), false, asked(caller, tools, SecondTurn.of(caller, first))));
            assertThat(reply.status()).as(next + reply.text()).isEqualTo(200);
            assertThat(rig.told(next).toString()).doesNotContain("S==", "gwr1");
        }
    }

    @ParameterizedTest
    @EnumSource(names = {"CHAT", "RESPONSES", "MESSAGES"})
    @DisplayName("fault 1.16: nor when the caller changes the model in the middle of a conversation")
    void otherModel(Caller caller) {
        rig.playing(Vendor.GEMINI, google("VEhPVUdIVA==", "Rk9GRg==", ""));
        String tools = caller.tools(List.of("f", "g"));
        String first = rig.send(caller.request(Vendor.GEMINI.alias(), false, asked(caller, tools, caller.asks("go"))))
                .text();
        for (Vendor next : List.of(Vendor.RESPONSES, Vendor.ANTHROPIC)) {
            RawClient.Response reply =
                    rig.send(caller.request(next.alias(), false, asked(caller, tools, SecondTurn.of(caller, first))));
            assertThat(reply.status()).as(next + reply.text()).isEqualTo(200);
            assertThat(rig.told(next).toString()).doesNotContain("Rk9GRg==", "VEhPVUdIVA==", "gwr1");
        }
    }

    /** Parts of Google's: a thought, two calls, each with or without a signature. */
    private static Answer google(String thought, String first, String second) {
        String call = "{\"functionCall\":{\"name\":\"%s\",\"args\":{}}%s}";
        return Answer.json(
                200,
                "{\"candidates\":[{\"content\":{\"role\":\"model\",\"parts\":[{\"text\":\"Hm.\",\"thought\":true"
                        + signature(thought) + "}," + call.formatted("f", signature(first)) + ","
                        + call.formatted("g", signature(second))
                        + "]},\"finishReason\":\"STOP\",\"index\":0}],\"responseId\":\"r\"}");
    }

    private static String signature(String text) {
        return text.isEmpty() ? "" : ",\"thoughtSignature\":\"" + text + "\"";
    }

    @Test
    @DisplayName("fault 1.17: Gemini's signatures come back in their places, through another replica")
    void signatures() {
        try (Rig replica = rig.replica()) {
            for (Caller caller : List.of(Caller.CHAT, Caller.RESPONSES, Caller.MESSAGES)) {
                for (String[] signed : new String[][] {
                    {"VEhPVUdIVA==", "", ""},
                    {"", "Rk9GRg==", ""},
                    {"", "Rk9GRg==", "Rk9HRw=="},
                }) {
                    rig.playing(Vendor.GEMINI, google(signed[0], signed[1], signed[2]));
                    JsonNode told = secondTurn(caller, Vendor.GEMINI, replica, Vendor.GEMINI.alias());
                    List<String> came = new ArrayList<>();
                    told.at("/contents/1/parts").forEach(part -> {
                        if (part.has("functionCall")) {
                            came.add(part.at("/functionCall/name").asText() + "="
                                    + part.path("thoughtSignature").asText(""));
                        }
                    });
                    String all = told.at("/contents/1/parts").toString();
                    for (String signature : signed) {
                        assertThat(all).as("%s: %s", caller, all).contains(signature);
                    }
                    if (!signed[1].isEmpty()) {
                        assertThat(came).containsExactly("f=" + signed[1], "g=" + signed[2]);
                    }
                }
            }
        }
    }

    @ParameterizedTest
    @EnumSource(names = {"CHAT", "MESSAGES", "GEMINI"})
    @DisplayName("fault 1.30: encrypted reasoning of Responses comes back as it was")
    void encrypted(Caller caller) {
        String item =
                "{\"id\":\"rs_1\",\"type\":\"reasoning\",\"summary\":[{\"type\":\"summary_text\",\"text\":\"Hm.\"}],"
                        + "\"encrypted_content\":\"RU5D\"}";
        rig.playing(
                Vendor.RESPONSES,
                Answer.json(
                        200,
                        "{\"id\":\"r\",\"object\":\"response\",\"status\":\"completed\",\"model\":\"m\",\"output\":["
                                + item
                                + ",{\"id\":\"fc_1\",\"type\":\"function_call\",\"call_id\":\"call_1\",\"name\":\"f\","
                                + "\"arguments\":\"{}\",\"status\":\"completed\"}]}"));
        JsonNode told = secondTurn(caller, Vendor.RESPONSES, rig, Vendor.RESPONSES.alias());
        JsonNode reasoning = told.at("/input/1");
        assertThat(reasoning.path("type").asText()).as(told.toString()).isEqualTo("reasoning");
        assertThat(reasoning.path("encrypted_content").asText()).isEqualTo("RU5D");
        assertThat(told.at("/input/2/call_id").asText()).isEqualTo("call_1");
    }

    @ParameterizedTest
    @EnumSource(names = {"RESPONSES", "MESSAGES", "GEMINI"})
    @DisplayName("fault 1.18: who wants its reasoning back as text gets it; nobody who did not ask is made to think")
    void reasoningContent(Caller caller) {
        rig.playing(Vendor.ALIKE, Answer.toolCall("f", "{}").reasoning("I should look."));
        JsonNode told = secondTurn(caller, Vendor.ALIKE, rig, Vendor.ALIKE.alias());
        assertThat(told.at("/messages/1/reasoning_content").asText())
                .as(told.toString())
                .isEqualTo("I should look.");
        assertThat(told.has("reasoning_effort") || told.has("reasoning") || told.has("thinking"))
                .isFalse();
    }
}
