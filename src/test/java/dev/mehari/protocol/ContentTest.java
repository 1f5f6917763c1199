package dev.mehari.protocol;

import static org.assertj.core.api.Assertions.assertThat;

import dev.mehari.protocol.Pieces.Then;
import dev.mehari.protocol.anthropic.AnthropicCodec;
import dev.mehari.protocol.gemini.GeminiCodec;
import dev.mehari.protocol.openai.OpenAiCodec;
import dev.mehari.protocol.openaicommon.ErrorFormat;
import dev.mehari.protocol.responses.ResponsesCodec;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Which events hold something of the answer: before the first of them a call can still go to another target. */
@DisplayName("fault 2.9 only what says something commits an attempt")
class ContentTest {
    private static final Kind OPENAI = new Kind("openai", new OpenAiCodec(), true);
    private static final Kind COMPLETIONS =
            new Kind("completions", OpenAiCodec.completions(ErrorFormat.PROTOCOL), true);
    private static final Kind RESPONSES = new Kind("responses", new ResponsesCodec(), true);
    private static final Kind ANTHROPIC = new Kind("anthropic", new AnthropicCodec(), true);
    private static final Kind GEMINI = new Kind("gemini", new GeminiCodec(), true);
    private static final Kind GEMINI_ARRAY = new Kind("gemini array", new GeminiCodec(), false);

    record Kind(String name, Codec codec, boolean eventStream) {
        private String framed(List<String> data) {
            return eventStream
                    ? data.stream().map(d -> "data: " + d + "\n\n").collect(Collectors.joining())
                    : data.stream().collect(Collectors.joining(",", "[", ""));
        }

        private Watched run(List<byte[]> pieces) {
            Watched watched = new Watched();
            return watched.drain(codec.tap(new Pieces(pieces, Then.END), eventStream, false, "r", watched));
        }

        /** Whether this event says something. */
        private boolean says(String data) {
            List<String> calls = run(List.of(Pieces.bytes(framed(List.of(data))))).calls;
            assertThat(calls.stream().filter(c -> c.equals("event")).count())
                    .as(data)
                    .isEqualTo(1);
            return calls.contains("content");
        }

        private List<String> silent() {
            return switch (codec.protocol()) {
                case OPENAI_CHAT ->
                    SILENT_DELTAS.stream().map(ContentTest::openai).toList();
                case OPENAI_COMPLETIONS -> SILENT_COMPLETIONS;
                case OPENAI_RESPONSES -> SILENT_RESPONSES;
                case ANTHROPIC_MESSAGES -> SILENT_ANTHROPIC;
                case GEMINI -> SILENT_GEMINI;
            };
        }

        private String speaking() {
            return switch (codec.protocol()) {
                case OPENAI_CHAT -> openai("{\"content\":\"é\"}");
                case OPENAI_COMPLETIONS -> "{\"choices\":[{\"text\":\"é\",\"index\":0,\"finish_reason\":null}]}";
                case OPENAI_RESPONSES -> "{\"type\":\"response.output_text.delta\",\"item_id\":\"m\",\"delta\":\"é\"}";
                case ANTHROPIC_MESSAGES -> delta("{\"type\":\"text_delta\",\"text\":\"é\"}");
                case GEMINI -> parts("{\"text\":\"é\"}");
            };
        }

        @Override
        public String toString() {
            return name;
        }
    }

    private static final List<String> SILENT_DELTAS = List.of(
            "{}",
            "{\"role\":\"assistant\"}",
            "{\"role\":\"assistant\",\"content\":\"\",\"refusal\":null,\"name\":\"n\"}",
            "{\"content\":\"\",\"obfuscation\":\"xK3\"}",
            "{\"content\":null,\"reasoning_content\":\"\",\"reasoning\":null}",
            "{\"tool_calls\":[],\"reasoning_details\":[],\"images\":[],\"function_call\":null,\"audio\":{}}",
            "{\"content\":[],\"annotations\":[],\"future\":{\"content\":\"x\"}}",
            "null",
            "\"text\"");

