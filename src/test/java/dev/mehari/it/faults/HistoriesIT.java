package dev.mehari.it.faults;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.mehari.fake.RawClient;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

@DisplayName("faults 1.19 to 1.23: what stands in a conversation")
class HistoriesIT extends OnRig {
    private static final String PNG =
            "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAAAAAA6fptVAAAACklEQVR4nGNoAAAAggCBd81ytgAAAABJRU5ErkJggg==";
    private static final String PDF = "JVBERi0xLjQKMSAwIG9iago8PD4+CmVuZG9iagp0cmFpbGVyCjw8Pj4KJSVFT0YK";
    private static final String TOOLS = Caller.MESSAGES.tools(List.of("f", "g"));

    private JsonNode told(Caller caller, Vendor vendor, String... members) {
        RawClient.Response reply = rig.send(caller.request(vendor.alias(), false, members));
        assertThat(reply.status()).as(reply.text()).isEqualTo(200);
        return rig.told(vendor);
    }

    private static String messages(String... turns) {
        return "\"messages\":[" + String.join(",", turns) + "]";
    }

    private static String turn(String role, String content) {
        return "{\"role\":\"" + role + "\",\"content\":" + content + "}";
    }

    @ParameterizedTest
    @EnumSource(names = {"CHAT", "RESPONSES", "GEMINI"})
    @DisplayName("fault 1.19: marks for a cache that the upstream has none of are named, not sent")
    void cacheMarks(Vendor vendor) {
        String mark = "\"cache_control\":{\"type\":\"ephemeral\"}";
        RawClient.Response reply = rig.send(Caller.MESSAGES.request(
                vendor.alias(),
                false,
                "\"system\":[{\"type\":\"text\",\"text\":\"Be short.\"," + mark + "}]",
                messages(turn("user", "[{\"type\":\"text\",\"text\":\"hi\"," + mark + "}]"))));
        assertThat(reply.status()).as(reply.text()).isEqualTo(200);
        assertThat(rig.told(vendor).toString()).doesNotContain("cache_control", "ephemeral");
        assertThat(reply.headers().first("x-mehari-loss"))
                .contains("system[0].cache_control:dropped", "messages[0].content[0].cache_control:dropped");
    }

    @Test
    @DisplayName("fault 1.19: nobody adds marks, four stay four, and a time to live is kept")
    void fourMarks() {
        List<String> parts = new ArrayList<>();
        for (int i = 0; i < 6; i++) {
            parts.add("{\"type\":\"text\",\"text\":\"%d\",\"cache_control\":{\"type\":\"ephemeral\",\"ttl\":\"1h\"}}"
                    .formatted(i));
        }
        for (int count : new int[] {0, 1, 4}) {
            String content = "[" + String.join(",", parts.subList(0, Math.max(1, count))) + "]";
            String body = messages(turn("user", count == 0 ? "\"hi\"" : content));
            for (Caller caller : List.of(Caller.CHAT, Caller.MESSAGES)) {
                String told = told(caller, Vendor.ANTHROPIC, body).toString();
                assertThat(told.split("cache_control", -1)).as(told).hasSize(count + 1);
                assertThat(told.split("\"ttl\":\"1h\"", -1)).hasSize(count + 1);
            }
        }
        String six = messages(turn("user", "[" + String.join(",", parts) + "]"));
        assertThat(told(Caller.CHAT, Vendor.ANTHROPIC, six).toString().split("cache_control", -1))
                .as("Anthropic takes four")
                .hasSize(5);
    }

    static Stream<Arguments> empties() {
        return Stream.of("\"\"", "null", "[{\"type\":\"text\",\"text\":\" \"}]", "[]")
                .flatMap(content -> Stream.of(Vendor.ANTHROPIC, Vendor.GEMINI, Vendor.RESPONSES)
                        .map(vendor -> Arguments.of(content, vendor)));
    }

