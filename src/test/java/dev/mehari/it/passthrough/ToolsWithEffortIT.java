package dev.mehari.it.passthrough;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.mehari.fake.Answer;
import dev.mehari.fake.RawClient;
import dev.mehari.fake.SeenRequest;
import dev.mehari.it.GatewaySetup;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

@DisplayName("protocol: openai picks Responses where chat completions refuse tools with effort")
class ToolsWithEffortIT {
    private static final Doors DOORS = Doors.shared();
    private static final String MODEL = "openai/gpt-5.5";

    private static final String RESPONSE = """
            {"id":"resp_1","object":"response","created_at":1700000000,"status":"completed","model":"gpt-5.5","error":null,
             "incomplete_details":null,"output":[{"id":"fc_1","type":"function_call","status":"completed",
             "call_id":"call_1","name":"get_weather","arguments":"{\\"city\\":\\"Paris\\"}"}],
             "usage":{"input_tokens":11,"input_tokens_details":{"cached_tokens":0},"output_tokens":7,
             "output_tokens_details":{"reasoning_tokens":3},"total_tokens":18}}""";

    private static final String TOOL = "{\"name\":\"get_weather\",\"description\":\"x\",";
    private static final String SCHEMA = "{\"type\":\"object\",\"properties\":{\"city\":{\"type\":\"string\"}}}";

    /** A caller with tools, who says nothing of thinking unless {@code thinks} does. */
    enum Caller {
        CHAT("/v1/chat/completions"),
        MESSAGES("/v1/messages"),
        GEMINI("/v1beta/models/openai%2Fgpt-5.5:generateContent");

        private final String path;

        Caller(String path) {
            this.path = path;
        }

        String body(boolean tools, String thinks) {
            return switch (this) {
                case CHAT ->
                    "{\"model\":\"" + MODEL + "\",\"messages\":[{\"role\":\"user\",\"content\":\"hi\"}]"
                            + (tools
                                    ? ",\"tools\":[{\"type\":\"function\",\"function\":" + TOOL + "\"parameters\":"
                                            + SCHEMA + "}}]"
                                    : "")
                            + (thinks.isEmpty() ? "" : ",\"reasoning_effort\":\"" + thinks + "\"") + "}";
                case MESSAGES ->
                    "{\"model\":\"" + MODEL
                            + "\",\"max_tokens\":4000,\"messages\":[{\"role\":\"user\",\"content\":\"hi\"}]"
                            + (tools ? ",\"tools\":[" + TOOL + "\"input_schema\":" + SCHEMA + "}]" : "")
                            + (thinks.isEmpty()
                                    ? ""
                                    : thinks.equals("none")
                                            ? ",\"thinking\":{\"type\":\"disabled\"}"
                                            : ",\"thinking\":{\"type\":\"adaptive\"},\"output_config\":{\"effort\":\"low\"}")
                            + "}";
                case GEMINI ->
                    "{\"contents\":[{\"role\":\"user\",\"parts\":[{\"text\":\"hi\"}]}]"
                            + (tools
                                    ? ",\"tools\":[{\"functionDeclarations\":[" + TOOL + "\"parameters\":" + SCHEMA
                                            + "}]}]"
                                    : "")
                            + (thinks.isEmpty()
                                    ? ""
                                    : ",\"generationConfig\":{\"thinkingConfig\":{"
                                            + (thinks.equals("none")
                                                    ? "\"thinkingBudget\":0"
                                                    : "\"thinkingLevel\":\"LOW\"")
                                            + "}}")
                            + "}";
            };
        }
    }

    @BeforeEach
    void responses() {
        DOORS.forget();
        DOORS.openai.inResponses(Answer.json(200, RESPONSE));
    }

    private static RawClient.Response call(Caller caller, boolean tools, String thinks) {
        return DOORS.json(GatewaySetup.KEY, caller.path, caller.body(tools, thinks));
    }