    private static final List<String> SILENT_COMPLETIONS = List.of(
            "{\"choices\":[{\"text\":\"\",\"index\":0,\"logprobs\":null,\"finish_reason\":null}]}",
            "{\"choices\":[{\"text\":null,\"index\":0}]}",
            "{\"choices\":[{\"index\":0,\"future\":{\"text\":\"x\"}}]}");

    private static final List<String> SILENT_RESPONSES = List.of(
            "{\"type\":\"response.created\",\"sequence_number\":0,\"response\":{\"id\":\"r\",\"output\":[],\"error\":null}}",
            "{\"type\":\"response.in_progress\",\"response\":{\"id\":\"r\",\"usage\":null}}",
            "{\"type\":\"response.queued\",\"response\":{\"id\":\"r\"}}",
            "{\"type\":\"response.output_item.added\",\"output_index\":0,\"item\":{\"id\":\"m\",\"type\":\"message\"}}",
            "{\"item\":{\"id\":\"m\",\"type\":\"reasoning\",\"summary\":[]},\"type\":\"response.output_item.added\"}",
            "{\"type\":\"response.content_part.added\",\"part\":{\"type\":\"output_text\",\"text\":\"\"}}",
            "{\"type\":\"response.output_text.delta\",\"delta\":\"\",\"obfuscation\":\"x\"}",
            "{\"type\":\"response.reasoning_summary_part.added\",\"part\":{\"type\":\"summary_text\",\"text\":\"\"}}",
            "{\"type\":\"response.output_item.done\"}",
            "{\"type\":\"response.future_thing\",\"delta\":\"x\"}");

    private static final List<String> SILENT_ANTHROPIC = List.of(
            "{\"type\":\"message_start\",\"message\":{\"content\":[],\"stop_reason\":null,\"usage\":{\"input_tokens\":3}}}",
            "{\"type\":\"content_block_start\",\"index\":0,\"content_block\":{\"type\":\"text\",\"text\":\"\",\"citations\":null}}",
            "{\"content_block\":{\"thinking\":\"\",\"signature\":\"\",\"type\":\"thinking\"},\"type\":\"content_block_start\"}",
            "{\"type\":\"content_block_start\",\"index\":0}",
            delta("{\"type\":\"text_delta\",\"text\":\"\"}"),
            delta("{\"type\":\"thinking_delta\",\"thinking\":\"\"}"),
            delta("{\"partial_json\":\"\",\"type\":\"input_json_delta\"}"),
            delta("{\"type\":\"signature_delta\",\"signature\":\"\"}"),
            delta("{\"type\":\"citations_delta\",\"citation\":{}}"),
            delta("null"),
            "{\"type\":\"content_block_stop\",\"index\":0}",
            "{\"type\":\"message_delta\",\"delta\":{\"stop_reason\":null},\"usage\":{\"output_tokens\":3}}",
            "{\"type\":\"message_delta\",\"usage\":{\"output_tokens\":3}}",
            "{\"type\":\"future_thing\",\"delta\":{\"text\":\"x\",\"stop_reason\":\"x\"}}");

    private static final List<String> SILENT_GEMINI = List.of(
            "{}",
            "{\"usageMetadata\":{\"promptTokenCount\":3},\"modelVersion\":\"g\",\"responseId\":\"r\"}",
            "{\"candidates\":[]}",
            "{\"candidates\":[{\"index\":0,\"safetyRatings\":[{\"category\":\"c\"}]}]}",
            "{\"candidates\":[{\"content\":{\"role\":\"model\"},\"finishReason\":\"FINISH_REASON_UNSPECIFIED\"}]}",
            "{\"promptFeedback\":{\"safetyRatings\":[{\"category\":\"c\"}]}}",
            "{\"promptFeedback\":{\"blockReason\":\"BLOCK_REASON_UNSPECIFIED\"}}",
            parts(""),
            parts("{}"),
            parts("{\"text\":\"\"}"),
            parts("{\"text\":\"\",\"thought\":true}"),
            parts("{\"thought\":true},{\"text\":\"\"}"));

    private static String openai(String delta) {
        return "{\"choices\":[{\"index\":0,\"delta\":" + delta + ",\"finish_reason\":null}],\"usage\":null}";
    }

