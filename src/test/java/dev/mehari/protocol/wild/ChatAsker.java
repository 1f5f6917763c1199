package dev.mehari.protocol.wild;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.mehari.protocol.chat.Tree;
import dev.mehari.protocol.wild.Talk.Call;
import dev.mehari.protocol.wild.Talk.Turn;

/** A conversation as a request for a chat completion. */
final class ChatAsker implements Asker {
    @Override
    public ObjectNode ask(Talk talk) {
        ObjectNode body = Tree.object();
        body.put("model", "m");
        ArrayNode messages = body.putArray("messages");
        if (!talk.system().isEmpty()) {
            messages.addObject().put("role", "system").put("content", talk.system());
        }
        for (Turn turn : talk.turns()) {
            switch (turn) {
                case Turn.User(String text, boolean image) -> {
                    ObjectNode message = messages.addObject().put("role", "user");
                    if (image) {
                        ArrayNode parts = message.putArray("content");
                        parts.addObject().put("type", "text").put("text", text);
                        parts.addObject()
                                .put("type", "image_url")
                                .putObject("image_url")
                                .put("url", "data:image/png;base64," + Talk.PNG);
                    } else {
                        message.put("content", text);
                    }
                }
                case Turn.Model said -> said(said, messages);
            }
        }
        if (talk.tools()) {
            ObjectNode tool = body.putArray("tools").addObject().put("type", "function");
            tool.putObject("function")
                    .put("name", Talk.NAME)
                    .put("description", "d")
                    .set("parameters", Asker.json(Talk.SCHEMA));
        }
        if (talk.choice().equals(Talk.NAME)) {
            body.putObject("tool_choice")
                    .put("type", "function")
                    .putObject("function")
                    .put("name", Talk.NAME);
        } else if (!talk.choice().isEmpty()) {
            body.put("tool_choice", talk.choice());
        }
        body.put("max_completion_tokens", talk.maxTokens());
        Asker.drawn(talk, body);
        Asker.streamed(talk, body);
        if (talk.stream()) {
            body.putObject("stream_options").put("include_usage", true);
        }
        return body;
    }

    private static void said(Turn.Model said, ArrayNode messages) {
        ObjectNode message = messages.addObject().put("role", "assistant");
        message.put("content", said.text().isEmpty() ? null : said.text());
        for (Call call : said.calls()) {
            ObjectNode item = message.withArray("tool_calls")
                    .addObject()
                    .put("id", call.id())
                    .put("type", "function");
            item.putObject("function").put("name", Talk.NAME).put("arguments", call.arguments());
        }
        for (Call call : said.calls()) {
            messages.addObject()
                    .put("role", "tool")
                    .put("tool_call_id", call.id())
                    .put("content", call.result());
        }
    }
}
