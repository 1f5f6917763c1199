package dev.mehari.fake;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;

/** What Anthropic must not be sent. JSON is written with single quotes. */
final class AnthropicWrongCalls {

    private final List<WrongCall> all = new ArrayList<>();
    private final GoodCall good;

    AnthropicWrongCalls(AnthropicFake fake) {
        good = new GoodCall(
                fake,
                "POST",
                "/v1/messages",
                Map.of("x-api-key", fake.key(), "anthropic-version", "2023-06-01"),
                "{'model':'claude-haiku-4-5','max_tokens':9,'messages':[{'role':'user','content':'hi'}]}");
        wrong(good, "another path", call -> call.path("/messages"), 404, "not_found_error", "");
        wrong(good, "GET", call -> call.method("GET"), 405, "invalid_request_error", "Method Not Allowed");
        wrong(good, "no key", call -> call.header("x-api-key", ""), 401, "authentication_error", "required");
        wrong(
                good,
                "a wrong key",
                call -> call.header("x-api-key", "k"),
                401,
                "authentication_error",
                "invalid x-api-key");
        refused(
                "both keys",
                call -> call.header("Authorization", "Bearer " + fake.key()),
                "'authorization' does not belong");
        refused("no version", call -> call.header("anthropic-version", ""), "anthropic-version: header is required");
        refused("an old version", call -> call.header("anthropic-version", "2023-01-01"), "is not a valid version");
        refused("no max_tokens", call -> call.without("max_tokens"), "max_tokens: Field required");
        refused(
                "temperature in the new version",
                call -> call.header("anthropic-version", "2026-10-21").with("temperature", "1"),
                "temperature: Extra inputs are not permitted");
        refused("temperature of OpenAI", call -> call.with("temperature", "1.5"), "less than or equal to 1");
        refused(
                "two sampling fields",
                call -> call.with("temperature", "0.5").with("top_p", "0.5"),
                "cannot both be specified");
        refused("unknown field", call -> call.with("n", "1"), "n: Extra inputs are not permitted");
        refused("a beta field without a beta", call -> call.with("context_management", "{}"), "Extra inputs");
        refused(
                "a field inside a block",
                call -> turns(call, "{'role':'user','content':[{'type':'text','text':'x','detail':1}]}"),
                "messages.0.content.0.detail: Extra inputs");
        refused(
                "OpenAI's image",
                call -> turns(call, "{'role':'user','content':[{'type':'image_url'}]}"),
                "Input tag 'image_url' found using 'type'");
        refused(
                "empty text",
                call -> turns(call, "{'role':'user','content':[{'type':'text','text':''}]}"),
                "text content blocks must be non-empty");
        refused("a tool role", call -> turns(call, "{'role':'tool','content':'x'}"), "Unexpected role 'tool'");
        refused(
                "the assistant first",
                call -> turns(call, "{'role':'assistant','content':'x'}"),
                "first message must use the 'user' role");
        refused(
                "two user turns",
                call -> turns(call, "{'role':'user','content':'x'},{'role':'user','content':'y'}"),
                "roles must alternate");
        refused(
                "a call without a result",
                call -> toolTurns(call, "{'type':'text','text':'x'}"),
                "without `tool_result` blocks immediately after: t1");
        refused(
                "a result after text",
                call -> toolTurns(call, "{'type':'text','text':'x'},{'type':'tool_result','tool_use_id':'t1'}"),
                "must come before");
        refused(
                "a result for another call",
                call -> toolTurns(call, "{'type':'tool_result','tool_use_id':'t2'}"),
                "unexpected `tool_use_id`");
        refused(
                "a schema that is no object",
                call -> call.with("tools", "[{'name':'f','input_schema':{}}]"),
                "tools.0.input_schema.type: Field required");
        refused("a blank stop", call -> call.with("stop_sequences", "[' ']"), "must contain non-whitespace");
        refused(
                "a budget above the limit",
                call -> call.with("thinking", "{'type':'enabled','budget_tokens':2048}"),
                "must be greater than `thinking.budget_tokens`");
        refused(
                "a document of the assistant in the new version",
                call -> turns(
                        call.header("anthropic-version", "2026-10-21"),
                        "{'role':'user','content':'x'},{'role':'assistant','content':[{'type':'document'}]}"),
                "document blocks are not permitted");
        refused(
                "a system turn in the wrong place",
                call -> turns(
                        call,
                        "{'role':'user','content':'x'},{'role':'system','content':'y'},{'role':'user','content':'z'}"),
                "system messages must directly follow");
        counts();
        refused(
                "thinking that nobody signed",
                call -> thought(call, "{'type':'thinking','thinking':'x','signature':''}"),
                "messages.1.content.0: Invalid `signature`");
        refused(
                "thinking of another vendor",
                call -> thought(
                        call, "{'type':'thinking','thinking':'x','signature':'" + Seal.of("openai", "x") + "'}"),
                "messages.1.content.0: Invalid `signature`");
        refused(
                "thinking in an envelope",
                call -> thought(call, "{'type':'thinking','thinking':'x','signature':'gwr1.e30'}"),
                "messages.1.content.0: Invalid `signature`");
        refused(
                "thinking that was changed",
                call -> thought(
                        call,
                        "{'type':'thinking','thinking':'y','signature':'" + Seal.of(AnthropicSigned.VENDOR, "x")
                                + "'}"),
                "messages.1.content.0: Invalid `signature`");
        refused(
                "a loop of tools without its thinking",
                call -> toolTurns(call, "{'type':'tool_result','tool_use_id':'t1'}")
                        .with("max_tokens", "2000")
                        .with("thinking", "{'type':'enabled','budget_tokens':1024}"),
                "messages.1.content.0.type: Expected `thinking`");
    }

    private static GoodCall thought(GoodCall call, String block) {
        return turns(
                call,
                "{'role':'user','content':'x'},{'role':'assistant','content':[" + block
                        + ",{'type':'text','text':'z'}]}," + "{'role':'user','content':'w'}");
    }

    private void counts() {
        GoodCall count = good.path("/v1/messages/count_tokens").without("max_tokens");
        for (String field : List.of("max_tokens", "temperature", "stream", "stop_sequences", "metadata")) {
            wrong(
                    count,
                    "a count with " + field,
                    call -> call.with(field, "1"),
                    400,
                    "invalid_request_error",
                    field + ": Extra inputs are not permitted");
        }
        wrong(count, "a count without a key", call -> call.header("x-api-key", ""), 401, "authentication_error", "");
        wrong(
                count,
                "a count of nothing",
                call -> call.without("messages"),
                400,
                "invalid_request_error",
                "messages: Field required");
    }

    GoodCall good() {
        return good;
    }

    List<WrongCall> all() {
        return all;
    }

    private void refused(String name, UnaryOperator<GoodCall> spoil, String message) {
        wrong(good, name, spoil, 400, "invalid_request_error", message);
    }

    private void wrong(
            GoodCall from, String name, UnaryOperator<GoodCall> spoil, int status, String code, String message) {
        all.add(new WrongCall(name, from, spoil, status, "/error/type", code, message));
    }

    private static GoodCall turns(GoodCall call, String turns) {
        return call.with("messages", "[" + turns + "]");
    }

    private static GoodCall toolTurns(GoodCall call, String answer) {
        String turns = "{'role':'user','content':'x'},"
                + "{'role':'assistant','content':[{'type':'tool_use','id':'t1','name':'f','input':{}}]},"
                + "{'role':'user','content':[" + answer + "]}";
        return turns(call, turns).with("tools", "[{'name':'f','input_schema':{'type':'object'}}]");
    }
}
