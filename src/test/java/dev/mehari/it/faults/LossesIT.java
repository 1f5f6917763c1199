package dev.mehari.it.faults;

import static org.assertj.core.api.Assertions.assertThat;

import dev.mehari.fake.Answer;
import dev.mehari.fake.RawClient;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

@DisplayName("what an answer says and the caller's protocol cannot is named")
class LossesIT extends OnRig {
    private static final String SEARCH =
            "{\"type\":\"server_tool_use\",\"id\":\"srvtoolu_1\",\"name\":\"web_search\",\"input\":{\"query\":\"x\"}}";
    private static final String FOUND =
            "{\"type\":\"web_search_tool_result\",\"tool_use_id\":\"srvtoolu_1\",\"content\":[]}";
    private static final String CITED =
            "{\"type\":\"text\",\"text\":\"Warm.\",\"citations\":[{\"type\":\"web_search_result_location\","
                    + "\"url\":\"https://x\",\"title\":\"t\",\"encrypted_index\":\"e\",\"cited_text\":\"c\"}]}";

    private static final String WARM = "{\"type\":\"text\",\"text\":\"Warm.\"}";

    private static Answer anthropic(boolean stream, String stop, String... blocks) {
        String message = "{\"id\":\"m\",\"type\":\"message\",\"role\":\"assistant\",\"model\":\"c\",\"content\":[%s],"
                + "\"stop_reason\":%s,\"stop_sequence\":null,\"usage\":{\"input_tokens\":1,\"output_tokens\":1}}";
        if (!stream) {
            return Answer.json(200, message.formatted(String.join(",", blocks), "\"" + stop + "\""));
        }
        StringBuilder all = new StringBuilder();
        event(all, "message_start", "\"message\":" + message.formatted("", "null"));
        for (int i = 0; i < blocks.length; i++) {
            event(all, "content_block_start", "\"index\":" + i + ",\"content_block\":" + blocks[i]);
            event(all, "content_block_stop", "\"index\":" + i);
        }
        event(all, "message_delta", "\"delta\":{\"stop_reason\":\"" + stop + "\"},\"usage\":{\"output_tokens\":1}");
        event(all, "message_stop", "\"x\":0");
        return Answer.sse(all.toString());
    }

    private static void event(StringBuilder to, String type, String members) {
        to.append("event: ")
                .append(type)
                .append("\ndata: {\"type\":\"")
                .append(type)
                .append("\",")
                .append(members)
                .append("}\n\n");
    }

    private static Answer google(boolean stream, String parts) {
        String first =
                "{\"candidates\":[{\"content\":{\"role\":\"model\",\"parts\":[%s]}%s,\"index\":0}],\"responseId\":\"r\","
                        // A count of ours would be told in the same comment.
                        + "\"usageMetadata\":{\"promptTokenCount\":3,\"candidatesTokenCount\":2}}";
        String end = ",\"finishReason\":\"STOP\",\"groundingMetadata\":{\"a\":1}";
        String text = "{\"text\":\"Warm.\"}";
        return stream
                ? Answer.sse("data: " + first.formatted(text, "") + "\n\ndata: " + first.formatted(parts, end) + "\n\n")
                : Answer.json(200, first.formatted(text + "," + parts, end));
    }

    private static final String IMAGE = "{\"inlineData\":{\"mimeType\":\"image/png\",\"data\":\"aGk=\"}}";
    private static final String CODE = "{\"executableCode\":{\"language\":\"PYTHON\",\"code\":\"1\"}}";

