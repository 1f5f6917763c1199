package dev.mehari.fake;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;

/** What OpenAi must not be sent. JSON is written with single quotes. */
final class OpenAiWrongCalls {
    private static final String TOOL = "{'type':'function','function':{'name':'f','parameters':{'type':'object'}}}";
    private static final String CALLED =
            "{'role':'assistant','content':null,'tool_calls':[{'id':'c1','type':'function',"
                    + "'function':{'name':'f','arguments':'{}'}}]}";

    private final List<WrongCall> all = new ArrayList<>();
    private final GoodCall good;

    OpenAiWrongCalls(OpenAiFake fake) {
        good = new GoodCall(
                fake,
                "POST",
                "/v1/chat/completions",
                Map.of("Authorization", "Bearer " + fake.key()),
                "{'model':'gpt-4.1','messages':[{'role':'user','content':'hi'}]}");
        wrong(
                good,
                "another path",
                call -> call.path("/chat/completions"),
                404,
                "",
                "Invalid URL (POST /chat/completions)");
        wrong(good, "a query", call -> call.path("/v1/chat/completions?a=b"), 404, "", "Invalid URL");
        wrong(good, "PUT", call -> call.method("PUT"), 405, "method_not_supported", "Not allowed to PUT");
        wrong(good, "no key", call -> call.header("Authorization", ""), 401, "invalid_api_key", "didn't provide");
        wrong(
                good,
                "a wrong key",
                call -> call.header("Authorization", "Bearer x"),
                401,
                "invalid_api_key",
                "Incorrect API key");
        wrong(good, "unknown model", call -> call.with("model", "'gpt-0'"), 404, "model_not_found", "`gpt-0`");
        refused("a second key", call -> call.header("x-api-key", "k"), "", "'x-api-key' does not belong");
        refused("a cookie", call -> call.header("Cookie", "a=b"), "", "'cookie' does not belong");
        refused("a form", call -> call.header("Content-Type", "application/x-www-form-urlencoded"), "", "content type");
        refused("no JSON", call -> call.raw("{"), "", "could not parse");
        refused("a key twice", call -> call.raw("{'model':'a','model':'b'}"), "", "Duplicate");
        refused("two values", call -> call.raw(call.body() + "{}"), "", "could not parse");
        refused("no messages", call -> call.without("messages"), "missing_required_parameter", "'messages'");
        refused("empty messages", call -> call.with("messages", "[]"), "empty_array", "'messages'");
        refused("unknown field", call -> call.with("top_k", "5"), "unknown_parameter", "'top_k'");
        refused(
                "a field inside a message",
                call -> call.with("messages", "[{'role':'user','content':'x','id':1}]"),
                "unknown_parameter",
                "'messages[0].id'");
        refused(
                "unknown role",
                call -> call.with("messages", "[{'role':'model','content':'x'}]"),
                "invalid_value",
                "'model'");
        refused(
                "content as a number",
                call -> call.with("messages", "[{'role':'user','content':1}]"),
                "invalid_type",
                "'messages[0].content'");
        refused("too hot", call -> call.with("temperature", "2.5"), "decimal_above_max_value", "2.5");
        refused(
                "no output",
                call -> call.with("max_completion_tokens", "0"),
                "integer_below_min_value",
                "'max_completion_tokens'");
        refused("temperature as text", call -> call.with("temperature", "'1'"), "invalid_type", "expected a decimal");
        refused("five stops", call -> call.with("stop", "['a','b','c','d','e']"), "array_above_max_length", "'stop'");
        refused(
                "stream_options without a stream",
                call -> call.with("stream_options", "{'include_usage':true}"),
                "",
                "only allowed when 'stream' is enabled");
        refused("tools as []", call -> call.with("tools", "[]"), "empty_array", "'tools'");
        refused(
                "a tool name with a dot",
                call -> call.with("tools", "[" + TOOL.replace("'f'", "'a.b'") + "]"),
                "invalid_value",
                "does not match pattern");
        refused("a choice without tools", call -> call.with("tool_choice", "'auto'"), "", "only allowed when 'tools'");
        refused(
                "a result without a call",
                call -> call.with("messages", "[{'role':'tool','content':'x','tool_call_id':'c1'}]"),
                "",
                "must be a response to a preceeding message");
        refused(
                "a call without a result",
                call -> call.with("messages", "[" + CALLED + ",{'role':'user','content':'x'}]"),
                "",
                "did not have response messages: c1");
        refused(
                "max_tokens for a reasoning model",
                call -> call.with("model", "'gpt-5.6-terra'").with("max_tokens", "5"),
                "unsupported_parameter",
                "max_completion_tokens");
        refused(
                "tools with effort",
                call -> call.with("model", "'gpt-5.6-terra'").with("tools", "[" + TOOL + "]"),
                "unsupported_value",
                "/v1/responses");
        GoodCall count = good.path("/v1/responses/input_tokens").raw("{'model':'gpt-4.1','input':'hi'}");
        wrong(
                count,
                "a count with a cap",
                call -> call.with("max_output_tokens", "9"),
                400,
                "unknown_parameter",
                "'max_output_tokens'");
        wrong(
                count,
                "a count of messages",
                call -> call.with("messages", "[]"),
                400,
                "unknown_parameter",
                "'messages'");
        vectors();
    }

    private void vectors() {
        GoodCall vectors = good.path("/v1/embeddings").raw("{'model':'gpt-4.1','input':['a','b'],'dimensions':4}");
        wrong(vectors, "nothing", call -> call.with("input", "[]"), 400, "empty_array", "'input'");
        wrong(vectors, "no text", call -> call.with("input", "''"), 400, "string_below_min_length", "'input'");
        wrong(vectors, "an object", call -> call.with("input", "{}"), 400, "invalid_type", "'input'");
        wrong(vectors, "text and tokens", call -> call.with("input", "['a',[1]]"), 400, "", "of one type");
        wrong(
                vectors,
                "no dimension",
                call -> call.with("dimensions", "0"),
                400,
                "integer_below_min_value",
                "'dimensions'");
        wrong(
                vectors,
                "int8",
                call -> call.with("encoding_format", "'int8'"),
                400,
                "invalid_value",
                "'float', 'base64'");
        wrong(vectors, "a stream", call -> call.with("stream", "true"), 400, "unknown_parameter", "'stream'");
        wrong(vectors, "no model", call -> call.without("model"), 400, "missing_required_parameter", "'model'");
        wrong(
                good.path("/v1/completions").raw("{'model':'gpt-4.1','prompt':'a'}"),
                "OpenAI itself completes no texts",
                call -> call,
                404,
                "",
                "Invalid URL");
    }

    GoodCall good() {
        return good;
    }

    List<WrongCall> all() {
        return all;
    }

    private void refused(String name, UnaryOperator<GoodCall> spoil, String code, String message) {
        wrong(good, name, spoil, 400, code, message);
    }

    private void wrong(
            GoodCall from, String name, UnaryOperator<GoodCall> spoil, int status, String code, String message) {
        all.add(new WrongCall(name, from, spoil, status, "/error/code", code, message));
    }
}
