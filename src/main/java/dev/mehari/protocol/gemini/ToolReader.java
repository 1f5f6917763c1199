package dev.mehari.protocol.gemini;

import com.fasterxml.jackson.databind.JsonNode;
import dev.mehari.protocol.chat.Fields;
import dev.mehari.protocol.chat.Loss;
import dev.mehari.protocol.chat.Losses;
import dev.mehari.protocol.chat.Tool;
import dev.mehari.protocol.chat.ToolChoice;
import dev.mehari.protocol.chat.ToolChoice.Mode;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Reads {@code tools} and {@code toolConfig}. */
final class ToolReader {
    private final Losses losses;
    private final List<Tool> tools = new ArrayList<>();
    private @Nullable ToolChoice choice;

    ToolReader(Losses losses) {
        this.losses = losses;
    }

    List<Tool> tools() {
        return tools;
    }

    @Nullable
    ToolChoice choice() {
        return choice;
    }

    void read(Fields request) {
        for (Fields tool : Repeated.objects(request, "tools")) {
            for (Fields function : Repeated.objects(tool, "functionDeclarations")) {
                tools.add(function(function));
            }
            hosted(tool);
        }
        Fields config = request.object("toolConfig");
        Fields calling = config == null ? null : config.object("functionCallingConfig");
        if (calling != null) {
            choice = choice(calling);
            calling.loseRest(losses);
        }
        if (config != null) {
            config.loseRest(losses);
        }
    }

    private Tool function(Fields function) {
        JsonNode openApi = function.get("parameters");
        JsonNode schema = function.get("parametersJsonSchema");
        if (schema != null) {
            schema = OpenApiSchema.json(schema);
        } else if (openApi != null) {
            schema = OpenApiSchema.read(openApi);
        }
        Tool tool = new Tool.Function(
                function.needText("name"), function.text("description"), schema, null, null, function.path());
        function.loseRest(losses);
        return tool;
    }

    private void hosted(Fields tool) {
        for (Map.Entry<String, JsonNode> member : tool.raw().properties()) {
            String name = OpenApiSchema.camel(member.getKey());
            if (!name.equals("functionDeclarations") && !member.getValue().isNull()) {
                tools.add(new Tool.Hosted(name, member.getValue(), tool.at(member.getKey())));
            }
        }
    }

    private @Nullable ToolChoice choice(Fields calling) {
        List<String> names = new ArrayList<>();
        for (JsonNode name : calling.list("allowedFunctionNames")) {
            if (!name.isTextual()) {
                throw Fields.wrong(calling.at("allowedFunctionNames"), "an array of strings");
            }
            names.add(name.textValue());
        }
        String mode = calling.text("mode");
        return switch (mode == null ? "" : mode) {
            case "", "MODE_UNSPECIFIED" -> null;
            case "AUTO" -> new ToolChoice(Mode.AUTO, List.of(), calling.path());
            case "NONE" -> new ToolChoice(Mode.NONE, List.of(), calling.path());
            case "ANY" -> new ToolChoice(names.size() == 1 ? Mode.NAMED : Mode.REQUIRED, names, calling.path());
            case "VALIDATED" -> {
                losses.add(calling.at("mode"), Loss.Action.APPROXIMATED);
                yield new ToolChoice(Mode.AUTO, names, calling.path());
            }
            default -> throw Fields.wrong(calling.at("mode"), "AUTO, ANY, NONE or VALIDATED");
        };
    }
}
