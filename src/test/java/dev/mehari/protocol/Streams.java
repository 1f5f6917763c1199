package dev.mehari.protocol;

import java.util.List;

/** Good streams of each protocol, each with text and tool arguments beyond ASCII. */
public final class Streams {
    public static final List<String> OPENAI = List.of(
            "data: {\"id\":\"c\",\"object\":\"chat.completion.chunk\",\"choices\":[{\"index\":0,\"delta\":{\"role\":\"assistant\",\"content\":\"\"},\"finish_reason\":null}],\"usage\":null}",
            ": OPENROUTER PROCESSING",
            "data: {\"choices\":[{\"index\":0,\"delta\":{\"content\":\"北京 🌍 é\"},\"finish_reason\":null}]}",
            "data: {\"choices\":[{\"index\":0,\"delta\":{\"tool_calls\":[{\"index\":0,\"id\":\"t\",\"function\":{\"name\":\"f\",\"arguments\":\"{\\\"a\\\":\\\"北京 🌍 é\\\"}\"}}]}}]}",
            "data: {\"choices\":[{\"index\":0,\"delta\":{},\"finish_reason\":\"tool_calls\"}]}",
            "data: {\"choices\":[],\"usage\":{\"prompt_tokens\":10,\"completion_tokens\":7,\"total_tokens\":17,\"prompt_tokens_details\":{\"cached_tokens\":4},\"completion_tokens_details\":{\"reasoning_tokens\":2}}}",
            "data: [DONE]");

    public static final List<String> COMPLETIONS = List.of(
            "data: {\"id\":\"c\",\"object\":\"text_completion\",\"choices\":[{\"text\":\"北京 🌍 é\",\"index\":0,\"logprobs\":null,\"finish_reason\":null}],\"usage\":null}",
            ": a comment",
            "data: {\"choices\":[{\"text\":\"\",\"index\":0,\"logprobs\":null,\"finish_reason\":\"length\"}]}",
            "data: {\"choices\":[],\"usage\":{\"prompt_tokens\":10,\"completion_tokens\":7,\"total_tokens\":17}}",
            "data: [DONE]");

    public static final List<String> RESPONSES = List.of(
            "event: response.created\ndata: {\"type\":\"response.created\",\"sequence_number\":0,\"response\":{\"id\":\"r\",\"object\":\"response\",\"status\":\"in_progress\",\"output\":[]}}",
            ": a comment",
            "event: response.output_item.added\ndata: {\"type\":\"response.output_item.added\",\"sequence_number\":1,\"output_index\":0,\"item\":{\"id\":\"m\",\"type\":\"message\",\"content\":[]}}",
            "event: response.output_text.delta\ndata: {\"type\":\"response.output_text.delta\",\"sequence_number\":2,\"item_id\":\"m\",\"output_index\":0,\"content_index\":0,\"delta\":\"北京 🌍 é\"}",
            "event: response.function_call_arguments.delta\ndata: {\"type\":\"response.function_call_arguments.delta\",\"sequence_number\":3,\"output_index\":1,\"delta\":\"{\\\"a\\\":\\\"北京 🌍 é\\\"}\"}",
            "event: response.future_thing\ndata: {\"type\":\"response.future_thing\"}",
            "event: response.completed\ndata: {\"type\":\"response.completed\",\"sequence_number\":4,\"response\":{\"id\":\"r\",\"status\":\"completed\",\"output\":[],\"usage\":{\"input_tokens\":10,\"input_tokens_details\":{\"cached_tokens\":4},\"output_tokens\":7,\"output_tokens_details\":{\"reasoning_tokens\":2},\"total_tokens\":17}}}");

    public static final List<String> ANTHROPIC = List.of(
            "event: message_start\ndata: {\"type\":\"message_start\",\"message\":{\"id\":\"m\",\"content\":[],\"usage\":{\"input_tokens\":10,\"cache_read_input_tokens\":4,\"cache_creation_input_tokens\":5,\"cache_creation\":{\"ephemeral_5m_input_tokens\":2,\"ephemeral_1h_input_tokens\":3},\"output_tokens\":1}}}",
            "event: ping\ndata: {\"type\":\"ping\"}",
            "event: content_block_start\ndata: {\"type\":\"content_block_start\",\"index\":0,\"content_block\":{\"type\":\"text\",\"text\":\"\"}}",
            "event: content_block_delta\ndata: {\"type\":\"content_block_delta\",\"index\":0,\"delta\":{\"type\":\"text_delta\",\"text\":\"北京 🌍 é\"}}",
            "event: content_block_delta\ndata: {\"type\":\"content_block_delta\",\"index\":1,\"delta\":{\"type\":\"input_json_delta\",\"partial_json\":\"{\\\"a\\\":\\\"北京 🌍 é\\\"}\"}}",
            "event: future_thing\ndata: {\"type\":\"future_thing\"}",
            "event: message_delta\ndata: {\"type\":\"message_delta\",\"delta\":{\"stop_reason\":\"tool_use\"},\"usage\":{\"input_tokens\":null,\"output_tokens\":9,\"output_tokens_details\":{\"thinking_tokens\":2}}}",
            "event: message_stop\ndata: {\"type\":\"message_stop\"}");

    public static final List<String> GEMINI = List.of(
            "data: {\"candidates\":[{\"content\":{\"parts\":[{\"text\":\"北京 🌍 é\"}],\"role\":\"model\"},\"index\":0}],\"usageMetadata\":{\"promptTokenCount\":10}}",
            "data: {\"candidates\":[{\"content\":{\"parts\":[{\"functionCall\":{\"name\":\"f\",\"args\":{\"a\":\"北京 🌍 é\"}}}]}}]}",
            "data: {\"candidates\":[{\"content\":{\"parts\":[{\"text\":\"\"}]},\"finishReason\":\"STOP\"}],\"usageMetadata\":{\"promptTokenCount\":10,\"cachedContentTokenCount\":4,\"candidatesTokenCount\":5,\"thoughtsTokenCount\":2,\"toolUsePromptTokenCount\":3}}");

    private Streams() {}

    /** The events with every line break written in one way. */
    public static String framed(List<String> events, String lineBreak) {
        StringBuilder all = new StringBuilder();
        for (String event : events) {
            all.append(event.replace("\n", lineBreak)).append(lineBreak).append(lineBreak);
        }
        return all.toString();
    }
}
