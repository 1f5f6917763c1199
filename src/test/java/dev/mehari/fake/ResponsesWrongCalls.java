package dev.mehari.fake;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;

/** What OpenAI's Responses must not be sent. JSON is written with single quotes. */
final class ResponsesWrongCalls {
    private static final String TOOL = "{'type':'function','name':'f','parameters':{'type':'object'}}";
    private static final String CALLED = "{'type':'function_call','call_id':'c1','name':'f','arguments':'{}'}";
    private static final String RESULT = "{'type':'function_call_output','call_id':'c1','output':'x'}";
    private static final String THOUGHT = "{'type':'reasoning','id':'rs_1','summary':[],'encrypted_content':'xyz'}";

    private final List<WrongCall> all = new ArrayList<>();
    private final GoodCall good;

    ResponsesWrongCalls(ResponsesFake fake) {
        good = new GoodCall(
                fake,
                "POST",
                "/v1/responses",
                Map.of("Authorization", "Bearer " + fake.key()),
                "{'model':'gpt-5.6-terra','input':'hi','store':false,'reasoning':{'effort':'low','summary':'auto'},"
                        + "'include':['reasoning.encrypted_content']}");
        wrong("another path", call -> call.path("/responses"), 404, "", "Invalid URL (POST /responses)");
        wrong("a query", call -> call.path("/v1/responses?a=b"), 404, "", "Invalid URL");
        wrong("PUT", call -> call.method("PUT"), 405, "method_not_supported", "Not allowed to PUT");
        wrong("no key", call -> call.header("Authorization", ""), 401, "invalid_api_key", "didn't provide");
        wrong("unknown model", call -> call.with("model", "'gpt-0'"), 404, "model_not_found", "`gpt-0`");
        refused("a second key", call -> call.header("x-api-key", "k"), "", "'x-api-key' does not belong");
        parameters();
        items();
        history();
        tools();
    }

    private void parameters() {
        refused("messages", call -> call.with("messages", "[]"), "unsupported_parameter", "has moved to 'input'");
        refused("max_tokens", call -> call.with("max_tokens", "99"), "unsupported_parameter", "'max_output_tokens'");
        refused(
                "response_format",
                call -> call.with("response_format", "{'type':'text'}"),
                "unsupported_parameter",
                "'text.format'");
        for (String name : new String[] {"n", "stop", "seed", "logit_bias", "presence_penalty", "functions"}) {
            refused(name, call -> call.with(name, "1"), "unknown_parameter", "'" + name + "'");
        }
        refused("no input", call -> call.without("input"), "missing_required_parameter", "'input'");
        refused(
                "15 tokens",
                call -> call.with("max_output_tokens", "15"),
                "integer_below_min_value",
                "Expected a value >= 16, but got 15");
        refused(
                "usage as in chat completions",
                call -> call.with("stream", "true").with("stream_options", "{'include_usage':true}"),
                "unknown_parameter",
                "'stream_options.include_usage'");
        refused(
                "stream_options without a stream",
                call -> call.with("stream_options", "{'include_obfuscation':false}"),
                "",
                "only allowed when 'stream' is enabled");
        refused(
                "unknown include",
                call -> call.with("include", "['usage']"),
                "invalid_value",
                "Invalid value: 'usage'");
        refused(
                "temperature for a reasoning model",
                call -> call.with("temperature", "0.5"),
                "unsupported_parameter",
                "'temperature' is not supported");
        refused(
                "effort for another model",
                call -> call.with("model", "'gpt-4.1'").without("include"),
                "unsupported_parameter",
                "'reasoning.effort'");
        refused(
                "seals of another model",
                call -> call.with("model", "'gpt-4.1'").without("reasoning"),
                "",
                "Encrypted content is not supported");
        refused(
                "an unknown response",
                call -> call.with("previous_response_id", "'resp_0'"),
                "previous_response_not_found",
                "'resp_0' not found");
        refused("logprobs without asking", call -> call.with("top_logprobs", "2"), "", "needs 'message.output_text");
        refused(
                "JSON without the word",
                call -> call.with("text", "{'format':{'type':'json_object'}}"),
                "",
                "must contain the word 'json'");
        refused(
                "a nested schema",
                call -> call.with("text", "{'format':{'type':'json_schema','json_schema':{'name':'a'}}}"),
                "unknown_parameter",
                "'text.format.json_schema'");
        refused(
                "an open schema",
                call -> call.with(
                        "text",
                        "{'format':{'type':'json_schema','name':'a','strict':true,'schema':{'type':'object'}}}"),
                "invalid_json_schema",
                "'additionalProperties' is required");
    }