    private static String delta(String delta) {
        return "{\"type\":\"content_block_delta\",\"index\":0,\"delta\":" + delta + "}";
    }

    private static String parts(String parts) {
        return "{\"candidates\":[{\"content\":{\"parts\":[" + parts + "],\"role\":\"model\"},\"index\":0}]}";
    }

    static Stream<Kind> kinds() {
        return Stream.of(OPENAI, COMPLETIONS, RESPONSES, ANTHROPIC, GEMINI, GEMINI_ARRAY);
    }

    @ParameterizedTest
    @MethodSource("kinds")
    void silent(Kind kind) {
        for (String data : kind.silent()) {
            assertThat(kind.says(data)).as(data).isFalse();
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\"content\":\" \"}",
                "{\"role\":\"assistant\",\"content\":\"x\"}",
                "{\"content\":[{\"type\":\"text\",\"text\":\"x\"}]}",
                "{\"content\":\"\",\"reasoning_content\":\"x\"}",
                "{\"reasoning\":\"x\"}",
                "{\"reasoning_details\":[{\"type\":\"reasoning.encrypted\",\"data\":\"x\"}]}",
                "{\"thinking_blocks\":[{\"type\":\"thinking\",\"thinking\":\"x\"}]}",
                "{\"refusal\":\"no\"}",
                "{\"tool_calls\":[{\"index\":0,\"id\":\"t\",\"function\":{\"name\":\"f\",\"arguments\":\"\"}}]}",
                "{\"function_call\":{\"name\":\"f\"}}",
                "{\"audio\":{\"id\":\"a\"}}",
                "{\"images\":[{\"image_url\":{\"url\":\"data:\"}}]}",
            })
    void openAiSays(String delta) {
        assertThat(OPENAI.says(openai(delta))).isTrue();
        String second = "{\"choices\":[{\"index\":0,\"delta\":{}},{\"index\":1,\"delta\":" + delta + "}]}";
        assertThat(OPENAI.says(second)).isTrue();
    }

