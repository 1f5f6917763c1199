package dev.mehari.protocol.anthropic;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.mehari.call.Capabilities;
import dev.mehari.protocol.chat.Content;
import dev.mehari.protocol.chat.Effort;
import dev.mehari.protocol.chat.Given;
import dev.mehari.protocol.chat.Option;
import dev.mehari.protocol.chat.Reasoning;
import dev.mehari.protocol.chat.Tool;
import dev.mehari.protocol.chat.ToolChoice;
import dev.mehari.protocol.chat.Tree;
import dev.mehari.protocol.chat.Turn;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@DisplayName("thinking is brought into the kinds that a model knows")
class ReasoningWriterTest {
    private static Capabilities model(@Nullable String kinds, @Nullable String efforts, int most) {
        return new Capabilities(true, words(kinds), words(efforts), false, true, true, true, true, true, most, 4096);
    }

    private static Set<String> words(@Nullable String list) {
        return list == null ? Set.of() : new HashSet<>(List.of(list.split(",", -1)));
    }

    private static Reasoning reasoning(String text) {
        if (text.equals("adaptive")) {
            return new Reasoning.Adaptive(true);
        }
        return text.chars().allMatch(Character::isDigit)
                ? new Reasoning.Budget(Integer.parseInt(text), true)
                : new Reasoning.Word(Effort.valueOf(text), true);
    }

    /** {@code adaptive high 4096}: kind, or budget, or {@code -}; effort or {@code -}; cap. */
    private static String sent(JsonNode body) {
        JsonNode thinking = body.path("thinking");
        String kind = thinking.path("type").asText("-");
        return (thinking.has("budget_tokens") ? thinking.path("budget_tokens").asText() : kind)
                + " " + body.at("/output_config/effort").asText("-") + " "
                + body.path("max_tokens").asText();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            nullValues = "-",
            value = {
                // asked | kinds | efforts | cap | what is sent | loss
                "NONE | adaptive,disabled | low,high | - | disabled - 4096 | -",
                "NONE | adaptive,between-tools | low,high | - | between_tools - 4096 | approximated",
                "NONE | adaptive | low,high | - | - low 4096 | approximated",
                "NONE | adaptive | - | - | - - 4096 | approximated",
                "NONE | enabled | - | - | - - 4096 | -",
                "NONE | - | - | - | - - 4096 | -",
                "MINIMAL | adaptive | low,medium,high | - | adaptive low 4096 | -",
                "LOW | adaptive | low,medium,high | - | adaptive low 4096 | -",
                "MEDIUM | adaptive | low,medium,high | - | adaptive medium 4096 | -",
                "HIGH | adaptive | low,medium,high | 16000 | adaptive high 16000 | -",
                "XHIGH | adaptive | low,medium,high,xhigh,max | - | adaptive xhigh 4096 | -",
                "XHIGH | adaptive,enabled | low,medium,high,max | - | adaptive high 4096 | approximated",
                "MAX | adaptive | low,medium,high,xhigh,max | - | adaptive max 4096 | -",
                "LOW | adaptive | medium | - | adaptive medium 4096 | approximated",
                "HIGH | adaptive | - | - | adaptive - 4096 | approximated",
                "MINIMAL | enabled | - | - | 1024 - 5120 | -",
                "LOW | enabled | - | 4000 | 1024 - 4000 | -",
                "MEDIUM | enabled | - | - | 8192 - 12288 | -",
                "HIGH | enabled | - | - | 24576 - 28672 | -",
                "HIGH | enabled | - | 4000 | 3999 - 4000 | clamped",
                "HIGH | enabled | - | 1025 | 1024 - 1025 | clamped",
                "HIGH | enabled | - | 1024 | - - 1024 | dropped",
                "XHIGH | enabled | - | - | 32768 - 36864 | -",
                "MAX | enabled | - | - | 32768 - 36864 | -",
                "MAX | enabled | - | 20000 | 19999 - 20000 | -",
                "HIGH | - | low,high | - | - high 4096 | -",
                "HIGH | - | - | - | - - 4096 | dropped",
                "2048 | enabled | - | 4000 | 2048 - 4000 | -",
                "500 | enabled | - | 4000 | 1024 - 4000 | clamped",
                "9000 | enabled | - | 4000 | 3999 - 4000 | clamped",
                "2048 | adaptive,enabled | low | 4000 | 2048 - 4000 | -",
                "1024 | adaptive | low,medium,high | - | adaptive low 4096 | approximated",
                "9000 | adaptive | low,medium,high | - | adaptive medium 4096 | approximated",
                "2048 | - | - | - | - - 4096 | dropped",
                "adaptive | adaptive | low,high | - | adaptive - 4096 | -",
                "adaptive | enabled | - | - | 8192 - 12288 | approximated",
                "adaptive | - | - | - | - - 4096 | dropped",
            })
    void kinds(
            String asked,
            @Nullable String kinds,
            @Nullable String efforts,
            @Nullable String cap,
            String sent,
            @Nullable String loss) {
        Map<Option, String> options = cap == null ? Map.of() : Map.of(Option.MAX_TOKENS, cap);
        Chats.Sent written = Chats.write(Chats.asked(reasoning(asked), options), model(kinds, efforts, 0));
        assertThat(sent(written.body())).isEqualTo(sent);
        assertThat(written.losses()).containsExactly(loss == null ? new String[0] : new String[] {"effort:" + loss});
    }