    private void items() {
        refused("an unknown item", call -> input(call, "{'type':'tool_use'}"), "invalid_value", "'tool_use'");
        refused("an unknown role", call -> input(call, "{'role':'tool','content':'x'}"), "invalid_value", "'tool'");
        refused(
                "a part of chat completions",
                call -> input(call, "{'role':'user','content':[{'type':'text','text':'x'}]}"),
                "invalid_value",
                "'input_file', 'input_image', 'input_text'");
        refused(
                "the user's part in an answer",
                call -> input(call, "{'role':'assistant','content':[{'type':'input_text','text':'x'}]}"),
                "invalid_value",
                "'output_text', 'refusal'");
        refused(
                "an image as in chat completions",
                call -> input(call, user("{'type':'input_image','image_url':{'url':'https://a/b.png'}}")),
                "invalid_type",
                "image_url");
        refused(
                "a file without a name",
                call -> input(call, user("{'type':'input_file','file_data':'data:application/pdf;base64,AA=='}")),
                "missing_required_parameter",
                "filename");
        refused(
                "an id of another kind",
                call -> input(call, "{'type':'message','id':'chatcmpl-1','role':'assistant','content':'x'}"),
                "invalid_value",
                "'input[0].id'");
        refused(
                "a call without its id",
                call -> input(call, "{'type':'function_call','name':'f','arguments':'{}'}"),
                "missing_required_parameter",
                "'input[0].call_id'");
        refused(
                "arguments as an object",
                call -> input(call, CALLED.replace("'{}'", "{}")),
                "invalid_type",
                "'input[0].arguments'");
    }

    private void history() {
        refused("a result without its call", call -> input(call, RESULT), "", "No tool call found");
        refused(
                "a call without a result",
                call -> input(call, CALLED),
                "",
                "No tool output found for function call c1");
        refused(
                "thinking of which nothing came",
                call -> input(call, THOUGHT),
                "",
                "'rs_1' of type 'reasoning' was provided without its required following item");
        refused(
                "thinking before the user",
                call -> input(call, THOUGHT + ",{'role':'user','content':'x'}"),
                "",
                "without its required following item");
        refused(
                "thinking of another vendor",
                call -> input(call, THOUGHT.replace("xyz", Seal.of("anthropic", "x")) + "," + CALLED + "," + RESULT),
                "invalid_encrypted_content",
                "could not be verified");
        wrong(
                "thinking that was not kept",
                call -> input(call, THOUGHT.replace(",'encrypted_content':'xyz'", "") + "," + CALLED + "," + RESULT),
                404,
                "",
                "'rs_1' not found");
        wrong(
                "an item that was not kept",
                call -> input(call, "{'type':'item_reference','id':'msg_1'}"),
                404,
                "",
                "'msg_1' not found");
    }

    private void tools() {
        refused(
                "a nested tool",
                call -> call.with("tools", "[{'type':'function','function':{'name':'f'}}]"),
                "unknown_parameter",
                "'tools[0].function'");
        refused("an unknown tool", call -> call.with("tools", "[{'type':'bash'}]"), "invalid_value", "'bash'");
        refused("a choice without tools", call -> call.with("tool_choice", "'required'"), "", "with 'tools' parameter");
        refused(
                "a choice as in chat completions",
                call -> call.with("tools", "[" + TOOL + "]")
                        .with("tool_choice", "{'type':'function','function':{'name':'f'}}"),
                "unknown_parameter",
                "'tool_choice.function'");
        refused(
                "a choice that is not there",
                call -> call.with("tools", "[" + TOOL + "]").with("tool_choice", "{'type':'function','name':'g'}"),
                "",
                "'g' not found");
        refused(
                "strict arguments of an open schema",
                call -> call.with("tools", "[" + TOOL.replace("}}", "},'strict':true}") + "]"),
                "invalid_function_parameters",
                "'additionalProperties' is required");
    }

    GoodCall good() {
        return good;
    }

    List<WrongCall> all() {
        return all;
    }

    private static GoodCall input(GoodCall call, String items) {
        return call.with("input", "[" + items + "]");
    }

    private static String user(String part) {
        return "{'role':'user','content':[" + part + "]}";
    }

    private void refused(String name, UnaryOperator<GoodCall> spoil, String code, String message) {
        wrong(name, spoil, 400, code, message);
    }

    private void wrong(String name, UnaryOperator<GoodCall> spoil, int status, String code, String message) {
        all.add(new WrongCall(name, good, spoil, status, "/error/code", code, message));
    }
}
