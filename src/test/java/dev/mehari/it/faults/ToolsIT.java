package dev.mehari.it.faults;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.mehari.fake.Answer;
import dev.mehari.fake.RawClient;
import dev.mehari.fake.SeenRequest;
import dev.mehari.fake.ToolCall;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

@DisplayName("faults 1.4, 1.24, 1.25 and 1.31, in translation: tools and schemas")
class ToolsIT extends OnRig {
    private static final String LONG = "mcp__a_very_long_name_of_a_server__and_of_a_tool_that_does_many_";
    private static final List<String> NAMES =
            List.of(LONG + "useful_things_in_a_row_1", LONG + "useful_things_in_a_row_2");

    private static List<String> names(JsonNode told) {
        List<String> names = new ArrayList<>();
        told.path("tools").forEach(tool -> {
            names.addAll(tool.findValuesAsText("name"));
        });
        return names;
    }

    private static Answer callsBoth(SeenRequest request) {
        List<String> names = names(request.json());
        return Answer.toolCalls(new ToolCall(names.get(0), "{}"), new ToolCall(names.get(1), "{}"));
    }

    @ParameterizedTest
    @MethodSource("pairs")
    @DisplayName("fault 1.24: names that are too long stay two, and come back as they were")
    void longNames(Pair pair) {
        rig.fake(pair.vendor()).answering(ToolsIT::callsBoth);
        Caller caller = pair.caller();
        String chosen = choice(caller, NAMES.getLast());
        for (String choice : List.of("", chosen)) {
            List<String> members = new ArrayList<>(List.of(caller.asks("go"), caller.tools(NAMES)));
            if (!choice.isEmpty()) {
                members.add(choice);
            }
            Heard heard = rig.hear(caller, pair.vendor().alias(), pair.stream(), members.toArray(String[]::new));
            assertThat(heard.names()).containsExactlyElementsOf(NAMES);
            JsonNode told = rig.told(pair.vendor());
            List<String> sent = names(told);
            int longest = pair.vendor() == Vendor.ANTHROPIC || pair.vendor() == Vendor.GEMINI ? 128 : 64;
            assertThat(sent).doesNotHaveDuplicates().hasSize(2).allMatch(name -> name.length() <= longest);
            if (!choice.isEmpty()) {
                ((com.fasterxml.jackson.databind.node.ObjectNode) told).remove("tools");
                assertThat(told.toString()).contains(sent.getLast());
            }
        }
    }

    private static String choice(Caller caller, String name) {
        return switch (caller) {
            case CHAT -> "\"tool_choice\":{\"type\":\"function\",\"function\":{\"name\":\"" + name + "\"}}";
            case RESPONSES -> "\"tool_choice\":{\"type\":\"function\",\"name\":\"" + name + "\"}";
            case MESSAGES -> "\"tool_choice\":{\"type\":\"tool\",\"name\":\"" + name + "\"}";
            case GEMINI, GEMINI_ARRAY ->
                "\"toolConfig\":{\"functionCallingConfig\":{\"mode\":\"ANY\",\"allowedFunctionNames\":[\"" + name
                        + "\"]}}";
        };
    }

    /** A schema with every kind of keyword, and a property that is named like one. */
    private static final String SCHEMA = """
            {"type":"object","$schema":"https://json-schema.org/draft/2020-12/schema","title":"t","description":"d",
             "properties":{"const":{"type":"string"},"kind":{"const":"a"},"n":{"type":["integer","null"],"exclusiveMinimum":0,
             "multipleOf":2},"list":{"type":"array","items":{"type":"string"},"minItems":0,"uniqueItems":true},
             "pair":{"type":"array","prefixItems":[{"type":"string"},{"type":"number"}]},"any":{"anyOf":[{"type":"string"},
             {"type":"integer"}]},"one":{"oneOf":[{"type":"string"}]},"map":{"type":"object","propertyNames":{"pattern":"^x"},
             "additionalProperties":{"type":"string"}},"ref":{"$ref":"#/$defs/p"}},"$defs":{"p":{"type":"object",
             "properties":{"x":{"type":"number"}}}},"required":["const"],"additionalProperties":false,"x-future":{"a":1},
             "not":{"type":"null"},"if":{"type":"object"},"then":{},"default":{},"examples":[{}]}
            """.replace("\n", "");