    @Test
    @DisplayName("a cap above the model's is cut, and the budget fits into the model's")
    void caps() {
        Capabilities model = model("enabled", null, 8000);
        assertThat(sent(Chats.write(Chats.asked(new Reasoning.Word(Effort.MAX, true), Map.of()), model)
                        .body()))
                .isEqualTo("3904 - 8000");
        assertThat(sent(Chats.write(Chats.asked(new Reasoning.Word(Effort.HIGH, true), Map.of()), model)
                        .body()))
                .isEqualTo("3904 - 8000");
        Chats.Sent cut = Chats.write(
                Chats.asked(new Reasoning.Word(Effort.MAX, true), Map.of(Option.MAX_TOKENS, "9000")), model);
        assertThat(sent(cut.body())).isEqualTo("7999 - 8000");
        assertThat(cut.losses()).containsExactly("max_tokens:clamped");
    }

    @Test
    void shown() {
        Capabilities model = model("adaptive", "low", 0);
        assertThat(Chats.write(Chats.asked(new Reasoning.Word(Effort.LOW, true), Map.of()), model)
                        .body()
                        .at("/thinking/display")
                        .asText())
                .isEqualTo("summarized");
        assertThat(Chats.write(Chats.asked(new Reasoning.Word(Effort.LOW, false), Map.of()), model)
                        .body()
                        .at("/thinking/display")
                        .asText())
                .isEqualTo("omitted");
    }

    private static Chats.Sent loop(Capabilities model, Turn... turns) {
        return Chats.write(
                Chats.asked(
                        List.of(turns),
                        List.of(new Tool.Function("f", null, null, null, null, "tool")),
                        null,
                        new Given<>(new Reasoning.Word(Effort.LOW, true), "effort"),
                        Map.of()),
                model);
    }

