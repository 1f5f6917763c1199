package dev.mehari.it.faults;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.mehari.fake.Answer;
import dev.mehari.fake.ToolCall;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

@DisplayName("faults 1.7 to 1.13: calls of tools")
class ToolCallsIT extends OnRig {
    private static final List<String> TOOLS = List.of("f", "g", "h");

    /** Callers whose calls are translated from chat completions. */
    static Stream<Caller> callers() {
        return Stream.of(Caller.RESPONSES, Caller.MESSAGES, Caller.GEMINI, Caller.GEMINI_ARRAY);
    }

    private Heard hear(Caller caller, Vendor vendor, boolean stream, Answer answer) {
        rig.playing(vendor, answer);
        Heard heard = rig.hear(caller, vendor.alias(), stream, caller.asks("go"), caller.tools(TOOLS));
        assertThat(heard.complete).isTrue();
        return heard;
    }

    private static void calls(Heard heard, String... namesAndArguments) {
        assertThat(heard.calls).hasSize(namesAndArguments.length / 2);
        for (int i = 0; i < heard.calls.size(); i++) {
            assertThat(heard.calls.get(i).name()).isEqualTo(namesAndArguments[2 * i]);
            assertThat(Heard.json(heard.calls.get(i).arguments())).isEqualTo(Heard.json(namesAndArguments[2 * i + 1]));
        }
        assertThat(heard.calls.stream().map(Heard.Call::id))
                .doesNotHaveDuplicates()
                .doesNotContain("");
    }

    private static void asksForTools(Caller caller, Heard heard) {
        assertThat(heard.stop)
                .isEqualTo(
                        switch (caller) {
                            case CHAT -> "tool_calls";
                            case RESPONSES -> "completed";
                            case MESSAGES -> "tool_use";
                            case GEMINI, GEMINI_ARRAY -> "STOP";
                        });
    }

    @ParameterizedTest
    @MethodSource("pairs")
    @DisplayName("fault 1.7: three calls at once are three")
    void parallel(Pair pair) {
        Heard heard = hear(
                pair.caller(),
                pair.vendor(),
                pair.stream(),
                Answer.toolCalls(
                        new ToolCall("f", "{\"n\":1}"),
                        new ToolCall("g", "{\"n\":2}"),
                        new ToolCall("f", "{\"n\":3}")));
        calls(heard, "f", "{\"n\":1}", "g", "{\"n\":2}", "f", "{\"n\":3}");
        // What Gemini signs travels in thinking without a word.
        heard.blocks.removeIf(block -> pair.vendor() == Vendor.GEMINI && block.equals("thinking"));
        assertThat(heard.blocks).as("fault 1.13: nothing before them").containsExactly("call", "call", "call");
        assertThat(heard.thinking).isEmpty();
        asksForTools(pair.caller(), heard);
    }

    static Stream<Arguments> interleaved() {
        Answer sameIndex = Chunks.of(
                        "{\"role\":\"assistant\"}",
                        Chunks.call(0, "f", "{\"n\":"),
                        Chunks.call(0, "", "1}"),
                        Chunks.call(0, "g", "{\"n\":"),
                        Chunks.call(0, "", "2}"))
                .stop("tool_calls")
                .done();
        Answer mixed = Chunks.of(
                        Chunks.call(0, "f", ""),
                        Chunks.call(1, "g", ""),
                        Chunks.call(0, "", "{\"n\""),
                        Chunks.call(1, "", "{\"n\""),
                        Chunks.call(0, "", ":1}"),
                        Chunks.call(1, "", ":2}"))
                .stop("tool_calls")
                .done();
        return callers()
                .flatMap(caller -> Stream.of(
                        Arguments.of(caller, "two ids at index 0", sameIndex), Arguments.of(caller, "0,1,0,1", mixed)));
    }

    @ParameterizedTest(name = "{0}: {1}")
    @MethodSource
    @DisplayName("fault 1.7: a new id on a used index is a new call, and pieces that alternate stay apart")
    void interleaved(Caller caller, String how, Answer answer) {
        Heard heard = hear(caller, Vendor.CHAT, true, answer);
        calls(heard, "f", "{\"n\":1}", "g", "{\"n\":2}");
    }

    @ParameterizedTest
    @MethodSource("pairs")
    @DisplayName("fault 1.8: a call that comes at once keeps its arguments")
    void atOnce(Pair pair) {
        String arguments = "{\"a\":17,\"b\":25}";
        Answer answer = pair.vendor() == Vendor.CHAT && pair.stream()
                ? Chunks.of(Chunks.call(0, "f", arguments)).stop("tool_calls").done()
                : Answer.toolCall("f", arguments);
        Heard heard = hear(pair.caller(), pair.vendor(), pair.stream(), answer);
        calls(heard, "f", arguments);
    }

