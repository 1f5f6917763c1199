package dev.mehari.protocol.wild;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.mehari.protocol.chat.Tree;
import dev.mehari.protocol.wild.Talk.Call;
import dev.mehari.protocol.wild.Talk.Turn;

/** A conversation as a request for a response. */
final class ResponsesAsker implements Asker {
    @Override
    public ObjectNode ask(Talk talk) {
        ObjectNode body = Tree.object();
        body.put("model", "m");
        if (!talk.system().isEmpty()) {
            body.put("instructions", talk.system());
        }
        ArrayNode input = body.putArray("input");
        for (Turn turn : talk.turns()) {
            switch (turn) {
                case Turn.User(String text, boolean image) -> {
                    ObjectNode item = input.addObject().put("type", "message").put("role", "user");
                    ArrayNode parts = item.putArray("content");
                    parts.addObject().put("type", "input_text").put("text", text);
                    if (image) {
                        parts.addObject()
                                .put("type", "input_image")
                                .put("image_url", "data:image/png;base64," + Talk.PNG)
                                .put("detail", "auto");
                    }
                }
                case Turn.Model said -> said(said, input);
            }
        }
        if (talk.tools()) {
            body.putArray("tools")
                    .addObject()
                    .put("type", "function")
                    .put("name", Talk.NAME)
                    .put("description", "d")
                    .put("strict", false)
                    .set("parameters", Asker.json(Talk.SCHEMA));
        }
        if (talk.choice().equals(Talk.NAME)) {
            body.putObject("tool_choice").put("type", "function").put("name", Talk.NAME);
        } else if (!talk.choice().isEmpty()) {
            body.put("tool_choice", talk.choice());
        }
        body.put("max_output_tokens", talk.maxTokens()).put("store", false);
        body.putArray("include").add("reasoning.encrypted_content");
        Asker.drawn(talk, body);
        Asker.streamed(talk, body);
        return body;
    }

    private static void said(Turn.Model said, ArrayNode input) {
        if (!said.text().isEmpty()) {
            input.addObject().put("type", "message").put("role", "assistant").put("content", said.text());
        }
        for (Call call : said.calls()) {
            input.addObject()
                    .put("type", "function_call")
                    .put("call_id", call.id())
                    .put("name", Talk.NAME)
                    .put("arguments", call.arguments());
        }
        for (Call call : said.calls()) {
            input.addObject()
                    .put("type", "function_call_output")
                    .put("call_id", call.id())
                    .put("output", call.result());
        }
    }
}