    @Test
    void openAiFinishes() {
        assertThat(OPENAI.says("{\"choices\":[{\"index\":0,\"delta\":{},\"finish_reason\":\"stop\"}]}"))
                .isTrue();
        assertThat(OPENAI.says("{\"choices\":[{\"index\":0,\"delta\":{},\"finish_reason\":\"\"}]}"))
                .isFalse();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\"type\":\"response.output_text.delta\",\"delta\":\" \"}",
                "{\"delta\":\"x\",\"type\":\"response.refusal.delta\"}",
                "{\"type\":\"response.function_call_arguments.delta\",\"delta\":\"{\"}",
                "{\"type\":\"response.custom_tool_call_input.delta\",\"delta\":\"x\"}",
                "{\"type\":\"response.reasoning_summary_text.delta\",\"delta\":\"x\"}",
                "{\"type\":\"response.reasoning_text.delta\",\"delta\":\"x\"}",
                "{\"type\":\"response.output_item.added\",\"item\":{\"type\":\"function_call\",\"name\":\"f\"}}",
                "{\"item\":{\"type\":\"web_search_call\"},\"type\":\"response.output_item.added\"}",
                "{\"type\":\"response.output_item.done\",\"item\":{\"type\":\"reasoning\",\"summary\":[]}}",
            })
    void responsesSays(String data) {
        assertThat(RESPONSES.says(data)).isTrue();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\"type\":\"text\",\"text\":\"x\"}",
                "{\"text\":\"\",\"citations\":[{\"type\":\"char_location\"}],\"type\":\"text\"}",
                "{\"type\":\"thinking\",\"thinking\":\"\",\"signature\":\"x\"}",
                "{\"type\":\"redacted_thinking\",\"data\":\"x\"}",
                "{\"id\":\"t\",\"name\":\"f\",\"input\":{},\"type\":\"tool_use\"}",
                "{\"type\":\"server_tool_use\",\"id\":\"t\",\"name\":\"web_search\",\"input\":{}}",
                "{\"type\":\"web_search_tool_result\",\"tool_use_id\":\"t\",\"content\":[]}",
            })
    void anthropicBlockSays(String block) {
        String event = "{\"type\":\"content_block_start\",\"index\":0,\"content_block\":" + block + "}";
        assertThat(ANTHROPIC.says(event)).isTrue();
        assertThat(ANTHROPIC.says("{\"content_block\":" + block + ",\"type\":\"content_block_start\"}"))
                .isTrue();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\"type\":\"text_delta\",\"text\":\" \"}",
                "{\"thinking\":\"x\",\"type\":\"thinking_delta\"}",
                "{\"type\":\"input_json_delta\",\"partial_json\":\"{\"}",
                "{\"type\":\"signature_delta\",\"signature\":\"x\"}",
                "{\"type\":\"citations_delta\",\"citation\":{\"type\":\"char_location\"}}",
                "{\"type\":\"compaction_delta\",\"content\":\"\"}",
            })
    void anthropicDeltaSays(String delta) {
        assertThat(ANTHROPIC.says(delta(delta))).isTrue();
    }

    @Test
    @DisplayName("fault 2.7 a message that stops without a word or a reason said nothing")
    void anthropicStops() {
        assertThat(ANTHROPIC.says("{\"type\":\"message_delta\",\"delta\":{\"stop_reason\":\"end_turn\"}}"))
                .isTrue();
        List<String> silent = new ArrayList<>(SILENT_ANTHROPIC);
        silent.add("{\"type\":\"message_stop\"}");
        Watched watched = ANTHROPIC.run(List.of(Pieces.bytes(ANTHROPIC.framed(silent))));
        assertThat(watched.last()).isEqualTo("ended INCOMPLETE");
        assertThat(watched.calls).doesNotContain("content");
        assertThat(watched.text()).contains(Watched.CUT).doesNotContain("message_stop");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\"text\":\" \"}",
                "{\"thought\":true,\"text\":\"x\"}",
                "{\"text\":\"\",\"thoughtSignature\":\"x\"}",
                "{\"functionCall\":{\"name\":\"f\",\"args\":{}}}",
                "{\"inlineData\":{\"mimeType\":\"image/png\",\"data\":\"x\"}}",
                "{\"executableCode\":{\"code\":\"x\"}}",
                "{\"text\":\"\"},{\"codeExecutionResult\":{\"outcome\":\"OUTCOME_OK\"}}",
            })
    void geminiSays(String part) {
        for (Kind kind : List.of(GEMINI, GEMINI_ARRAY)) {
            assertThat(kind.says(parts(part))).isTrue();
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\"candidates\":[{\"finishReason\":\"MAX_TOKENS\",\"index\":0}]}",
                "{\"candidates\":[{\"content\":{\"parts\":[{\"text\":\"\"}]},\"finishReason\":\"STOP\"}]}",
                "{\"promptFeedback\":{\"blockReason\":\"SAFETY\"}}",
            })
    void geminiFinishes(String data) {
        for (Kind kind : List.of(GEMINI, GEMINI_ARRAY)) {
            assertThat(kind.says(data)).isTrue();
        }
    }

    @ParameterizedTest
    @MethodSource("kinds")
    @DisplayName(
            "after any silent events, cut anywhere, the first that speaks is told as content, before it is handed out")
    void firstWord(Kind kind) {
        Seeded seeded = Seeded.fresh();
        for (int round = 0; round < Seeded.times(200); round++) {
            List<String> events = mixed(kind.silent(), seeded.random());
            int silent = events.size();
            events.add(kind.speaking());
            byte[] all = Pieces.bytes(kind.framed(events));
            Watched watched = kind.run(Pieces.random(all, seeded.random()));
            List<String> calls =
                    watched.calls.stream().filter(c -> !c.startsWith("usage")).toList();
            assertThat(calls.indexOf("content")).as("%s: %s", seeded, events).isEqualTo(silent);
            assertThat(calls.stream().filter(c -> c.equals("content")).count()).isEqualTo(1);
            assertThat(calls.subList(0, silent)).containsOnly("event");
        }
    }

    private static List<String> mixed(List<String> events, Random random) {
        List<String> some = new ArrayList<>();
        some.add(events.getFirst());
        for (int i = random.nextInt(5); i > 0; i--) {
            some.add(events.get(random.nextInt(events.size())));
        }
        return some;
    }
}