    static Stream<Caller> openCallers() {
        return Stream.of(Caller.CHAT, Caller.RESPONSES, Caller.MESSAGES);
    }

    @ParameterizedTest
    @MethodSource("openCallers")
    @DisplayName(
            "fault 1.25: a schema of every keyword is taken by every vendor, and a property named like one survives")
    void schemas(Caller caller) {
        String tools = caller.tools(List.of("f")).replace("{\"type\":\"object\",\"properties\":{}}", SCHEMA);
        for (Vendor vendor : Vendor.PROTOCOLS) {
            if (!vendor.speaks(caller)) {
                rig.hear(caller, vendor.alias(), false, caller.asks("go"), tools);
                JsonNode told = rig.told(vendor).path("tools");
                JsonNode properties = told.findValue("properties");
                assertThat(properties.has("const")).as(told.toString()).isTrue();
                assertThat(properties.at("/kind").toString()).contains("\"a\"");
            }
        }
    }

    @ParameterizedTest
    @MethodSource("openCallers")
    @DisplayName("fault 1.4: numbers, empty lists and the order of members of a schema stay what they are")
    void oddSchemas(Caller caller) {
        String odd = "{\"type\":\"object\",\"properties\":{\"zebra\":{\"type\":\"number\",\"minimum\":1.0,"
                + "\"maximum\":12345678901234567890,\"default\":1E+2},\"apple\":{\"enum\":[\"\\u0000\",\"北京\"]}},"
                + "\"required\":[]}";
        String tools = caller.tools(List.of("f")).replace("{\"type\":\"object\",\"properties\":{}}", odd);
        for (Vendor vendor : List.of(Vendor.CHAT, Vendor.RESPONSES, Vendor.ANTHROPIC)) {
            if (!vendor.speaks(caller)) {
                rig.hear(caller, vendor.alias(), false, caller.asks("go"), tools);
                String told = rig.fake(vendor).lastRequest().text();
                assertThat(told).contains("\"minimum\":1.0", "12345678901234567890", "\"required\":[]", "\\u0000");
                assertThat(told.indexOf("zebra")).isLessThan(told.indexOf("apple"));
            }
        }
    }

    @ParameterizedTest
    @MethodSource("openCallers")
    @DisplayName("fault 1.31: with every setting on, no upstream finds a name that it does not know")
    void strictBodies(Caller caller) {
        for (Vendor vendor : Vendor.PROTOCOLS) {
            RawClient.Response reply = rig.send(caller.request(vendor.alias(), true, caller.asks("go"), many(caller)));
            assertThat(reply.status()).as(vendor + reply.text()).isEqualTo(200);
        }
    }

    private static String many(Caller caller) {
        String tools = caller.tools(List.of("f")) + ",";
        return tools
                + switch (caller) {
                    case CHAT ->
                        "\"parallel_tool_calls\":false,\"user\":\"u\",\"metadata\":{\"a\":\"b\"},\"seed\":1,"
                                + "\"stop\":[\"x\"],\"service_tier\":\"auto\",\"store\":false,"
                                + "\"stream_options\":{\"include_usage\":true}";
                    case RESPONSES ->
                        "\"parallel_tool_calls\":false,\"user\":\"u\",\"metadata\":{\"a\":\"b\"},\"store\":false,"
                                + "\"prompt_cache_key\":\"k\",\"include\":[\"reasoning.encrypted_content\"]";
                    case MESSAGES ->
                        "\"metadata\":{\"user_id\":\"u\"},\"stop_sequences\":[\"x\"],"
                                + "\"service_tier\":\"auto\",\"tool_choice\":{\"type\":\"auto\",\"disable_parallel_tool_use\":true}";
                    case GEMINI, GEMINI_ARRAY -> "\"generationConfig\":{\"seed\":1}";
                };
    }
}
