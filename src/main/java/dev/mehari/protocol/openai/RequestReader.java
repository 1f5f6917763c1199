package dev.mehari.protocol.openai;

import com.fasterxml.jackson.databind.JsonNode;
import dev.mehari.protocol.chat.ChatRequest;
import dev.mehari.protocol.chat.Fields;
import dev.mehari.protocol.chat.Given;
import dev.mehari.protocol.chat.Losses;
import dev.mehari.protocol.chat.Options;
import dev.mehari.protocol.chat.Tree;
import java.util.ArrayList;
import java.util.List;

/** Reads a request for a chat completion. */
final class RequestReader {
    private final Fields body;
    private final Losses losses;

    private RequestReader(Fields body, Losses losses) {
        this.body = body;
        this.losses = losses;
    }

    static ChatRequest read(JsonNode json, boolean stream, Losses losses) {
        return new RequestReader(Fields.of(json, ""), losses).request(stream);
    }

    private ChatRequest request(boolean stream) {
        body.ignore("model", "stream");
        streamOptions(body, losses);
        body.need("messages");
        List<Fields> messages = body.objects("messages");
        if (messages.isEmpty()) {
            throw Fields.wrong("messages", "an array of at least one message");
        }
        ToolReader tools = new ToolReader(body, losses);
        Options options = SettingReader.read(body, losses);
        ChatRequest request = new ChatRequest(
                new TurnReader(losses).turns(messages),
                tools.tools(),
                new ToolChoiceReader(losses).read(body),
                tools.parallel(),
                FormatReader.read(body, losses),
                ReasoningReader.read(body, options, losses),
                stop(body),
                options,
                stream);
        // What OpenAI does not have may be the upstream's own; what nobody has is named by whoever writes.
        body.rest().forEach(name -> options.other(name, body.raw().path(name), name));
        return request;
    }

    static void streamOptions(Fields body, Losses losses) {
        Fields streamed = body.object("stream_options");
        if (streamed != null) {
            streamed.ignore("include_usage", "include_obfuscation");
            streamed.loseRest(losses);
        }
    }

    /** One text is the same as a list of one. */
    static List<Given<String>> stop(Fields body) {
        JsonNode value = body.get("stop");
        if (value == null) {
            return List.of();
        }
        List<Given<String>> texts = new ArrayList<>();
        for (JsonNode text : value.isArray() ? value : Tree.array().add(value)) {
            String at = "stop[" + texts.size() + "]";
            if (!text.isTextual()) {
                throw Fields.wrong(value.isArray() ? at : "stop", "a string");
            }
            texts.add(new Given<>(text.textValue(), at));
        }
        return texts;
    }
}
