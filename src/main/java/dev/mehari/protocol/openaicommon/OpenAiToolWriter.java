package dev.mehari.protocol.openaicommon;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.mehari.call.Quirk;
import dev.mehari.protocol.chat.Aim;
import dev.mehari.protocol.chat.ChatRequest;
import dev.mehari.protocol.chat.Content;
import dev.mehari.protocol.chat.HostedTools;
import dev.mehari.protocol.chat.Loss;
import dev.mehari.protocol.chat.Losses;
import dev.mehari.protocol.chat.TextTool;
import dev.mehari.protocol.chat.Tool;
import dev.mehari.protocol.chat.ToolNames;
import dev.mehari.protocol.chat.Tree;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Writes tools, which of them may be called, and earlier calls of them, under names that OpenAI takes. The form of each is
 * the protocol's own. One request.
 */
public abstract class OpenAiToolWriter {
    private static final int LONGEST_NAME = 64;

    private final Aim aim;
    private final Losses losses;
    private final ToolNames names = new ToolNames(LONGEST_NAME, "", false);
    private final Set<String> texts = new HashSet<>();

    protected OpenAiToolWriter(Aim aim, Losses losses) {
        this.aim = aim;
        this.losses = losses;
    }

    public final void write(ChatRequest request, ObjectNode body) {
        List<Tool> tools = request.tools();
        if (!aim.capabilities().tools()) {
            tools.forEach(tool -> losses.dropped(tool.at()));
            tools = List.of();
        }
        ToolChoiceWriter choice = new ToolChoiceWriter(this, aim, losses);
        ArrayNode written = Tree.array();
        for (Tool tool : choice.allowed(tools, request.toolChoice())) {
            JsonNode sent = tool(tool, request);
            if (sent != null) {
                written.add(sent);
            }
        }
        if (!written.isEmpty()) {
            body.set("tools", written);
        }
        choice.write(request, written, body);
    }

    /** Sent names of tools by which the caller's are found. */
    public final Map<String, String> changed() {
        return names.changed();
    }

    /** Sent names of tools whose text is wrapped in arguments. */
    public final Set<String> texts() {
        return texts;
    }

    private @Nullable JsonNode tool(Tool tool, ChatRequest request) {
        return switch (tool) {
            case Tool.Function function -> function(function);
            case Tool.Custom custom -> aim.has(Quirk.NO_CUSTOM_TOOLS) ? wrapped(custom) : custom(custom);
            case Tool.Hosted hosted -> hosted(hosted, request);
        };
    }

    private ObjectNode wrapped(Tool.Custom tool) {
        losses.add(tool.at(), Loss.Action.EMULATED);
        texts.add(name(tool.name()));
        String description = tool.description() == null ? "" : tool.description();
        if (tool.format() != null) {
            description += (description.isEmpty() ? "" : "\n\n") + "The input must follow this "
                    + tool.format().path("syntax").asText("") + " grammar:\n"
                    + tool.format().path("definition").asText("");
        }
        return function(new Tool.Function(
                tool.name(), description.isEmpty() ? null : description, TextTool.schema(), null, null, tool.at()));
    }

    private @Nullable JsonNode hosted(Tool.Hosted tool, ChatRequest request) {
        if (aim.has(Quirk.HOSTED_TOOLS) && takes(tool)) {
            return tool.raw();
        }
        HostedTools.leaveOut(tool, request, aim, losses);
        return null;
    }

    protected final String name(String name) {
        return names.out(name);
    }

    protected final ObjectNode described(ObjectNode tool, String name, @Nullable String description) {
        tool.put("name", name(name));
        return description == null ? tool : tool.put("description", description);
    }

    /** Whether the upstream can be told to hold calls to a schema; where it cannot, the wish for it is lost. */
    protected final boolean strict(Tool.Function tool) {
        boolean able = !aim.has(Quirk.NO_STRICT);
        if (!able && tool.strict() != null && tool.strict().value()) {
            losses.dropped(tool.strict().at());
        }
        return able;
    }

    /** Whether a call of the history is one of a tool that takes text. */
    protected final boolean custom(Content.ToolCall call) {
        return call.custom() && !aim.has(Quirk.NO_CUSTOM_TOOLS);
    }

    /** The arguments of a call of the history, as those of a function. */
    protected static String arguments(Content.ToolCall call) {
        if (call.custom()) {
            return Tree.text(TextTool.arguments(call.arguments()));
        }
        return call.arguments().isBlank() ? "{}" : call.arguments();
    }

    protected abstract ObjectNode function(Tool.Function tool);

    /** A tool that takes text. */
    protected abstract ObjectNode custom(Tool.Custom tool);

    /** Whether what a vendor runs is declared in the form of this protocol. */
    protected abstract boolean takes(Tool.Hosted tool);

    /**
     * The one tool that is meant.
     *
     * @param name as it is sent
     * @param written all tools as they are sent
     */
    protected abstract ObjectNode named(String name, ArrayNode written);

    /**
     * A choice from some of the tools.
     *
     * @param mode {@code auto} or {@code required}
     */
    protected abstract ObjectNode allowedTools(String mode, List<ObjectNode> tools);
}