    @Test
    @DisplayName("fault 1.16: a budget model does not think on from a call whose thinking is lost")
    void toolLoop() {
        Turn hi = Chats.user(Chats.text("Hi"));
        Turn result = Chats.user(Chats.result("t", Chats.text("x")));
        Turn bare = Chats.model(Chats.call("t", "f", "{}"));
        Turn unsigned = Chats.model(new Content.Thinking("w", null, "w"), Chats.call("t", "f", "{}"));
        Turn signed = Chats.model(new Content.Thinking("w", Chats.signed("w", "S"), "w"), Chats.call("t", "f", "{}"));
        Turn carried = Chats.model(
                Chats.text("So:"), new Content.ToolCall("t", "f", "{}", false, Chats.signed("w", "S"), null, "c"));
        Turn said = Chats.model(Chats.text("Done."));
        Capabilities budget = model("enabled", null, 0);
        assertThat(loop(budget, hi, bare, result).losses()).containsExactly("effort:dropped");
        assertThat(loop(budget, hi, bare, result).body().has("thinking")).isFalse();
        assertThat(loop(budget, hi, unsigned, result).body().has("thinking")).isFalse();
        assertThat(loop(budget, hi, signed, result).body().has("thinking")).isTrue();
        assertThat(loop(budget, hi, carried, result).body().has("thinking")).isTrue();
        assertThat(loop(budget, hi, bare, result, said, hi).body().has("thinking"))
                .isTrue();
        assertThat(loop(budget, hi, said).body().has("thinking")).isFalse();
        assertThat(loop(model("adaptive", "low", 0), hi, bare, result).body().has("thinking"))
                .isTrue();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            nullValues = "-",
            value = {
                "enabled | dropped",
                "adaptive,enabled | dropped",
                "adaptive | -",
            })
    @DisplayName("a forced tool beats thinking by a budget")
    void forced(String kinds, @Nullable String loss) {
        Chats.Sent sent = Chats.write(
                Chats.asked(
                        List.of(Chats.user(Chats.text("Hi"))),
                        List.of(new Tool.Function("f", null, null, null, null, "tool")),
                        new ToolChoice(ToolChoice.Mode.REQUIRED, List.of(), "choice"),
                        new Given<>(new Reasoning.Word(Effort.LOW, true), "effort"),
                        Map.of()),
                model(kinds, "low", 0));
        assertThat(sent.body().at("/tool_choice/type").asText()).isEqualTo("any");
        assertThat(sent.body().has("thinking")).isEqualTo(loss == null);
        assertThat(sent.losses()).containsExactly(loss == null ? new String[0] : new String[] {"effort:" + loss});
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '"',
            nullValues = "-",
            value = {
                "TEMPERATURE | 0.3 | - | temperature:dropped",
                "TEMPERATURE | 1 | - | -",
                "TOP_P | 0.9 | - | top_p:dropped",
                "TOP_P | 0.95 | top_p | -",
                "TOP_K | 5 | - | top_k:dropped",
            })
    void samplingBesideThinking(Option option, String value, @Nullable String sent, @Nullable String loss) {
        Chats.Sent written =
                Chats.write(Chats.asked(new Reasoning.Word(Effort.LOW, true), Map.of(option, value)), Chats.CLASSIC);
        assertThat(written.body()).hasSize(sent == null ? 4 : 5);
        assertThat(sent == null || written.body().has(sent)).isTrue();
        assertThat(written.losses()).containsExactly(loss == null ? new String[0] : new String[] {loss});
    }

    @Test
    @DisplayName("fault 1.26: a schema and thinking go together, and no tool is forced for it")
    void schemaBesideThinking() {
        String request = "{'messages':[{'role':'user','content':'Hi'}],'max_tokens':4000,"
                + "'thinking':{'type':'enabled','budget_tokens':2000},"
                + "'output_config':{'format':{'type':'json_schema','schema':{'type':'object'}}}}";
        JsonNode body = Chats.write(request, Chats.CLASSIC).body();
        assertThat(Tree.text(body))
                .contains("budget_tokens")
                .contains("json_schema")
                .doesNotContain("tool_choice");
        Capabilities without =
                new Capabilities(true, Set.of("enabled"), Set.of(), false, true, true, true, false, true, 0, 0);
        Chats.Sent told = Chats.write(request, without);
        assertThat(told.body().has("output_config")).isFalse();
        assertThat(told.body().at("/system/0/text").asText()).contains("{\"type\":\"object\"}");
        assertThat(told.losses()).containsExactly("output_config.format:emulated");
    }
}
