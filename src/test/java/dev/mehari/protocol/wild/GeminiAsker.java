package dev.mehari.protocol.wild;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.mehari.protocol.chat.Tree;
import dev.mehari.protocol.wild.Talk.Call;
import dev.mehari.protocol.wild.Talk.Turn;

/** A conversation as a generateContent request. */
final class GeminiAsker implements Asker {
    @Override
    public ObjectNode ask(Talk talk) {
        ObjectNode body = Tree.object();
        if (!talk.system().isEmpty()) {
            body.putObject("systemInstruction").putArray("parts").addObject().put("text", talk.system());
        }
        ArrayNode contents = body.putArray("contents");
        for (Turn turn : talk.turns()) {
            switch (turn) {
                case Turn.User(String text, boolean image) -> {
                    ArrayNode parts = parts(contents, "user");
                    parts.addObject().put("text", text);
                    if (image) {
                        parts.addObject()
                                .putObject("inlineData")
                                .put("mimeType", "image/png")
                                .put("data", Talk.PNG);
                    }
                }
                case Turn.Model said -> said(said, contents);
            }
        }
        if (talk.tools()) {
            body.putArray("tools")
                    .addObject()
                    .putArray("functionDeclarations")
                    .addObject()
                    .put("name", Talk.NAME)
                    .put("description", "d")
                    .set("parametersJsonSchema", Asker.json(Talk.SCHEMA));
        }
        if (!talk.choice().isEmpty()) {
            ObjectNode config = body.putObject("toolConfig").putObject("functionCallingConfig");
            switch (talk.choice()) {
                case "auto" -> config.put("mode", "AUTO");
                case "none" -> config.put("mode", "NONE");
                case "required" -> config.put("mode", "ANY");
                default ->
                    config.put("mode", "ANY").putArray("allowedFunctionNames").add(Talk.NAME);
            }
        }
        ObjectNode config = body.putObject("generationConfig").put("maxOutputTokens", talk.maxTokens());
        Asker.drawn(talk, config);
        return body;
    }

    private static ArrayNode parts(ArrayNode contents, String role) {
        JsonNode last = contents.path(contents.size() - 1);
        if (last.path("role").asText().equals(role) && last.path("parts") instanceof ArrayNode parts) {
            return parts;
        }
        return contents.addObject().put("role", role).putArray("parts");
    }

    private static void said(Turn.Model said, ArrayNode contents) {
        ArrayNode parts = parts(contents, "model");
        if (!said.text().isEmpty()) {
            parts.addObject().put("text", said.text());
        }
        for (Call call : said.calls()) {
            parts.addObject()
                    .putObject("functionCall")
                    .put("id", call.id())
                    .put("name", Talk.NAME)
                    .set("args", Asker.json(call.arguments()));
        }
        for (Call call : said.calls()) {
            parts(contents, "user")
                    .addObject()
                    .putObject("functionResponse")
                    .put("id", call.id())
                    .put("name", Talk.NAME)
                    .putObject("response")
                    .put("output", call.result());
        }
    }
}
