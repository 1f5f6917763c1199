package dev.mehari.it.faults;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.mehari.call.Usage;
import dev.mehari.fake.Answer;
import dev.mehari.fake.RawClient;
import dev.mehari.fake.UsageAt;
import java.util.List;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

@DisplayName("faults 1.14b and 1.15: usage in translation")
class UsageIT extends OnRig {
    private static final Usage USAGE = new Usage(200, 800, 0, 0, 45, 5);

    private RawClient.Response chat(Vendor vendor, String... members) {
        Caller caller = Caller.CHAT;
        String[] all = java.util.Arrays.copyOf(members, members.length + 1);
        all[members.length] = caller.asks("hi");
        return rig.send(caller.request(vendor.alias(), true, all));
    }

    private static List<JsonNode> chunksOfUsage(RawClient.Response response) {
        return new Heard()
                .events(response.text()).stream()
                        .filter(event -> !event.data().equals("[DONE]"))
                        .map(Heard.Event::json)
                        .filter(chunk -> chunk.path("choices").isEmpty())
                        .toList();
    }

    @ParameterizedTest
    @EnumSource(names = {"RESPONSES", "ANTHROPIC", "GEMINI"})
    @DisplayName("fault 1.14b: who did not ask sees no chunk of usage, who asked sees one, the row has it always")
    void asked(Vendor vendor) {
        rig.playing(vendor, Answer.text("fine").usage(USAGE));
        RawClient.Response silent = chat(vendor);
        assertThat(chunksOfUsage(silent)).isEmpty();
        assertThat(silent.text()).endsWith("data: [DONE]\n\n");
        assertThat(rig.row(silent).at("/usage/output_tokens").asInt()).isEqualTo(45);

        RawClient.Response asked = chat(vendor, "\"stream_options\":{\"include_usage\":true}");
        assertThat(chunksOfUsage(asked)).hasSize(1);
        JsonNode usage = Caller.CHAT.hear(asked, true).usage;
        assertThat(usage.path("prompt_tokens").asInt()).isEqualTo(1000);
        assertThat(usage.at("/prompt_tokens_details/cached_tokens").asInt()).isEqualTo(800);
        assertThat(usage.path("completion_tokens").asInt()).isEqualTo(50);
        assertThat(rig.row(asked).at("/usage/reasoning_tokens").asInt()).isEqualTo(5);
    }

    @ParameterizedTest
    @EnumSource(names = {"VENDOR", "WITH_FINISH", "WITHOUT_CHOICES", "EVERY"})
    @DisplayName("fault 1.14b: an upstream is always asked, and may tell where it likes")
    void told(UsageAt place) {
        rig.playing(Vendor.CHAT, Answer.text("fine").usage(USAGE).usageAt(place));
        Caller caller = Caller.MESSAGES;
        Heard heard = rig.hear(caller, Vendor.CHAT.alias(), true, caller.asks("hi"));
        assertThat(rig.told(Vendor.CHAT).at("/stream_options/include_usage").asBoolean())
                .isTrue();
        assertThat(heard.usage.path("output_tokens").asInt()).isEqualTo(50);
    }

    @ParameterizedTest
    @MethodSource("pairs")
    @DisplayName("fault 1.15: what was read from the cache is counted once, in the words of the caller")
    void classes(Pair pair) {
        rig.playing(pair.vendor(), Answer.text("fine").usage(USAGE));
        Caller caller = pair.caller();
        String more = caller == Caller.CHAT && pair.stream()
                ? "\"stream_options\":{\"include_usage\":true}"
                : caller.google() ? "\"labels\":null" : "\"metadata\":null";
        JsonNode usage = rig.hear(caller, pair.vendor().alias(), pair.stream(), caller.asks("hi"), more).usage;
        String[] paths = switch (caller) {
            case CHAT -> new String[] {"/prompt_tokens", "/prompt_tokens_details/cached_tokens", "/completion_tokens"};
            case RESPONSES -> new String[] {"/input_tokens", "/input_tokens_details/cached_tokens", "/output_tokens"};
            case MESSAGES -> new String[] {"/input_tokens", "/cache_read_input_tokens", "/output_tokens"};
            case GEMINI, GEMINI_ARRAY ->
                new String[] {"/promptTokenCount", "/cachedContentTokenCount", "/candidatesTokenCount"};
        };
        assertThat(usage.at(paths[0]).asInt()).as(usage.toString()).isEqualTo(caller == Caller.MESSAGES ? 200 : 1000);
        assertThat(usage.at(paths[1]).asInt()).isEqualTo(800);
        assertThat(usage.at(paths[2]).asInt()).isEqualTo(caller.google() ? 45 : 50);
    }

    @ParameterizedTest
    @ValueSource(strings = {"CHAT", "RESPONSES", "GEMINI"})
    @DisplayName("fault 1.15: a message that begins names its input, as good as can be known")
    void start(String vendor) {
        Caller caller = Caller.MESSAGES;
        RawClient.Response response = rig.send(caller.request(
                Vendor.valueOf(vendor).alias(),
                true,
                caller.asks("warm ".repeat(1000).strip())));
        JsonNode start = new Heard().events(response.text()).getFirst().json();
        assertThat(start.at("/message/usage/input_tokens").asInt()).isBetween(700, 1300);
    }
}
