package dev.mehari.protocol.wild;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.mehari.call.Usage;
import dev.mehari.protocol.chat.Tree;
import dev.mehari.protocol.wild.Script.Said;
import java.util.List;
import java.util.Random;

/** Responses, as OpenAI and its look-alikes send them. */
final class ResponsesSpeaker implements Speaker {
    @Override
    public ObjectNode whole(Script script) {
        ObjectNode response = response(script, status(script));
        ArrayNode output = response.putArray("output");
        for (int i = 0; i < script.said().size(); i++) {
            output.add(item(i, script.said().get(i)));
        }
        if (script.stop() == Script.Stop.CAP || script.stop() == Script.Stop.FILTER) {
            response.putObject("incomplete_details")
                    .put("reason", script.stop() == Script.Stop.CAP ? "max_output_tokens" : "content_filter");
        } else {
            response.putNull("incomplete_details");
        }
        response.putNull("error");
        Usage usage = script.usage();
        response.set("usage", usage == null ? null : usage(usage));
        return response;
    }

    static String status(Script script) {
        return switch (script.stop()) {
            case END, TOOLS -> "completed";
            case CAP, FILTER -> "incomplete";
        };
    }

    static ObjectNode response(Script script, String status) {
        return Tree.object()
                .put("id", "resp_" + script.id())
                .put("object", "response")
                .put("created_at", 1)
                .put("status", status)
                .put("model", MODEL);
    }

    static ObjectNode item(int place, Said said) {
        return switch (said) {
            case Said.Text(String words) -> {
                ObjectNode item = head(place, "message", "msg_").put("role", "assistant");
                item.putArray("content").add(text(words));
                yield item;
            }
            case Said.Thought(String words, String seal) -> {
                ObjectNode item = head(place, "reasoning", "rs_");
                item.putArray("summary").addObject().put("type", "summary_text").put("text", words);
                yield seal.isEmpty() ? item : item.put("encrypted_content", seal);
            }
            case Said.Call call -> call(place, call, call.arguments());
        };
    }

    static ObjectNode text(String words) {
        ObjectNode part = Tree.object().put("type", "output_text").put("text", words);
        part.putArray("annotations");
        return part;
    }

    static ObjectNode call(int place, Said.Call call, String arguments) {
        return head(place, "function_call", "fc_")
                .put("call_id", call.id())
                .put("name", call.name())
                .put("arguments", arguments);
    }

    static ObjectNode head(int place, String type, String prefix) {
        return Tree.object().put("id", prefix + place).put("type", type).put("status", "completed");
    }

    private static ObjectNode usage(Usage usage) {
        ObjectNode out = Tree.object().put("input_tokens", usage.input() + usage.cachedInput());
        out.putObject("input_tokens_details").put("cached_tokens", usage.cachedInput());
        out.put("output_tokens", usage.output() + usage.reasoning());
        out.putObject("output_tokens_details").put("reasoning_tokens", usage.reasoning());
        return out.put("total_tokens", usage.total());
    }

    @Override
    public List<Line> stream(Script script, Random random) {
        return new ResponsesEvents(script, random).lines(whole(script));
    }
}
