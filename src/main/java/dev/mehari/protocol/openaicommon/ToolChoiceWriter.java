package dev.mehari.protocol.openaicommon;

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
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Writes whether, and which, tools are to be called. */
final class ToolChoiceWriter {
    private final OpenAiToolWriter tools;
    private final Aim aim;
    private final Losses losses;

    ToolChoiceWriter(OpenAiToolWriter tools, Aim aim, Losses losses) {
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
        if (parallel != null && aim.has(Quirk.NO_PARALLEL_FLAG)) {
            losses.dropped(parallel.at());
        } else if (parallel != null) {
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
        return switch (choice.mode()) {
            case NONE -> TextNode.valueOf("none");
            case AUTO -> some(choice, "auto", written);
            case REQUIRED -> some(choice, "required", written);
            case NAMED -> one(choice.names().getFirst(), written);
        };
    }

    private JsonNode some(ToolChoice choice, String mode, ArrayNode written) {
        if (choice.names().isEmpty() || aim.has(Quirk.NO_ALLOWED_TOOLS)) {
            return TextNode.valueOf(mode);
        }
        return tools.allowedTools(
                mode, choice.names().stream().map(name -> one(name, written)).toList());
    }

    private ObjectNode one(String name, ArrayNode written) {
        return tools.named(tools.name(name), written);
    }
}
