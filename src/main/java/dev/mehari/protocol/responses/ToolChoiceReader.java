package dev.mehari.protocol.responses;

import com.fasterxml.jackson.databind.JsonNode;
import dev.mehari.call.ErrorKind;
import dev.mehari.call.Refusal;
import dev.mehari.protocol.chat.Fields;
import dev.mehari.protocol.chat.Losses;
import dev.mehari.protocol.chat.ToolChoice;
import dev.mehari.protocol.chat.ToolChoice.Mode;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Reads which tools are to be called. */
final class ToolChoiceReader {
    private final Names names;
    private final Losses losses;

    ToolChoiceReader(Names names, Losses losses) {
        this.names = names;
        this.losses = losses;
    }

    @Nullable
    ToolChoice read(Fields body) {
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
        ToolChoice read;
        if (fields.needText("type").equals("allowed_tools")) {
            read = allowed(fields);
        } else {
            List<String> one = these(fields);
            if (one.size() != 1) {
                throw unable(fields);
            }
            read = new ToolChoice(Mode.NAMED, one, at);
        }
        fields.loseRest(losses);
        return read;
    }

    /** The tools that are meant: one by its name, those of a namespace, or none where OpenAI's servers would run it. */
    private List<String> these(Fields tool) {
        String type = tool.needText("type");
        return switch (type) {
            case "function", "custom" -> List.of(names.name(tool.text("namespace"), tool.needText("name")));
            case "namespace" -> names.in(tool.needText("name"));
            default -> names.tool(type).type() == null ? List.of() : List.of(type);
        };
    }

    private ToolChoice allowed(Fields allowed) {
        List<String> all = new ArrayList<>();
        Fields unable = null;
        for (Fields tool : allowed.objects("tools")) {
            List<String> these = these(tool);
            all.addAll(these);
            if (these.isEmpty()) {
                unable = tool;
                losses.dropped(tool.path());
            }
        }
        if (all.isEmpty()) {
            throw unable == null ? Fields.wrong(allowed.at("tools"), "an array of at least one tool") : unable(unable);
        }
        return new ToolChoice("required".equals(allowed.text("mode")) ? Mode.REQUIRED : Mode.AUTO, all, allowed.path());
    }

    private static Refusal unable(Fields tool) {
        return Refusal.of(
                ErrorKind.UNSUPPORTED_TOOL,
                "the upstream of this model cannot be made to run the tool \"" + tool.needText("type") + "\"",
                tool.path());
    }
}
