package dev.mehari.protocol.responses;

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
import dev.mehari.protocol.chat.Tool;
import dev.mehari.protocol.chat.ToolNames;
import dev.mehari.protocol.chat.Tree;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Writes tools, and earlier calls of them, under names and ids that OpenAI takes. */
final class ToolWriter {
    private static final int LONGEST = 64;

    private final Aim aim;
    private final Losses losses;
    private final ToolNames names = new ToolNames(LONGEST, "", false);
    private final Set<String> texts = new HashSet<>();

    ToolWriter(Aim aim, Losses losses) {
        this.aim = aim;
        this.losses = losses;
    }

    void write(ChatRequest request, ObjectNode body) {
        List<Tool> tools = request.tools();
        if (!aim.capabilities().tools()) {
            tools.forEach(tool -> losses.dropped(tool.at()));
            tools = List.of();
        }
        ChoiceWriter choice = new ChoiceWriter(this, aim, losses);
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
    Map<String, String> changed() {
        return names.changed();
    }

    /** Sent names of tools whose text is wrapped in arguments. */
    Set<String> texts() {
        return texts;
    }

    String name(String name) {
        return names.out(name);
    }

    /** An id in a length that is taken; the same id always becomes the same. */
    static String id(String callId) {
        return callId.length() <= LONGEST ? callId : new ToolNames(LONGEST, "", false).out(callId);
    }

    private @Nullable JsonNode tool(Tool tool, ChatRequest request) {
        return switch (tool) {
            case Tool.Function function -> function(function);
            case Tool.Custom custom -> custom(custom);
            case Tool.Hosted hosted -> hosted(hosted, request);
        };
    }

    private ObjectNode function(Tool.Function tool) {
        ObjectNode written = described("function", tool.name(), tool.description());
        written.set("parameters", tool.schema());
        if (!aim.has(Quirk.NO_STRICT)) {
            // Left out, it would mean true here, and false where the caller comes from.
            written.put("strict", tool.strict() != null && tool.strict().value());
        } else if (tool.strict() != null && tool.strict().value()) {
            losses.dropped(tool.strict().at());
        }
        if (tool.cache() != null) {
            losses.dropped(tool.cache().at());
        }
        return written;
    }

    private ObjectNode described(String type, String name, @Nullable String description) {
        ObjectNode tool = Tree.object().put("type", type).put("name", name(name));
        if (description != null) {
            tool.put("description", description);
        }
        return tool;
    }

    private JsonNode custom(Tool.Custom tool) {
        if (aim.has(Quirk.NO_CUSTOM_TOOLS)) {
            losses.add(tool.at(), Loss.Action.EMULATED);
            texts.add(name(tool.name()));
            return wrapped(tool);
        }
        ObjectNode written = described("custom", tool.name(), tool.description());
        if (tool.format() != null) {
            written.set("format", tool.format());
        }
        return written;
    }

    /** A tool that takes text, as a function with one argument. */
    private ObjectNode wrapped(Tool.Custom tool) {
        String description = tool.description() == null ? "" : tool.description();
        if (tool.format() != null) {
            description += (description.isEmpty() ? "" : "\n\n") + "The input must follow this "
                    + tool.format().path("syntax").asText("") + " grammar:\n"
                    + tool.format().path("definition").asText("");
        }
        ObjectNode written = described("function", tool.name(), description.isEmpty() ? null : description);
        ObjectNode schema = written.putObject("parameters").put("type", "object");
        schema.putObject("properties").putObject("input").put("type", "string");
        schema.putArray("required").add("input");
        schema.put("additionalProperties", false);
        return written.put("strict", false);
    }

    private @Nullable JsonNode hosted(Tool.Hosted tool, ChatRequest request) {
        if (aim.has(Quirk.HOSTED_TOOLS)
                && tool.type().equals(tool.raw().path("type").asText())) {
            return tool.raw();
        }
        HostedTools.leaveOut(tool, request, aim, losses);
        return null;
    }

    /** A call of the history. */
    ObjectNode call(Content.ToolCall call) {
        boolean custom = call.custom() && !aim.has(Quirk.NO_CUSTOM_TOOLS);
        ObjectNode item = Tree.object()
                .put("type", custom ? "custom_tool_call" : "function_call")
                .put("call_id", id(call.id()))
                .put("name", name(call.name()));
        if (custom) {
            return item.put("input", call.arguments());
        }
        String arguments = call.custom()
                ? Tree.text(Tree.object().put("input", call.arguments()))
                : call.arguments().isBlank() ? "{}" : call.arguments();
        return item.put("arguments", arguments);
    }
}
