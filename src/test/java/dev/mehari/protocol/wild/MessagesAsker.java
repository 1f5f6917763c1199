package dev.mehari.protocol.wild;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.mehari.protocol.chat.Tree;
import dev.mehari.protocol.wild.Talk.Call;
import dev.mehari.protocol.wild.Talk.Turn;

/** A conversation as a request for a message. */
final class MessagesAsker implements Asker {
    @Override
    public ObjectNode ask(Talk talk) {
        ObjectNode body = Tree.object();
        body.put("model", "m").put("max_tokens", talk.maxTokens());
        if (!talk.system().isEmpty()) {
            text(body.putArray("system"), talk.system());
        }
        ArrayNode messages = body.putArray("messages");
        for (Turn turn : talk.turns()) {
            switch (turn) {
                case Turn.User(String text, boolean image) -> {
                    ArrayNode content = content(messages, "user");
                    text(content, text);
                    if (image) {
                        content.addObject()
                                .put("type", "image")
                                .putObject("source")
                                .put("type", "base64")
                                .put("media_type", "image/png")
                                .put("data", Talk.PNG);
                    }
                }
                case Turn.Model said -> said(said, messages);
            }
        }
        if (talk.tools()) {
            body.putArray("tools")
                    .addObject()
                    .put("name", Talk.NAME)
                    .put("description", "d")
                    .set("input_schema", Asker.json(Talk.SCHEMA));
        }
        if (talk.choice().equals(Talk.NAME)) {
            body.putObject("tool_choice").put("type", "tool").put("name", Talk.NAME);
        } else if (!talk.choice().isEmpty()) {
            body.putObject("tool_choice").put("type", talk.choice().equals("required") ? "any" : talk.choice());
        }
        Asker.drawn(talk, body);
        Asker.streamed(talk, body);
        return body;
    }

    private static void text(ArrayNode content, String text) {
        content.addObject().put("type", "text").put("text", text);
    }

    /** What one side says in a row is one turn. */
    private static ArrayNode content(ArrayNode messages, String role) {
        JsonNode last = messages.path(messages.size() - 1);
        if (last.path("role").asText().equals(role) && last.path("content") instanceof ArrayNode content) {
            return content;
        }
        return messages.addObject().put("role", role).putArray("content");
    }

    private static void said(Turn.Model said, ArrayNode messages) {
        ArrayNode content = content(messages, "assistant");
        if (!said.text().isEmpty()) {
            text(content, said.text());
        }
        for (Call call : said.calls()) {
            content.addObject()
                    .put("type", "tool_use")
                    .put("id", call.id())
                    .put("name", Talk.NAME)
                    .set("input", Asker.json(call.arguments()));
        }
        for (Call call : said.calls()) {
            ObjectNode result = content(messages, "user").addObject().put("type", "tool_result");
            text(result.put("tool_use_id", call.id()).putArray("content"), call.result());
        }
    }
}