    @ParameterizedTest(name = "{0} at {1}")
    @MethodSource
    @DisplayName("fault 1.20: what says nothing is no block of text")
    void empties(String content, Vendor vendor) {
        String call = "{\"role\":\"assistant\",\"content\":" + content
                + ",\"tool_calls\":[{\"id\":\"c1\",\"type\":\"function\",\"function\":{\"name\":\"f\",\"arguments\":\"{}\"}}]}";
        String result = "{\"role\":\"tool\",\"tool_call_id\":\"c1\",\"content\":"
                + (content.equals("null") ? "\"\"" : content) + "}";
        JsonNode told = told(
                Caller.CHAT,
                vendor,
                messages(
                        turn("system", content.equals("null") ? "\"\"" : content),
                        turn("user", "\"go\""),
                        call,
                        result,
                        turn("user", "\"on\"")),
                Caller.CHAT.tools(List.of("f")));
        List<String> texts = told.findValuesAsText("text");
        assertThat(texts).as(told.toString()).allMatch(text -> !text.isBlank());
    }

    @Test
    @DisplayName("fault 1.21: results stand right behind their calls, before anything else that is said")
    void resultsFromMessages() {
        String calls = "[{\"type\":\"tool_use\",\"id\":\"A\",\"name\":\"f\",\"input\":{}},"
                + "{\"type\":\"tool_use\",\"id\":\"B\",\"name\":\"g\",\"input\":{}}]";
        String first = "[{\"type\":\"tool_result\",\"tool_use_id\":\"A\",\"content\":\"a\"},"
                + "{\"type\":\"text\",\"text\":\"by the way\"}]";
        String second = "[{\"type\":\"tool_result\",\"tool_use_id\":\"B\",\"content\":\"b\"}]";
        String body =
                messages(turn("user", "\"go\""), turn("assistant", calls), turn("user", first), turn("user", second));

        JsonNode chat = told(Caller.MESSAGES, Vendor.CHAT, body, TOOLS).path("messages");
        assertThat(chat.findValuesAsText("role")).containsExactly("user", "assistant", "tool", "tool", "user");
        assertThat(chat.findValuesAsText("tool_call_id")).containsExactly("A", "B");
        assertThat(chat.get(4).toString()).contains("by the way");
        assertThat(told(Caller.MESSAGES, Vendor.GEMINI, body, TOOLS)
                        .at("/contents/2/parts")
                        .findValues("functionResponse"))
                .hasSize(2);
    }

    @Test
    @DisplayName("fault 1.21: two messages of tools are one turn of results")
    void resultsFromChat() {
        String calls = "{\"role\":\"assistant\",\"content\":null,\"tool_calls\":["
                + "{\"id\":\"A\",\"type\":\"function\",\"function\":{\"name\":\"f\",\"arguments\":\"{}\"}},"
                + "{\"id\":\"B\",\"type\":\"function\",\"function\":{\"name\":\"g\",\"arguments\":\"{}\"}}]}";
        JsonNode told = told(
                        Caller.CHAT,
                        Vendor.ANTHROPIC,
                        messages(
                                turn("user", "\"go\""),
                                calls,
                                "{\"role\":\"tool\",\"tool_call_id\":\"B\",\"content\":\"b\"}",
                                "{\"role\":\"tool\",\"tool_call_id\":\"A\",\"content\":\"a\"}",
                                turn("user", "\"on\"")),
                        Caller.CHAT.tools(List.of("f", "g")))
                .path("messages");
        assertThat(told).hasSize(3);
        List<String> types = new ArrayList<>();
        told.get(2)
                .path("content")
                .forEach(block -> types.add(block.path("type").asText()));
        assertThat(types).containsExactly("tool_result", "tool_result", "text");
    }

