package dev.mehari.protocol.anthropic;

import dev.mehari.protocol.chat.Fields;
import dev.mehari.protocol.chat.Given;
import dev.mehari.protocol.chat.Losses;
import dev.mehari.protocol.chat.Tool;
import dev.mehari.protocol.chat.ToolChoice;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Reads tools, and how the model may use them. */
final class ToolReader {
    private final Fields request;
    private final Losses losses;
    private final PartReader blocks;
    private @Nullable Given<Boolean> parallel;

    ToolReader(Fields request, Losses losses) {
        this.request = request;
        this.losses = losses;
        this.blocks = new PartReader(losses);
    }

    List<Tool> tools() {
        List<Tool> tools = new ArrayList<>();
        for (Fields tool : request.objects("tools")) {
            tools.add(tool(tool));
        }
        return tools;
    }

    Tool tool(Fields tool) {
        String type = tool.text("type");
        return type == null || type.equals("custom") ? function(tool) : new Tool.Hosted(type, tool.raw(), tool.path());
    }

    private Tool function(Fields tool) {
        // Both say what is usual when they are false.
        for (String usual : List.of("defer_loading", "eager_input_streaming")) {
            if (tool.isTrue(usual)) {
                losses.dropped(tool.at(usual));
            }
        }
        Tool function = new Tool.Function(
                tool.needText("name"),
                tool.text("description"),
                tool.get("input_schema"),
                tool.flag("strict"),
                blocks.cache(tool),
                tool.path());
        tool.loseRest(losses);
        return function;
    }

    @Nullable
    ToolChoice choice() {
        Fields choice = request.object("tool_choice");
        if (choice == null) {
            return null;
        }
        ToolChoice read = switch (choice.needText("type")) {
            case "auto" -> new ToolChoice(ToolChoice.Mode.AUTO, List.of(), choice.path());
            case "any" -> new ToolChoice(ToolChoice.Mode.REQUIRED, List.of(), choice.path());
            case "none" -> new ToolChoice(ToolChoice.Mode.NONE, List.of(), choice.path());
            case "tool" -> new ToolChoice(ToolChoice.Mode.NAMED, List.of(choice.needText("name")), choice.path());
            default -> throw Fields.wrong(choice.at("type"), "\"auto\", \"any\", \"tool\" or \"none\"");
        };
        Given<Boolean> serial = choice.flag("disable_parallel_tool_use");
        parallel = serial == null ? null : new Given<>(!serial.value(), serial.at());
        choice.loseRest(losses);
        return read;
    }

    /** Known after {@link #choice}, of which it is a part. */
    @Nullable
    Given<Boolean> parallel() {
        return parallel;
    }
}
