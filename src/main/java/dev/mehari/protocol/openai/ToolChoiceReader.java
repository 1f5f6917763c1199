package dev.mehari.protocol.openai;

import com.fasterxml.jackson.databind.JsonNode;
import dev.mehari.protocol.chat.Fields;
import dev.mehari.protocol.chat.Losses;
import dev.mehari.protocol.chat.ToolChoice;
import dev.mehari.protocol.chat.ToolChoice.Mode;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Reads which tools are to be called, also in the form for functions. */
final class ToolChoiceReader {
    private final Losses losses;

    ToolChoiceReader(Losses losses) {
        this.losses = losses;
    }

    @Nullable
    ToolChoice read(Fields body) {
        JsonNode legacy = body.get("function_call");
        JsonNode choice = body.get("tool_choice");
        if (choice == null) {
            return legacy == null ? null : choice(legacy, "function_call");
        }
        return choice(choice, "tool_choice");
    }

    private ToolChoice choice(JsonNode choice, String at) {
        if (choice.isTextual()) {
            return switch (choice.textValue()) {
                case "auto" -> new ToolChoice(Mode.AUTO, List.of(), at);
                case "none" -> new ToolChoice(Mode.NONE, List.of(), at);
                case "required", "any" -> new ToolChoice(Mode.REQUIRED, List.of(), at);
                default -> throw Fields.wrong(at, "one of \"none\", \"auto\", \"required\", or an object");
            };
        }
        Fields fields = Fields.of(choice, at);
        String type = fields.text("type");
        ToolChoice read = switch (type) {
            case null -> named(fields, at);
            case "function", "custom" -> {
                fields.need(type);
                yield named(Fields.of(fields.need(type), fields.at(type)), at);
            }
            case "allowed_tools" -> {
                fields.need(type);
                yield allowed(Fields.of(fields.need(type), fields.at(type)), at);
            }
            default -> throw Fields.wrong(fields.at("type"), "one of \"function\", \"custom\", \"allowed_tools\"");
        };
        fields.loseRest(losses);
        return read;
    }

    private static ToolChoice named(Fields tool, String at) {
        return new ToolChoice(Mode.NAMED, List.of(tool.needText("name")), at);
    }

    private static ToolChoice allowed(Fields allowed, String at) {
        List<String> names = new ArrayList<>();
        for (Fields tool : allowed.objects("tools")) {
            String type = tool.text("type");
            Fields inner = type == null ? null : tool.object(type);
            names.add((inner == null ? tool : inner).needText("name"));
        }
        if (names.isEmpty()) {
            throw Fields.wrong(allowed.at("tools"), "an array of at least one tool");
        }
        String mode = allowed.text("mode");
        return new ToolChoice("required".equals(mode) ? Mode.REQUIRED : Mode.AUTO, names, at);
    }
}
