package dev.mehari.protocol.responses;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.mehari.call.Quirk;
import dev.mehari.protocol.chat.Ability;
import dev.mehari.protocol.chat.Aim;
import dev.mehari.protocol.chat.ChatRequest;
import dev.mehari.protocol.chat.Closed;
import dev.mehari.protocol.chat.Given;
import dev.mehari.protocol.chat.Loss;
import dev.mehari.protocol.chat.Losses;
import dev.mehari.protocol.chat.OutputFormat;
import dev.mehari.protocol.chat.Tree;
import dev.mehari.protocol.chat.Written;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Writes a request for a response that the server need not remember. */
final class RequestWriter {
    private final ChatRequest request;
    private final Aim aim;
    private final Losses losses;
    private final ObjectNode body = Tree.object();
    private final ObjectNode text = Tree.object();

    private RequestWriter(ChatRequest request, Aim aim, Losses losses) {
        this.request = request;
        this.aim = aim;
        this.losses = losses;
    }

    static Written write(ChatRequest request, Aim aim, Losses losses) {
        return new RequestWriter(Ability.of(request, aim, losses), aim, losses).written();
    }

    private Written written() {
        body.put("model", aim.model());
        ToolWriter tools = new ToolWriter(aim, losses);
        InputWriter input = new InputWriter(tools, aim, losses);
        String told = format();
        input.write(request.turns(), told, body);
        tools.write(request, body);
        stop(request.stop());
        boolean thinks = ReasoningWriter.write(request.reasoning(), body, aim, losses);
        SettingWriter.write(request, thinks, body, text, aim, losses);
        if (!text.isEmpty()) {
            body.set("text", text);
        }
        if (request.stream()) {
            body.put("stream", true);
        }
        return new Written(body, tools.changed(), tools.texts());
    }

    /** The protocol has none. All of them are one loss, named by what held them. */
    private void stop(List<Given<String>> stop) {
        for (Given<String> one : stop) {
            int index = one.at().lastIndexOf('[');
            losses.dropped(one.at().endsWith("]") && index > 0 ? one.at().substring(0, index) : one.at());
        }
    }

    /** What the model has to be told in words, null for nothing. */
    private @Nullable String format() {
        Given<OutputFormat> given = request.format();
        if (given == null) {
            return null;
        }
        return switch (given.value()) {
            case OutputFormat.Json json -> {
                text.putObject("format").put("type", "json_object");
                yield null;
            }
            case OutputFormat.Schema schema -> schema(schema, given);
        };
    }

    private @Nullable String schema(OutputFormat.Schema schema, Given<OutputFormat> given) {
        if (aim.has(Quirk.NO_JSON_SCHEMA) || !aim.capabilities().jsonSchema()) {
            losses.add(given.at(), Loss.Action.EMULATED);
            text.putObject("format").put("type", "json_object");
            String what = schema.description() == null ? "" : " (" + schema.description() + ")";
            return "Answer with one JSON object" + what
                    + " and nothing else. It must be valid against this JSON Schema:\n" + Tree.text(schema.schema());
        }
        ObjectNode format = text.putObject("format").put("type", "json_schema").put("name", schema.name());
        if (schema.description() != null) {
            format.put("description", schema.description());
        }
        format.set("schema", schema.schema());
        Boolean strict = schema.strict();
        if (strict == null && Closed.is(schema.schema())) {
            // The other protocols hold a model to a schema without being asked.
            strict = true;
        }
        if (strict != null) {
            format.put("strict", strict);
        }
        return null;
    }
}