    static Stream<Arguments> losses() {
        List<String> searched = List.of(
                "answer.server_tool_use:dropped",
                "answer.web_search_tool_result:dropped",
                "content[3].citations:dropped");
        Stream<Arguments> claude = Stream.of(Caller.CHAT, Caller.RESPONSES, Caller.GEMINI)
                .flatMap(caller -> both(
                        caller, Vendor.ANTHROPIC, s -> anthropic(s, "end_turn", WARM, SEARCH, FOUND, CITED), searched));
        Stream<Arguments> paused = Stream.of(Caller.CHAT, Caller.RESPONSES, Caller.GEMINI)
                .flatMap(caller -> both(
                        caller,
                        Vendor.ANTHROPIC,
                        s -> anthropic(s, "pause_turn", WARM),
                        List.of("answer.stop_reason:approximated")));
        Stream<Arguments> gemini = Stream.of(Caller.CHAT, Caller.RESPONSES, Caller.MESSAGES)
                .flatMap(caller -> both(
                        caller,
                        Vendor.GEMINI,
                        s -> google(s, CODE),
                        List.of("answer.executableCode:dropped", "candidates[0].groundingMetadata:dropped")));
        Stream<Arguments> image =
                both(Caller.MESSAGES, Vendor.GEMINI, s -> google(s, IMAGE), List.of("answer.image:emulated"));
        return Stream.of(claude, paused, gemini, image).flatMap(all -> all);
    }

    private static Stream<Arguments> both(
            Caller caller, Vendor vendor, java.util.function.Function<Boolean, Answer> answer, List<String> losses) {
        return Stream.of(
                Arguments.of(caller, vendor, false, answer.apply(false), losses),
                Arguments.of(caller, vendor, true, answer.apply(true), losses));
    }

    @ParameterizedTest(name = "{0} at {1}, streamed {2}: {4}")
    @MethodSource("losses")
    @DisplayName("in the head while it is not out, then in the last comment of the stream, and always in the row")
    void named(Caller caller, Vendor vendor, boolean stream, Answer answer, List<String> losses) {
        rig.playing(vendor, answer);
        RawClient.Response reply = rig.send(caller.request(vendor.alias(), stream, caller.asks("hi")));
        assertThat(reply.status()).as(reply.text()).isEqualTo(200);
        Heard heard = caller.hear(reply, stream);
        assertThat(heard.complete).isTrue();
        assertThat(heard.text.toString()).startsWith("Warm.");
        String head = String.valueOf(reply.headers().first("x-mehari-loss"));
        String comment = heard.comments.stream()
                .filter(c -> c.startsWith("mehari "))
                .findFirst()
                .orElse("");
        if (caller.google()) {
            assertThat(comment).as("their clients take no comments").isEmpty();
        } else {
            assertThat(head + comment).contains(losses);
        }
        assertThat(comment.isEmpty()).isEqualTo(!stream || caller.google());
        assertThat(rig.row(reply).at("/attempts/0/losses").toString()).contains(losses);
    }

    @Test
    @DisplayName("and in the metric; an answer that loses nothing has no comment")
    void counted() {
        double before = metric();
        rig.playing(Vendor.ANTHROPIC, anthropic(true, "end_turn", WARM, SEARCH));
        Heard heard = rig.hear(Caller.CHAT, Vendor.ANTHROPIC.alias(), true, Caller.CHAT.asks("hi"));
        assertThat(heard.comments).hasSize(1);
        dev.mehari.it.wire.Eventually.get(java.time.Duration.ofSeconds(20), this::metric, now -> now == before + 1);

        rig.playing(Vendor.ANTHROPIC, Answer.text("Warm."));
        assertThat(rig.hear(Caller.CHAT, Vendor.ANTHROPIC.alias(), true, Caller.CHAT.asks("hi")).comments)
                .noneMatch(comment -> comment.startsWith("mehari"));
    }

    private double metric() {
        return rig.gateway()
                .adminPage("/v1/metrics")
                .lines()
                .filter(line -> line.startsWith("mehari_losses_total{")
                        && line.contains("from=\"openai-chat\"")
                        && line.contains("to=\"anthropic-messages\"")
                        && line.contains("dropped"))
                .mapToDouble(line -> Double.parseDouble(line.substring(line.lastIndexOf(' ') + 1)))
                .sum();
    }
}
