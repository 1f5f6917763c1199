package dev.mehari.protocol.responses;

import com.fasterxml.jackson.databind.JsonNode;
import dev.mehari.call.ErrorKind;
import dev.mehari.call.Refusal;
import dev.mehari.protocol.chat.Fields;
import dev.mehari.protocol.chat.Losses;
import dev.mehari.protocol.chat.Tool;
import dev.mehari.protocol.chat.ToolChoice;
import dev.mehari.protocol.chat.ToolChoice.Mode;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Reads the tools of a request, and which of them are to be called. */
final class ToolReader {
    private final Fields body;
    private final Losses losses;

    ToolReader(Fields body, Losses losses) {
        this.body = body;
        this.losses = losses;
    }

    List<Tool> tools() {
        List<Tool> tools = new ArrayList<>();
        for (Fields tool : body.objects("tools")) {
            tools.add(tool(tool));
        }
        return tools;
    }

    private Tool tool(Fields tool) {
        String type = tool.needText("type");
        Tool read = switch (type) {
            case "function" ->
                new Tool.Function(
                        tool.needText("name"),
                        tool.text("description"),
                        tool.get("parameters"),
                        tool.flag("strict"),
                        null,
                        tool.path());
            case "custom" ->
                new Tool.Custom(
                        tool.needText("name"), tool.text("description"), grammar(tool.object("format")), tool.path());
            default -> null;
        };
        if (read == null) {
            return new Tool.Hosted(type, tool.raw(), tool.path());
        }
        tool.loseRest(losses);
        return read;
    }

    /** Null for any text. */
    private static @Nullable JsonNode grammar(@Nullable Fields format) {
        return format == null || "text".equals(format.text("type")) ? null : format.raw();
    }

    @Nullable
    ToolChoice choice() {
        JsonNode choice = body.get("tool_choice");
        if (choice == null) {
            return null;
        }
        String at = body.at("tool_choice");
        if (choice.isTextual()) {
            return switch (choice.textValue()) {
                case "auto" -> new ToolChoice(Mode.AUTO, List.of(), at);
                case "none" -> new ToolChoice(Mode.NONE, List.of(), at);
                case "required" -> new ToolChoice(Mode.REQUIRED, List.of(), at);
                default -> throw Fields.wrong(at, "one of \"none\", \"auto\", \"required\", or an object");
            };
        }
        Fields fields = Fields.of(choice, at);
        String type = fields.needText("type");
        ToolChoice read = switch (type) {
            case "function", "custom" -> new ToolChoice(Mode.NAMED, List.of(fields.needText("name")), at);
            case "allowed_tools" -> allowed(fields, at);
            default ->
                throw Refusal.of(
                        ErrorKind.UNSUPPORTED_TOOL,
                        "the upstream of this model cannot be made to run the tool \"" + type + "\"",
                        at);
        };
        fields.loseRest(losses);
        return read;
    }

    private static ToolChoice allowed(Fields allowed, String at) {
        List<String> names = new ArrayList<>();
        for (Fields tool : allowed.objects("tools")) {
            names.add(tool.needText("name"));
        }
        if (names.isEmpty()) {
            throw Fields.wrong(allowed.at("tools"), "an array of at least one tool");
        }
        return new ToolChoice("required".equals(allowed.text("mode")) ? Mode.REQUIRED : Mode.AUTO, names, at);
    }
}
