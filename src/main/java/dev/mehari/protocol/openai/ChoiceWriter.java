package dev.mehari.protocol.openai;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;
import dev.mehari.call.Quirk;
import dev.mehari.protocol.chat.Aim;
import dev.mehari.protocol.chat.ChatRequest;
import dev.mehari.protocol.chat.Given;
import dev.mehari.protocol.chat.Loss;
import dev.mehari.protocol.chat.Losses;
import dev.mehari.protocol.chat.Tool;
import dev.mehari.protocol.chat.ToolChoice;
import dev.mehari.protocol.chat.ToolChoice.Mode;
import dev.mehari.protocol.chat.Tree;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Writes whether, and which, tools are to be called. */
final class ChoiceWriter {
    private final ToolWriter tools;
    private final Aim aim;
    private final Losses losses;

    ChoiceWriter(ToolWriter tools, Aim aim, Losses losses) {
        this.tools = tools;
        this.aim = aim;
        this.losses = losses;
    }

    /** The tools that are sent: only those that may be called, where the upstream cannot be told which. */
    List<Tool> allowed(List<Tool> all, @Nullable ToolChoice choice) {
        if (choice == null || all.isEmpty()) {
            return all;
        }
        if (choice.mode() == Mode.NONE && aim.has(Quirk.TOOL_CHOICE_AUTO_ONLY)) {
            losses.add(choice.at(), Loss.Action.EMULATED);
            String at = all.getFirst().at();
            losses.dropped(at.indexOf('[') < 0 ? at : at.substring(0, at.indexOf('[')));
            return List.of();
        }
        if (choice.mode() == Mode.NAMED || choice.names().isEmpty() || !aim.has(Quirk.NO_ALLOWED_TOOLS)) {
            return all;
        }
        losses.add(choice.at(), Loss.Action.EMULATED);
        return choice.among(all);
    }

    /** @param written the tools as they are sent: without any, there is nothing to choose */
    void write(ChatRequest request, ArrayNode written, ObjectNode body) {
        ToolChoice choice = request.toolChoice();
        if (written.isEmpty()) {
            if (choice != null && choice.forced()) {
                losses.dropped(choice.at());
            }
            return;
        }
        if (choice != null) {
            body.set("tool_choice", choice(choice, written));
        }
        Given<Boolean> parallel = request.parallel();
        if (parallel == null) {
            return;
        }
        if (aim.has(Quirk.NO_PARALLEL_FLAG)) {
            losses.dropped(parallel.at());
        } else {
            body.put("parallel_tool_calls", parallel.value());
        }
    }

    private JsonNode choice(ToolChoice asked, ArrayNode written) {
        boolean refused = asked.forced()
                && (aim.has(Quirk.TOOL_CHOICE_AUTO_ONLY) || !aim.capabilities().forcedTool());
        if (refused) {
            losses.add(asked.at(), Loss.Action.APPROXIMATED);
        }
        ToolChoice choice = refused ? asked.unforced() : asked;
        boolean some = !choice.names().isEmpty() && !aim.has(Quirk.NO_ALLOWED_TOOLS);
        return switch (choice.mode()) {
            case NONE -> TextNode.valueOf("none");
            case AUTO -> some ? these(choice, "auto", written) : TextNode.valueOf("auto");
            case REQUIRED -> some ? these(choice, "required", written) : TextNode.valueOf("required");
            case NAMED -> named(choice.names().getFirst(), written);
        };
    }

    private ObjectNode these(ToolChoice choice, String mode, ArrayNode written) {
        ObjectNode out = Tree.object().put("type", "allowed_tools");
        ArrayNode list = out.putObject("allowed_tools").put("mode", mode).putArray("tools");
        choice.names().forEach(name -> list.add(named(name, written)));
        return out;
    }

    private ObjectNode named(String name, ArrayNode written) {
        String sent = tools.name(name);
        String type = "function";
        for (JsonNode tool : written) {
            if (tool.path("custom").path("name").asText().equals(sent)) {
                type = "custom";
            }
        }
        ObjectNode out = Tree.object().put("type", type);
        out.putObject(type).put("name", sent);
        return out;
    }
}