    static Stream<Arguments> media() {
        String image = "{\"type\":\"image\",\"source\":{\"type\":\"base64\",\"media_type\":\"image/png\",\"data\":\""
                + PNG + "\"}}";
        String pdf =
                "{\"type\":\"document\",\"source\":{\"type\":\"base64\",\"media_type\":\"application/pdf\",\"data\":\""
                        + PDF + "\"}}";
        String link = "{\"type\":\"document\",\"source\":{\"type\":\"url\",\"url\":\"https://example.com/a.pdf\"}}";
        String result = "{\"type\":\"tool_result\",\"tool_use_id\":\"A\",\"content\":[%s]}";
        return Stream.of(Vendor.CHAT, Vendor.RESPONSES, Vendor.GEMINI)
                .flatMap(vendor -> Stream.of(
                        Arguments.of(vendor, "image in a result", result.formatted(image), PNG),
                        Arguments.of(vendor, "PDF in a result", result.formatted(pdf), PDF),
                        Arguments.of(vendor, "image", image, PNG),
                        Arguments.of(vendor, "PDF", pdf, PDF),
                        Arguments.of(vendor, "PDF by its address", link, "https://example.com/a.pdf")));
    }

    @ParameterizedTest(name = "{1} at {0}")
    @MethodSource
    @DisplayName("fault 1.22: images and documents arrive, or the part is named that cannot; none vanishes")
    void media(Vendor vendor, String what, String part, String data) {
        String call = "[{\"type\":\"tool_use\",\"id\":\"A\",\"name\":\"f\",\"input\":{}}]";
        String body = part.contains("tool_result")
                ? messages(turn("user", "\"go\""), turn("assistant", call), turn("user", "[" + part + "]"))
                : messages(turn("user", "[" + part + ",{\"type\":\"text\",\"text\":\"look\"}]"));
        RawClient.Response reply = rig.send(Caller.MESSAGES.request(vendor.alias(), false, body, TOOLS));
        if (data.startsWith("https") && vendor != Vendor.RESPONSES) {
            assertThat(reply.status()).as("%s: %s", what, reply.text()).isEqualTo(400);
            assertThat(reply.text()).contains("messages[0].content[0]");
            assertThat(rig.row(reply).path("error_kind").asText()).isEqualTo("unsupported_content");
        } else {
            assertThat(reply.status()).as("%s: %s", what, reply.text()).isEqualTo(200);
            assertThat(rig.told(vendor).toString()).contains(data);
        }
    }

    @Test
    @DisplayName(
            "fault 1.23: a system message in the middle, and the role of developers, keep their order and their weight")
    void system() {
        String body = messages(
                turn("developer", "\"Be short.\""),
                turn("user", "\"one\""),
                turn("assistant", "\"two\""),
                turn("system", "\"Now be long.\""),
                turn("user", "\"three\""));
        JsonNode claude = told(Caller.CHAT, Vendor.ANTHROPIC, body);
        assertThat(claude.path("system").toString()).contains("Be short.", "Now be long.");
        assertThat(claude.path("messages").findValuesAsText("role")).containsExactly("user", "assistant", "user");
        JsonNode responses = told(Caller.CHAT, Vendor.RESPONSES, body);
        String all = responses.toString();
        assertThat(all.indexOf("two")).isLessThan(all.indexOf("Now be long."));
        assertThat(all.indexOf("Now be long.")).isLessThan(all.indexOf("three"));
        JsonNode gemini = told(Caller.CHAT, Vendor.GEMINI, body);
        assertThat(gemini.path("systemInstruction").toString()).contains("Be short.", "Now be long.");
        JsonNode chat = told(
                Caller.RESPONSES,
                Vendor.CHAT,
                "\"instructions\":\"Be short.\"",
                "\"input\":[" + turn("user", "\"one\"") + "," + turn("developer", "\"Now be long.\"") + ","
                        + turn("user", "\"two\"") + "]");
        assertThat(chat.path("messages").findValuesAsText("content"))
                .containsExactly("Be short.", "one", "Now be long.", "two");
    }
}
