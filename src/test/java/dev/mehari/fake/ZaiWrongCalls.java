package dev.mehari.fake;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;

/** What Zai must not be sent. JSON is written with single quotes. */
final class ZaiWrongCalls {
    private static final String TOOL = "{'type':'function','function':{'name':'f','parameters':{'type':'object'}}}";

    private final List<WrongCall> all = new ArrayList<>();
    private final GoodCall good;

    ZaiWrongCalls(ZaiFake fake) {
        good = new GoodCall(
                fake,
                "POST",
                "/api/paas/v4/chat/completions",
                Map.of("Authorization", "Bearer " + fake.key()),
                "{'model':'glm-5.2','messages':[{'role':'user','content':'hi'}]}");
        wrong(good, "another path", call -> call.path("/v1/chat/completions"), 404, "1222", "");
        wrong(good, "no key", call -> call.header("Authorization", ""), 401, "1001", "");
        wrong(good, "a wrong key", call -> call.header("Authorization", "Bearer x"), 401, "1000", "");
        refused("unknown model", call -> call.with("model", "'gpt-4.1'"), "1211");
        refused("stream_options", call -> call.with("stream_options", "{}"), "1210");
        refused("n", call -> call.with("n", "1"), "1210");
        refused("logprobs", call -> call.with("logprobs", "true"), "1210");
        refused("a penalty", call -> call.with("presence_penalty", "0"), "1210");
        refused("max_completion_tokens", call -> call.with("max_completion_tokens", "5"), "1210");
        refused("the developer role", call -> call.with("messages", "[{'role':'developer','content':'x'}]"), "1214");
        refused(
                "a name on a message",
                call -> call.with("messages", "[{'role':'user','content':'x','name':'n'}]"),
                "1210");
        refused("nothing asked", call -> call.with("messages", "[{'role':'system','content':'x'}]"), "1214");
        refused("two stops", call -> call.with("stop", "['a','b']"), "1214");
        refused("too hot", call -> call.with("temperature", "1.5"), "1214");
        refused(
                "a forced tool",
                call -> call.with("tools", "[" + TOOL + "]").with("tool_choice", "'required'"),
                "1214");
        refused(
                "strict",
                call -> call.with("tools", "[" + TOOL.replace("'name'", "'strict':true,'name'") + "]"),
                "1210");
        refused("no messages", call -> call.without("messages"), "1213");
    }

    GoodCall good() {
        return good;
    }

    List<WrongCall> all() {
        return all;
    }

    private void refused(String name, UnaryOperator<GoodCall> spoil, String code) {
        wrong(good, name, spoil, 400, code, "");
    }

    private void wrong(
            GoodCall from, String name, UnaryOperator<GoodCall> spoil, int status, String code, String message) {
        all.add(new WrongCall(name, from, spoil, status, "/error/code", code, message));
    }
}