    @ParameterizedTest
    @EnumSource
    @DisplayName("tools with effort, said or left to the vendor: Responses, and the answer in the caller's protocol")
    void withEffort(Caller caller) {
        for (String thinks : List.of("low", "")) {
            RawClient.Response reply = call(caller, true, thinks);

            assertThat(reply.status()).as(reply.text()).isEqualTo(200);
            assertThat(reply.text()).contains("get_weather").contains("Paris");
            SeenRequest seen = DOORS.openai.lastRequest();
            assertThat(seen.target()).isEqualTo("/v1/responses");
            JsonNode body = seen.json();
            assertThat(body.path("model").asText()).isEqualTo("gpt-5.5");
            assertThat(body.at("/tools/0/name").asText()).isEqualTo("get_weather");
            assertThat(body.at("/reasoning/effort").asText()).isEqualTo(thinks);
            assertThat(body.path("store").asBoolean(true)).isFalse();
            JsonNode row = DOORS.row(reply);
            assertThat(row.path("attempts")).hasSize(1);
            assertThat(row.at("/usage/reasoning_tokens").asInt()).isEqualTo(3);
        }
    }

    @ParameterizedTest
    @EnumSource
    @DisplayName("no thinking, or no tools: chat completions, as before")
    void without(Caller caller) {
        for (Map.Entry<Boolean, String> asked : List.of(Map.entry(true, "none"), Map.entry(false, "low"))) {
            RawClient.Response reply = call(caller, asked.getKey(), asked.getValue());
            assertThat(reply.status()).as(reply.text()).isEqualTo(200);
            assertThat(DOORS.openai.lastRequest().target()).isEqualTo("/v1/chat/completions");
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"openai/gpt-4.1", "openai/gpt-5.1"})
    @DisplayName("other models take both in chat completions, byte for byte")
    void otherModels(String model) {
        String effort = model.endsWith("4.1") ? "" : "low";
        String body = Caller.CHAT.body(true, effort).replace(MODEL, model);
        RawClient.Response reply = DOORS.json(GatewaySetup.KEY, Caller.CHAT.path, body);
        assertThat(reply.status()).as(reply.text()).isEqualTo(200);
        assertThat(DOORS.openai.lastRequest().text()).isEqualTo(body.replace("openai/", ""));
    }

    @Test
    @DisplayName("streamed as well")
    void streamed() {
        String events = """
                event: response.created
                data: {"type":"response.created","sequence_number":0,"response":{"id":"resp_1","object":"response","created_at":1,"status":"in_progress","model":"gpt-5.5","output":[]}}

                event: response.output_item.added
                data: {"type":"response.output_item.added","sequence_number":1,"output_index":0,"item":{"id":"fc_1","type":"function_call","status":"in_progress","call_id":"call_1","name":"get_weather","arguments":""}}

                event: response.function_call_arguments.delta
                data: {"type":"response.function_call_arguments.delta","sequence_number":2,"item_id":"fc_1","output_index":0,"delta":"{\\"city\\":\\"Paris\\"}"}

                event: response.output_item.done
                data: {"type":"response.output_item.done","sequence_number":3,"output_index":0,"item":{"id":"fc_1","type":"function_call","status":"completed","call_id":"call_1","name":"get_weather","arguments":"{\\"city\\":\\"Paris\\"}"}}

                event: response.completed
                data: {"type":"response.completed","sequence_number":4,"response":%s}

                """.formatted(RESPONSE.replace("\n", " "));
        DOORS.openai.inResponses(Answer.stream("text/event-stream", List.of(events.getBytes(StandardCharsets.UTF_8))));
        String body = Caller.CHAT.body(true, "low").replaceFirst("\\{", "{\"stream\":true,");
        RawClient.Response reply = DOORS.json(GatewaySetup.KEY, Caller.CHAT.path, body);
        assertThat(reply.text())
                .contains("chat.completion.chunk", "get_weather", "\"finish_reason\":\"tool_calls\"", "[DONE]");
        assertThat(DOORS.openai.lastRequest().json().path("stream").asBoolean()).isTrue();
    }
}
