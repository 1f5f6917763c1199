package dev.mehari.it.faults;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.mehari.fake.RawClient;
import java.util.List;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

@DisplayName("fault 1.26: structured output")
class FormatsIT extends OnRig {
    @ParameterizedTest
    @EnumSource(names = {"CHAT", "RESPONSES"})
    @DisplayName("fault 1.26: a format and thinking go together, and no tool is forced for it")
    void formatAndThinking(Caller caller) {
        String format = format(caller);
        String thinking = thinking(caller);
        for (Vendor vendor : List.of(Vendor.ANTHROPIC, Vendor.GEMINI)) {
            rig.hear(caller, vendor.alias(), false, caller.asks("go"), format, thinking);
            JsonNode told = rig.told(vendor);
            assertThat(told.has("tool_choice") || told.has("toolConfig"))
                    .as(told.toString())
                    .isFalse();
            assertThat(told.findValue("c")).as(told.toString()).isNotNull();
            assertThat(told.has("thinking") || told.toString().contains("thinkingLevel"))
                    .isTrue();
        }
    }

    private static String format(Caller caller) {
        String schema = "{\"type\":\"object\",\"properties\":{\"c\":{\"type\":\"integer\"}},\"required\":[\"c\"],"
                + "\"additionalProperties\":false}";
        return caller == Caller.CHAT
                ? "\"response_format\":{\"type\":\"json_schema\",\"json_schema\":{\"name\":\"a\",\"strict\":true,\"schema\":"
                        + schema + "}}"
                : "\"text\":{\"format\":{\"type\":\"json_schema\",\"name\":\"a\",\"strict\":true,\"schema\":" + schema
                        + "}}";
    }

    private static String thinking(Caller caller) {
        return caller == Caller.CHAT ? "\"reasoning_effort\":\"low\"" : "\"reasoning\":{\"effort\":\"low\"}";
    }

    @ParameterizedTest
    @EnumSource(names = {"CHAT", "RESPONSES"})
    @DisplayName(
            "fault 1.26: who cannot be held to a format is told of it in words, and that is named; or is not asked")
    void withoutFormats(Caller caller) {
        RawClient.Response told =
                rig.send(caller.request("no-formats", false, caller.asks("go"), format(caller), thinking(caller)));
        assertThat(told.status()).as(told.text()).isEqualTo(200);
        assertThat(told.headers().first("x-mehari-loss")).containsPattern("format\\S*:emulated");
        assertThat(rig.told(Vendor.ANTHROPIC).path("system").toString()).contains("\\\"c\\\"");
        assertThat(rig.told(Vendor.ANTHROPIC).has("tool_choice")).isFalse();
        assertThat(rig.told(Vendor.ANTHROPIC).has("thinking")).isTrue();

        RawClient.Response refused =
                rig.send(caller.request("no-formats-exact", false, caller.asks("go"), format(caller)));
        assertThat(refused.status()).as(refused.text()).isEqualTo(400);
        assertThat(refused.text()).contains("unsupported_value", "format");
        assertThat(rig.fake(Vendor.ANTHROPIC).requests()).hasSize(1);
    }
}
