package dev.mehari.protocol.anthropic;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.mehari.call.Capabilities;
import dev.mehari.protocol.chat.Aim;
import dev.mehari.protocol.chat.ChatRequest;
import dev.mehari.protocol.chat.Content;
import dev.mehari.protocol.chat.Given;
import dev.mehari.protocol.chat.HostedTools;
import dev.mehari.protocol.chat.Loss;
import dev.mehari.protocol.chat.Losses;
import dev.mehari.protocol.chat.Tool;
import dev.mehari.protocol.chat.ToolChoice;
import dev.mehari.protocol.chat.ToolNames;
import dev.mehari.protocol.chat.Tree;
import dev.mehari.protocol.chat.Turn;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Writes tools, and how the model may use them. */
final class ToolWriter {
    /** How Anthropic names the versions of its own tools: {@code web_search_20250305}. */
    private static final Pattern OWN = Pattern.compile("[a-z_]+_\\d{8}");

    private final ChatRequest request;
    private final Aim aim;
    private final ToolNames names;
    private final Declared declared;
    private final Losses losses;
    private final @Nullable ToolChoice choice;
    private final boolean able;
    private final Set<String> texts = new HashSet<>();

    ToolWriter(ChatRequest request, Aim aim, ToolNames names, CacheMarks marks, Losses losses) {
        this.request = request;
        this.aim = aim;
        this.names = names;
        this.declared = new Declared(names, marks, losses);
        this.losses = losses;
        this.able = aim.capabilities().tools();
        this.choice = possible(request.toolChoice(), aim.capabilities());
    }

    private @Nullable ToolChoice possible(@Nullable ToolChoice asked, Capabilities capabilities) {
        if (asked == null || !asked.forced() || (able && !request.tools().isEmpty() && capabilities.forcedTool())) {
            return asked;
        }
        losses.add(asked.at(), Loss.Action.APPROXIMATED);
        // Of all tools it names one: the model may then choose that one, or none.
        return new ToolChoice(ToolChoice.Mode.AUTO, asked.names(), asked.at());
    }

    /** Whether the model has no other way than to ask for a tool. */
    boolean forced() {
        return choice != null && choice.forced();
    }

    /** Sent names of tools that take free text; known after {@link #write}. */
    Set<String> texts() {
        return texts;
    }

    void write(ObjectNode body, List<Turn> turns) {
        ArrayNode tools = Tree.array();
        for (Tool tool : request.tools()) {
            if (!able) {
                losses.dropped(tool.at());
            } else if (allowed(tool)) {
                JsonNode sent = tool(tool);
                if (sent != null) {
                    tools.add(sent);
                }
            }
        }
        ObjectNode how = how();
        if (tools.isEmpty()) {
            used(turns)
                    .forEach(name -> tools.add(
                            Tree.object().put("name", names.out(name)).set("input_schema", Declared.nothing())));
            if (!tools.isEmpty()) {
                losses.add("tools", Loss.Action.EMULATED);
                how = Tree.object().put("type", "none");
            }
        }
        if (!tools.isEmpty()) {
            body.set("tools", tools);
            if (how != null) {
                body.set("tool_choice", how);
            }
        }
    }

    private boolean allowed(Tool tool) {
        if (choice == null || choice.names().isEmpty() || choice.mode() == ToolChoice.Mode.NAMED) {
            return true;
        }
        return switch (tool) {
            case Tool.Function function -> choice.names().contains(function.name());
            case Tool.Custom custom -> choice.names().contains(custom.name());
            case Tool.Hosted hosted -> true;
        };
    }

    private @Nullable JsonNode tool(Tool tool) {
        return switch (tool) {
            case Tool.Function function -> declared.function(function);
            case Tool.Custom custom -> {
                losses.add(custom.at(), Loss.Action.EMULATED);
                texts.add(names.out(custom.name()));
                yield declared.custom(custom);
            }
            case Tool.Hosted hosted -> {
                if (OWN.matcher(hosted.type()).matches()) {
                    yield hosted.raw().deepCopy();
                }
                HostedTools.leaveOut(hosted, request, aim, losses);
                yield null;
            }
        };
    }

    private @Nullable ObjectNode how() {
        boolean serial = request.parallel() instanceof Given<Boolean>(Boolean value, String at) && !value;
        if (choice == null) {
            return serial ? serial(Tree.object().put("type", "auto")) : null;
        }
        ObjectNode how = switch (choice.mode()) {
            case AUTO -> Tree.object().put("type", "auto");
            case NONE -> Tree.object().put("type", "none");
            case REQUIRED -> Tree.object().put("type", "any");
            case NAMED ->
                Tree.object()
                        .put("type", "tool")
                        .put("name", names.out(choice.names().getFirst()));
        };
        return serial && choice.mode() != ToolChoice.Mode.NONE ? serial(how) : how;
    }

    private static ObjectNode serial(ObjectNode how) {
        return how.put("disable_parallel_tool_use", true);
    }

    /** Tools of which the history tells: Anthropic refuses to read of a tool where none is declared. */
    private static Set<String> used(List<Turn> turns) {
        Set<String> used = new TreeSet<>();
        for (Turn turn : turns) {
            for (Content part : turn.parts()) {
                if (part instanceof Content.ToolCall call) {
                    used.add(call.name());
                }
            }
        }
        return used;
    }
}