    @ParameterizedTest
    @MethodSource("callers")
    @DisplayName("fault 1.8: so does one whose arguments are an object, as servers of open models send them")
    void argumentsAsAnObject(Caller caller) {
        String call =
                "{\"tool_calls\":[{\"index\":0,\"function\":{\"name\":\"f\",\"arguments\":{\"a\":17,\"b\":25}}}]}";
        Heard streamed =
                hear(caller, Vendor.ALIKE, true, Chunks.of(call).stop("stop").done());
        calls(streamed, "f", "{\"a\":17,\"b\":25}");
        asksForTools(caller, streamed);
        String message = "{\"role\":\"assistant\",\"content\":\"\"," + call.substring(1);
        Heard whole = hear(
                caller,
                Vendor.ALIKE,
                false,
                Answer.json(
                        200,
                        "{\"id\":\"c\",\"object\":\"chat.completion\",\"choices\":[{\"index\":0,\"message\":" + message
                                + ",\"finish_reason\":\"stop\"}]}"));
        calls(whole, "f", "{\"a\":17,\"b\":25}");
        asksForTools(caller, whole);
    }

    static Stream<Arguments> endings() {
        Chunks first = Chunks.of("{\"content\":\"On it.\"}", Chunks.call(0, "f", "{\"n\":1}"));
        Map<String, Answer> all = Map.of(
                "tool_calls",
                        Chunks.of("{\"content\":\"On it.\"}", Chunks.call(0, "f", "{\"n\":1}"))
                                .stop("tool_calls")
                                .done(),
                "stop",
                        Chunks.of("{\"content\":\"On it.\"}", Chunks.call(0, "f", "{\"n\":1}"))
                                .stop("stop")
                                .done(),
                "no reason but [DONE]", first.done());
        return callers()
                .flatMap(caller -> all.entrySet().stream()
                        .map(ending -> Arguments.of(caller, ending.getKey(), ending.getValue())));
    }

    @ParameterizedTest(name = "{0}: {1}")
    @MethodSource
    @DisplayName("fault 1.9: a turn that calls a tool ends as one, whatever the upstream says")
    void endings(Caller caller, String how, Answer answer) {
        Heard heard = hear(caller, Vendor.CHAT, true, answer);
        assertThat(heard.blocks).containsExactly("text", "call");
        asksForTools(caller, heard);
    }

    @ParameterizedTest
    @MethodSource("callers")
    @DisplayName("fault 1.10: one chunk with two things is two blocks, and what is empty is nothing")
    void twoThingsInAChunk(Caller caller) {
        Answer answer = Chunks.of(
                        "{\"reasoning_content\":\" 81.\",\"content\":\"81\",\"tool_calls\":[]}",
                        "{\"content\":\"x\",\"reasoning_content\":null,"
                                + Chunks.call(0, "f", "{}").substring(1),
                        "{\"content\":\"\",\"tool_calls\":[]}")
                .stop("tool_calls")
                .done();
        Heard heard = hear(caller, Vendor.ALIKE, true, answer);
        assertThat(heard.thinking.toString()).isEqualTo(" 81.");
        assertThat(heard.text.toString()).isEqualTo("81x");
        assertThat(heard.blocks).containsExactly("thinking", "text", "call");
        calls(heard, "f", "{}");
    }

    @ParameterizedTest
    @MethodSource("pairs")
    @DisplayName("fault 1.12: a call without arguments has an empty object")
    void noArguments(Pair pair) {
        calls(hear(pair.caller(), pair.vendor(), pair.stream(), Answer.toolCall("f", "{}")), "f", "{}");
        if (pair.vendor() == Vendor.CHAT) {
            calls(hear(pair.caller(), pair.vendor(), pair.stream(), Answer.toolCall("f", "")), "f", "{}");
        }
    }

    @ParameterizedTest
    @MethodSource("callers")
    @DisplayName("fault 1.11: what begins without a role, with usage or with nothing is legal all the same")
    void oddBeginnings(Caller caller) {
        Answer answer = Chunks.of()
                .usage("{\"prompt_tokens\":3,\"completion_tokens\":0,\"total_tokens\":3}")
                .raw("{\"id\":\"c\",\"model\":\"m\"}")
                .raw("{\"id\":\"c\",\"choices\":[{\"delta\":{\"content\":\"a\"}}]}")
                .stop("stop")
                .done();
        Heard heard = hear(caller, Vendor.ALIKE, true, answer);
        assertThat(heard.text.toString()).isEqualTo("a");
        assertThat(heard.blocks).containsExactly("text");
    }

    @ParameterizedTest
    @EnumSource(names = {"ANTHROPIC", "GEMINI"})
    @DisplayName("fault 1.12: history whose arguments are no text at all reaches the upstream as an object")
    void emptyArgumentsInHistory(Vendor vendor) {
        String history =
                "\"messages\":[{\"role\":\"user\",\"content\":\"go\"},{\"role\":\"assistant\",\"content\":null,"
                        + "\"tool_calls\":[{\"id\":\"c1\",\"type\":\"function\",\"function\":{\"name\":\"f\",\"arguments\":\"\"}}]},"
                        + "{\"role\":\"tool\",\"tool_call_id\":\"c1\",\"content\":\"done\"}]";
        rig.hear(Caller.CHAT, vendor.alias(), false, history, Caller.CHAT.tools(TOOLS));
        JsonNode told = rig.told(vendor);
        JsonNode input = vendor == Vendor.ANTHROPIC
                ? told.at("/messages/1/content/0/input")
                : told.at("/contents/1/parts/0/functionCall/args");
        assertThat(input.isObject() || input.isMissingNode())
                .as(told.toString())
                .isTrue();
        assertThat(input.isEmpty()).isTrue();
    }
}
